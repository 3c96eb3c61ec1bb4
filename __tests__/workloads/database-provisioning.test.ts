import { parseEvent } from "../../lambda-src/database-credentials/requests";
import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";
import type { Synthesized } from "../support/synthesize";
import { organizationStack, organizationStacks, reference } from "./support";

const acme = (overrides: Record<string, unknown>) =>
  organizationStack(environment({}, [organization("acme", overrides)]));

const container = { kind: "container", name: "api", image: "registry.example.com/api:1.0.0" };
const applications = [{ kind: "metabase" }, container];

/** The invocation that provisions, or the one that stands by for the removal, by its address. */
function invocationOf(stack: Synthesized, purpose: "provision" | "removal") {
  const [found, ...others] = Object.entries(stack.resources("aws_lambda_invocation")).filter(
    ([id]) => id.startsWith("provisioning_") && id.includes("removal") === (purpose === "removal"),
  );
  if (!found || others.length > 0) throw new Error(`expected one invocation for ${purpose}`);
  return { address: `aws_lambda_invocation.${found[0]}`, ...found[1] };
}

/** What a `${jsonencode({...})}` stands for; references stay as they are. */
function decoded(input: string): Record<string, unknown> {
  const text = /^\$\{jsonencode\((.*)\)\}$/.exec(input)?.[1] ?? "";
  const json = text.replaceAll('" = ', '": ').replace(/(?<=[[ ])(aws_[\w.-]+)/g, '"$1"');
  return JSON.parse(json);
}

const addresses = (stack: Synthesized, type: string, prefix: string) =>
  Object.keys(stack.json.resource[type] ?? {})
    .filter((name) => name.startsWith(prefix))
    .map((name) => `${type}.${name}`);

const shared = (output: string) => reference(`data.terraform_remote_state.database-state.outputs.${output}`);

test.each([
  [true, "true"],
  [false, undefined],
])("dropDataOnRemoval %s: the tag that lets the function drop data is %s", (dropDataOnRemoval, tag) => {
  const secret = acme({ dropDataOnRemoval }).resource("aws_secretsmanager_secret", "secrets_credentials");
  expect(secret.tags.DropDataOnRemoval).toBe(tag);
});

test.each([
  [{ applications: [container] }, 300],
  [{ applications: [container], statementTimeoutSeconds: 3600 }, 3600],
  [{ applications: [container, { kind: "metabase" }] }, 0],
  [{ applications: [{ kind: "metabase" }], statementTimeoutSeconds: 60 }, 60],
])("of %j statements are cancelled after %i seconds", (settings, seconds) => {
  expect(decoded(invocationOf(acme(settings), "provision").input)).toMatchObject({
    logins: { application: { statementTimeoutSeconds: seconds } },
  });
});

describe.each(["schema", "database", "instance"])("isolation %s", (isolation) => {
  describe.each(["password", "iam"])("authentication %s", (authentication) => {
    const stack = acme({ isolation, authentication, connectionLimit: 40, applications });
    const own = isolation === "instance";
    const invocation = invocationOf(stack, "provision");
    const removal = invocationOf(stack, "removal");
    const rotation = stack.resource("aws_secretsmanager_secret_rotation");
    const [credentials, encryptionKey] = ["secrets_credentials", "secrets_metabase-encryption-key"].map(
      (prefix) => `${addresses(stack, "aws_secretsmanager_secret", prefix)[0]}.arn`,
    );

    test("the function is invoked for the organization, with names and ARNs", () => {
      expect(invocation.function_name).toEqual(
        own
          ? expect.stringMatching(/^\$\{aws_lambda_function\.credentials_function_\w+\.function_name\}$/)
          : shared("credentials_function_name"),
      );
      expect(decoded(invocation.input)).toEqual({
        version: 2,
        task: "provision",
        organization: "acme",
        isolation,
        authentication,
        secretArn: credentials,
        generatedSecretArns: [encryptionKey],
        logins: {
          application: {
            connectionLimit: 40,
            // One of its applications is Metabase, whose migrations take as long as there is data.
            statementTimeoutSeconds: 0,
            idleInTransactionTimeoutSeconds: 60,
          },
        },
      });
    });

    test("the input matches the function's own schema", () => {
      const event = (input: string) =>
        JSON.parse(JSON.stringify(decoded(input)).replace(/"aws_/g, '"arn:aws_'));
      expect(parseEvent(event(invocation.input)).task).toBe("provision");
      const tasks = ["create", "update", "delete"].map(
        (action) => parseEvent({ ...event(removal.input), tf: { action } }).task,
      );
      expect(tasks).toEqual(["stand-by", "stand-by", "remove"]);
    });

    test("the invocation repeats when the organization or its instance changes, until it succeeds", () => {
      expect(invocation.lifecycle_scope).toBe("CREATE_ONLY");
      expect(invocation.triggers).toEqual({
        instance: own
          ? expect.stringMatching(/^\$\{aws_db_instance\.database_\w+\.resource_id\}$/)
          : shared("instance_resource_id"),
        address: own
          ? expect.stringMatching(/^\$\{aws_db_instance\.database_\w+\.address\}$/)
          : shared("client_address"),
      });
    });

    test("the invocation on deletion is separate, and runs after the others", () => {
      expect(decoded(removal.input)).toEqual({ removal: { organization: "acme", secretArn: credentials } });
      expect(removal).toMatchObject({
        function_name: invocation.function_name,
        lifecycle_scope: "CRUD",
        lifecycle: { create_before_destroy: true },
        depends_on: [invocation.address],
      });
      expect(removal.triggers).toBeUndefined();
    });

    test("the invocation waits for the secrets' policies, and for the function's dependencies in this stack", () => {
      expect(invocation.depends_on.sort()).toEqual(
        [
          ...addresses(stack, "aws_secretsmanager_secret_policy", "secrets_"),
          ...addresses(stack, "aws_vpc_security_group_egress_rule", "credentials_"),
          ...addresses(stack, "aws_vpc_security_group_ingress_rule", "credentials_"),
          ...addresses(stack, "aws_lambda_permission", "credentials_function_rotation"),
        ].sort(),
      );
      expect(invocation.depends_on).toHaveLength(own ? 5 : 2);
    });

    test("the secret rotates on a schedule, after its first credentials and not at once", () => {
      expect(rotation).toMatchObject({
        secret_id: `\${${credentials}}`,
        rotation_lambda_arn: own
          ? expect.stringMatching(/^\$\{aws_lambda_function\.credentials_function_\w+\.arn\}$/)
          : shared("credentials_function_arn"),
        rotate_immediately: false,
        depends_on: [invocation.address],
      });
      expect(Object.keys(rotation.rotation_rules).sort()).toEqual(["duration", "schedule_expression"]);
    });

    test("pods start after their credentials exist, and restart when these change", () => {
      const deployments = Object.values(stack.resources("kubernetes_deployment_v1"));
      expect(deployments).toHaveLength(2);
      for (const { depends_on, metadata, lifecycle, spec } of atLeastOne(deployments)) {
        expect(depends_on).toContain(invocation.address);
        const secret = `database-credentials-${metadata.name}`;
        if (authentication === "password")
          expect(metadata.annotations).toEqual({
            "secretproviderclass.reloader.stakater.com/reload": `${metadata.name}-database-secrets`,
          });
        else {
          // A rotation changes nothing there: only another host does, and Terraform knows that.
          expect(metadata.annotations).toBeUndefined();
          expect(spec.template.metadata.annotations["database/host"]).toEqual(expect.any(String));
        }
        const read = spec.template.spec.container[0].env.map(
          (variable: { value_from?: { secret_key_ref: { name: string } } }) =>
            variable.value_from?.secret_key_ref.name,
        );
        expect(read).toContain(secret);
        expect(lifecycle.ignore_changes).toEqual([
          'spec[0].template[0].metadata[0].annotations["reloader.stakater.com/last-reloaded-from"]',
          'spec[0].template[0].metadata[0].annotations["kubectl.kubernetes.io/restartedAt"]',
          "spec[0].replicas",
        ]);
      }
    });

    test("secrets' policies and their key name the function that writes them", () => {
      const name = own ? "test-credentials-acme" : "test-database-credentials";
      const role = `arn:aws:iam::111122223333:role/${name}`;
      const policies = Object.values(stack.resources("aws_secretsmanager_secret_policy"));
      expect(policies).toHaveLength(2);
      for (const { policy } of atLeastOne(policies)) {
        const writers = stack.statements(policy).find(({ sid }) => sid === "OnlyTheseRolesWrite");
        expect(writers.condition[0].values).toEqual([role]);
      }
      const key = stack.resource("aws_kms_key", "secrets_key");
      const write = stack
        .statements(key.policy)
        .find(({ sid }) => sid === "WriteSecretsAsCredentialsFunction");
      expect(write.condition[0].values).toEqual([role]);
      if (own) expect(stack.resource("aws_iam_role", "credentials").name).toBe(name);
    });

    test("there is no password in the stack, and no secret version", () => {
      expect(stack.count("aws_secretsmanager_secret_version")).toBe(0);
      const keys: string[] = [];
      JSON.stringify(stack.json, (key, value) => {
        keys.push(key);
        return value;
      });
      const about = new Set(keys.filter((key) => /password|secret_string/.test(key)));
      expect([...about]).toEqual(own ? ["manage_master_user_password"] : []);
    });
  });
});

test("a dedicated instance's stack names exactly what the function writes", () => {
  const stack = acme({ isolation: "instance", applications });
  const statements = stack.statements(stack.resource("aws_iam_role_policy", "credentials").policy);
  const of = (sid: string) => statements.find((statement) => statement.sid === sid);
  const arns = addresses(stack, "aws_secretsmanager_secret", "secrets_").map((each) => `\${${each}.arn}`);
  expect(of("WriteOrganizationSecrets").resources.sort()).toEqual(arns.sort());
  expect(of("EncryptOrganizationSecrets").resources).toEqual([
    `\${${addresses(stack, "aws_kms_key", "secrets_key")[0]}.arn}`,
  ]);
});

test("the secret of credentials has a tag with its maximum age", () => {
  const stack = acme({ credentialRotationDays: 90, applications });
  expect(stack.resource("aws_secretsmanager_secret", "secrets_credentials").tags).toEqual({
    RotationDays: "90",
  });
  expect(stack.resource("aws_secretsmanager_secret", "secrets_metabase").tags).toBeUndefined();
});

test("a dedicated instance's organization changes nothing in the stacks of others", () => {
  const globex = organization("globex");
  const alone = organizationStacks(environment({}, [globex]));
  const both = organizationStacks(environment({}, [organization("acme", { isolation: "instance" }), globex]));
  for (const [name, { text }] of atLeastOne(alone)) expect(both.get(name)?.text).toBe(text);
});
