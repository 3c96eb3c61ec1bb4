import { instanceOf, sharedInstance } from "../../src/config/instances";
import type { Organization } from "../../src/config/model";
import { DatabaseProxy } from "../../src/database/database-proxy";
import { environment, organization } from "../support/fixtures";
import { type Synthesized, synthesizeConstruct } from "../support/synthesize";

const key = "arn:aws:kms:eu-west-1:111122223333:key/data";

function proxyOf(owner?: Organization, of = environment()): Synthesized {
  const database = owner ? instanceOf(of, owner) : sharedInstance(of);
  return synthesizeConstruct(of, (scope) => {
    new DatabaseProxy(scope, "proxy", {
      environment: of,
      database,
      instance: { identifier: "test-shared", arn: "arn:db", resourceId: "db-SHARED", address: "host" },
      subnetIds: ["subnet-data-a", "subnet-data-b"],
      securityGroupId: "sg-proxy",
      logKeyArn: key,
    });
  });
}

const own = (name: string): Organization => organization(name, { isolation: "instance" });

const stack = proxyOf();
const proxy = stack.resource("aws_db_proxy");
const permissions = (of: Synthesized) => of.statements(of.resource("aws_iam_role_policy").policy);
const proxyName = `\${aws_db_proxy.${Object.keys(stack.resources("aws_db_proxy"))[0]}.name}`;

describe("a proxy", () => {
  test("accepts TLS and IAM tokens from clients, and authenticates with IAM to the instance", () => {
    expect(proxy).toMatchObject({
      name: "test-shared",
      engine_family: "POSTGRESQL",
      require_tls: true,
      default_auth_scheme: "IAM_AUTH",
    });
  });

  test("uses no secret, and may read none", () => {
    expect(proxy.auth).toBeUndefined();
    const actions = permissions(stack).flatMap((statement) => statement.actions);
    expect(actions).toEqual(["rds-db:connect"]);
    expect(stack.count("aws_iam_role_policy_attachment")).toBe(0);
  });

  test("is in both zones, with its own group", () => {
    expect(proxy).toMatchObject({
      vpc_subnet_ids: ["subnet-data-a", "subnet-data-b"],
      vpc_security_group_ids: ["sg-proxy"],
    });
  });

  test("has one instance as its target, through the pool with its limits", () => {
    const pool = stack.resource("aws_db_proxy_default_target_group");
    expect(pool).toMatchObject({
      db_proxy_name: proxyName,
      connection_pool_config: {
        max_connections_percent: 70,
        max_idle_connections_percent: 40,
        connection_borrow_timeout: 30,
      },
    });
    expect(pool.connection_pool_config.init_query).toBeUndefined();
    expect(stack.count("aws_db_proxy_target")).toBe(1);
    expect(stack.resource("aws_db_proxy_target")).toMatchObject({
      db_proxy_name: proxyName,
      target_group_name: expect.stringMatching(/^\$\{aws_db_proxy_default_target_group\.\w+\.name\}$/),
      db_instance_identifier: "test-shared",
    });
    expect(proxy.idle_client_timeout).toBe(1800);
  });

  test("writes logs without statement text to an encrypted group with retention, which exists before it", () => {
    expect(proxy.debug_logging).toBe(false);
    const [[name, group]] = Object.entries(stack.resources("aws_cloudwatch_log_group")) as [[string, object]];
    expect(group).toMatchObject({
      name: "/aws/rds/proxy/test-shared",
      retention_in_days: 90,
      kms_key_id: key,
    });
    expect(proxy.depends_on).toContain(`aws_cloudwatch_log_group.${name}`);
  });
});

describe("a proxy's role", () => {
  test("is assumed by RDS only, and has its permissions before the proxy exists", () => {
    const [[name, role]] = Object.entries(stack.resources("aws_iam_role")) as [
      [string, { name: string; assume_role_policy: string }],
    ];
    expect(role.name).toBe("test-database-proxy");
    expect(stack.statements(role.assume_role_policy)).toEqual([
      {
        actions: ["sts:AssumeRole"],
        principals: [{ type: "Service", identifiers: ["rds.amazonaws.com"] }],
      },
    ]);
    expect(proxy.role_arn).toBe(`\${aws_iam_role.${name}.arn}`);
    expect(proxy.depends_on).toEqual(
      expect.arrayContaining([expect.stringMatching(/^aws_iam_role_policy\./)]),
    );
  });

  test("may log in to this instance with organizations' IAM logins, and with no other login", () => {
    expect(permissions(stack)).toEqual([
      {
        sid: "LogInForClients",
        actions: ["rds-db:connect"],
        resources: ["arn:aws:rds-db:eu-west-1:111122223333:dbuser:db-SHARED/*__iam"],
      },
    ]);
  });

  test("may log in to an organization's own instance with its login only", () => {
    expect(permissions(proxyOf(own("big-corp")))[0].resources).toEqual([
      "arn:aws:rds-db:eu-west-1:111122223333:dbuser:db-SHARED/big_corp__iam",
    ]);
  });

  test("has a name that no organization's role can have", () => {
    const named = ["acme", "acme-proxy"].map((name) => proxyOf(own(name)).resource("aws_iam_role").name);
    expect(named).toEqual(["test-proxy-acme", "test-proxy-acme-proxy"]);
  });
});

test("names fit for the longest names of environment and organization", () => {
  const long = { ...environment(), name: "e".repeat(16) };
  const owner = own("o".repeat(30));
  const longest = proxyOf(owner, long);
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBProxy.html
  expect(longest.resource("aws_db_proxy").name).toMatch(/^(?=.{1,63}$)[a-z](-?[a-z0-9])*$/);
  expect(longest.resource("aws_iam_role").name.length).toBeLessThanOrEqual(64);
});
