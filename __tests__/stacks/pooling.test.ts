import { X509Certificate } from "node:crypto";
import { problemText, prove } from "../../src/assurance";
import type { Organization } from "../../src/config/model";
import { intentOf } from "../../src/stacks/intent";
import { sourcesOf } from "../assurance/support/sources";
import { environmentStacks } from "../support/environments";
import { environment, organization } from "../support/fixtures";
import type { Synthesized } from "../support/synthesize";
import { decoded } from "../workloads/support";

const acme = organization("acme", { authentication: "iam" });
const globex = organization("globex", { authentication: "iam", isolation: "schema" });
const hooli = organization("hooli", { authentication: "iam", isolation: "instance" });
const initech = organization("initech", { isolation: "instance", instance: { pooling: "none" } });

const config = (...organizations: Organization[]) =>
  environment({ database: { pooling: "rds-proxy" } }, organizations);
const stacksOf = (...organizations: Organization[]) => environmentStacks(config(...organizations));
const stacks = stacksOf(acme, hooli, initech);
const stackOf = (name: string) => stacks.get(`test-${name}`) as Synthesized;
const database = stackOf("database");

/** `${type.name.attribute}` of the one resource of a type. */
const of = (stack: Synthesized, type: string, attribute: string) =>
  `\${${type}.${Object.keys(stack.resources(type))[0]}.${attribute}}`;
const proxyId = (stack: Synthesized) =>
  `\${element(split(":", ${of(stack, "aws_db_proxy", "arn").slice(2, -1)}), 6)}`;
const logins = (stack: Synthesized) =>
  stack
    .statements(stack.resource("aws_iam_role_policy", "identity").policy)
    .filter(({ actions }) => actions.includes("rds-db:connect"))
    .flatMap(({ resources }) => resources);
const authorities = (stack: Synthesized) =>
  (
    decoded(stack.resource("kubernetes_config_map_v1").data["ca.pem"]).match(
      /-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g,
    ) ?? []
  ).map((pem) => /^CN=(.*)$/m.exec(new X509Certificate(pem).subject)?.[1]);

test("environments with a shared proxy, an organization's own proxy and no proxy are proved", () => {
  const meant = config(acme, hooli, initech);
  const [proof] = prove(sourcesOf(meant), [intentOf(meant)]);
  expect(proof && problemText(proof)).toBe("");
});

describe("an environment with a proxy before its shared instance", () => {
  test("outputs the proxy's name and id for clients, beside the instance's own", () => {
    const { output } = database.json;
    expect(output.client_address.value).toBe(of(database, "aws_db_proxy", "endpoint"));
    expect(output.client_resource_id.value).toBe(proxyId(database));
    expect(output.address.value).toBe(of(database, "aws_db_instance", "address"));
    expect(output.instance_resource_id.value).toBe(of(database, "aws_db_instance", "resource_id"));
  });

  test("connects the function to the instance, and organizations to the proxy", () => {
    expect(database.resource("aws_lambda_function").environment.variables).toMatchObject({
      DATABASE_HOST: of(database, "aws_db_instance", "address"),
      CLIENT_HOST: of(database, "aws_db_proxy", "endpoint"),
    });
  });

  test.each(["database", "org-hooli"])(
    "invokes the function of %s once the proxy has its instance, and never without a proxy",
    (name) => {
      const stack = stackOf(name);
      const look = stack.resource("aws_lambda_invocation", "credentials_let-proxy-in");
      expect(look).toMatchObject({ lifecycle_scope: "CREATE_ONLY", triggers: { proxy: proxyId(stack) } });
      expect(look.depends_on).toContain(
        `aws_db_proxy_target.${Object.keys(stack.resources("aws_db_proxy_target"))[0]}`,
      );
      expect(Object.keys(stackOf("org-initech").resources("aws_lambda_invocation"))).not.toContainEqual(
        expect.stringMatching(/let-proxy-in/),
      );
    },
  );

  test("creates the proxy's role before the proxy, which waits for its instance", () => {
    const role = database.resource("aws_iam_role", "instance_access_database-proxy");
    const { db_instance_identifier } = database.resource("aws_db_proxy_target");
    const [policy] = Object.entries(database.resources("aws_iam_role_policy")).filter(([name]) =>
      name.startsWith("instance_access_database-proxy"),
    );
    expect(JSON.stringify(role)).not.toContain("aws_db_instance");
    expect(database.resource("aws_db_proxy").depends_on).toContain(`aws_iam_role_policy.${policy?.[0]}`);
    expect(JSON.stringify(database.statements(policy?.[1].policy))).toContain("aws_db_instance");
    expect(db_instance_identifier).toContain("aws_db_instance");
  });

  test("encrypts the proxy's log with the instance's data key, whose policy names the log", () => {
    const [keyName] = Object.keys(database.resources("aws_kms_key")).filter((name) => name.includes("data"));
    const statements = database.statements(database.resources("aws_kms_key")[keyName as string].policy);
    const named = statements.find(({ sid }) => sid === "EncryptLogs").condition[0].values;
    expect(named).toContain("arn:aws:logs:eu-west-1:111122223333:log-group:/aws/rds/proxy/test-shared");
  });

  test("does not change by a byte when an organization is added", () => {
    const more = stacksOf(acme, globex, hooli, initech);
    for (const name of ["network", "cluster", "database", "platform"])
      expect(more.get(`test-${name}`)?.text).toBe(stackOf(name).text);
  });
});

describe("an organization behind the shared proxy", () => {
  const stack = stackOf("org-acme");

  test("logs in to the proxy as itself, and to no instance", () => {
    const shared = "${data.terraform_remote_state.database-state.outputs.client_resource_id}";
    expect(logins(stack)).toEqual([`arn:aws:rds-db:eu-west-1:111122223333:dbuser:${shared}/acme__iam`]);
  });

  test("verifies a proxy by the roots of Amazon Trust Services", () => {
    expect(authorities(stack)).toEqual([1, 2, 3, 4].map((number) => `Amazon Root CA ${number}`));
  });
});

describe("an organization with a proxy before its own instance", () => {
  const stack = stackOf("org-hooli");

  test("logs in to its own proxy, which logs in to its own instance", () => {
    expect(logins(stack)).toEqual([
      `arn:aws:rds-db:eu-west-1:111122223333:dbuser:${proxyId(stack)}/hooli__iam`,
    ]);
    const role = stack.resource("aws_iam_role_policy", "database_access_database-proxy");
    expect(stack.statements(role.policy)[0].resources).toEqual([
      `arn:aws:rds-db:eu-west-1:111122223333:dbuser:${of(stack, "aws_db_instance", "resource_id")}/hooli__iam`,
    ]);
  });

  test("is provisioned after the proxy is connected to its instance, since the function grants rights to the proxy's role", () => {
    const [target] = Object.keys(stack.resources("aws_db_proxy_target"));
    const provision = Object.values(stack.resources("aws_lambda_invocation")).find(
      ({ lifecycle_scope }) => lifecycle_scope === "CREATE_ONLY",
    );
    expect(provision?.depends_on).toContain(`aws_db_proxy_target.${target}`);
  });
});

describe("an organization that wants no proxy before its own instance", () => {
  const stack = stackOf("org-initech");

  test("has none, and verifies its instance by the roots of RDS", () => {
    expect(stack.count("aws_db_proxy")).toBe(0);
    expect(authorities(stack).sort()).toEqual(
      ["ECC384", "RSA2048", "RSA4096"].map((kind) => `Amazon RDS eu-west-1 Root CA ${kind} G1`),
    );
  });
});
