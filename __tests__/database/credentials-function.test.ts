import { instanceOf, sharedInstance } from "../../src/config/instances";
import { CredentialsFunction } from "../../src/database/credentials-function";
import { secretsOf, type WrittenSecrets } from "../../src/database/credentials-permissions";
import { PostgresInstance } from "../../src/database/postgres-instance";
import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";
import { type Synthesized, synthesizeConstruct } from "../support/synthesize";

const network = {
  clusterVpcId: "vpc-1",
  clusterPrivateSubnetIds: ["subnet-1", "subnet-2"],
  databaseVpcId: "vpc-2",
  databasePrivateSubnetIds: ["subnet-5", "subnet-6"],
  databaseSecretsManagerEndpoint: "vpce-1.secretsmanager.eu-west-1.vpce.amazonaws.com",
};

const of = environment({ functions: { reserveConcurrency: true } });
const acme = organization("acme", { isolation: "instance" });

function build(owner: typeof acme | undefined, secrets: WrittenSecrets): Synthesized {
  const database = owner ? instanceOf(of, owner) : sharedInstance(of);
  return synthesizeConstruct(of, (scope) => {
    const instance = new PostgresInstance(scope, "instance", {
      environment: of,
      database,
      network,
      subnetGroupName: "subnets",
      monitoringRoleArn: "arn:aws:iam::111122223333:role/monitoring",
      eventTopicArn: "arn:aws:sns:eu-west-1:111122223333:test-database-events",
    });
    new CredentialsFunction(scope, "credentials", {
      environment: of,
      database,
      instance,
      network,
      secretsManagerClientSecurityGroupId: "sg-secrets-manager-clients",
      secrets,
      alarmTopicArn: "arn:topic",
      reservedConcurrency: 5,
    });
  });
}

const exact = {
  secretArns: ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme-abcdef"],
  keyArns: ["arn:aws:kms:eu-west-1:111122223333:key/acme"],
};
const shared = build(undefined, secretsOf(of));
const dedicated = build(acme, exact);

/** What a construct's own code may do, apart from what Lambda needs around it. */
const permissions = (stack: Synthesized) => {
  const policy = stack.resource("aws_iam_role_policy", "credentials").policy;
  const sids = [
    "ReadMasterPassword",
    "DecryptMasterPassword",
    "WriteOrganizationSecrets",
    "EncryptOrganizationSecrets",
  ];
  return stack
    .statements(policy)
    .filter(
      ({ sid, actions }) =>
        sids.includes(sid) || actions.some((action: string) => /^(secretsmanager|rds)/.test(action)),
    );
};

const viaSecretsManager = {
  test: "StringEquals",
  variable: "kms:ViaService",
  values: ["secretsmanager.eu-west-1.amazonaws.com"],
};
const forSecrets = (values: unknown) => ({
  test: "StringLike",
  variable: "kms:EncryptionContext:SecretARN",
  values,
});
const masterSecret = expect.stringMatching(
  /^\$\{aws_db_instance\.instance_\w+\.master_user_secret\[0\]\.secret_arn\}$/,
);
const masterKey = expect.stringMatching(/^\$\{aws_kms_key\.instance_keys_master-secret_\w+\.arn\}$/);

const masterLogin = expect.stringMatching(
  /^arn:aws:rds-db:eu-west-1:111122223333:dbuser:\$\{aws_db_instance\.instance_\w+\.resource_id\}\/platform_master$/,
);

const expected = ({ secretArns, keyArns, condition }: WrittenSecrets) => [
  { sid: "ReadMasterPassword", actions: ["secretsmanager:GetSecretValue"], resources: [masterSecret] },
  {
    sid: "DecryptMasterPassword",
    actions: ["kms:Decrypt"],
    resources: [masterKey],
    condition: [viaSecretsManager, forSecrets([masterSecret])],
  },
  { sid: "LogInAsMaster", actions: ["rds-db:connect"], resources: [masterLogin] },
  {
    sid: "WriteOrganizationSecrets",
    actions: [
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
      "secretsmanager:PutSecretValue",
      "secretsmanager:UpdateSecretVersionStage",
    ],
    resources: secretArns,
    ...(condition && { condition }),
  },
  {
    sid: "EncryptOrganizationSecrets",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: keyArns,
    condition: [viaSecretsManager, forSecrets(secretArns)],
  },
];

describe("the function's code", () => {
  test("for the shared instance has exactly these permissions, by name and tag of the environment", () => {
    const secrets = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:*-test-";
    expect(permissions(shared)).toEqual(
      expected({
        secretArns: [`${secrets}database-credentials-??????`, `${secrets}*-encryption-key-??????`],
        keyArns: ["arn:aws:kms:eu-west-1:111122223333:key/*"],
        condition: [{ test: "StringEquals", variable: "aws:ResourceTag/Environment", values: ["test"] }],
      }),
    );
  });

  test("for an organization's own instance has exactly these permissions, on its secrets", () => {
    expect(permissions(dedicated)).toEqual(expected(exact));
  });

  test.each([
    ["the shared instance", shared, "test-database-credentials"],
    ["an instance of an organization's own", dedicated, "test-credentials-acme"],
  ])("of %s has the one name that the master password's key allows", (_, stack, name) => {
    expect(stack.resource("aws_lambda_function").function_name).toBe(name);
    expect(stack.resource("aws_iam_role").name).toBe(name);
    const [, key] = Object.entries(stack.resources("aws_kms_key")).find(([id]) =>
      id.includes("master-secret"),
    ) as [string, { policy: string }];
    const readers = stack
      .statements(key.policy)
      .filter(({ sid }) => sid === "ReadMasterPasswordAsCredentialsFunction")
      .flatMap(({ condition }) =>
        condition.filter(({ variable }: { variable: string }) => variable === "aws:PrincipalArn"),
      );
    expect(readers).toEqual([
      {
        test: "ArnEquals",
        variable: "aws:PrincipalArn",
        values: [`arn:aws:iam::111122223333:role/${name}`],
      },
    ]);
  });

  test("receives names and ARNs, and no secret", () => {
    expect(shared.resource("aws_lambda_function").environment.variables).toEqual({
      ENVIRONMENT_NAME: "test",
      DATABASE_HOST: expect.stringMatching(/^\$\{aws_db_instance\.instance_\w+\.address\}$/),
      CLIENT_HOST: expect.stringMatching(/^\$\{aws_db_instance\.instance_\w+\.address\}$/),
      DATABASE_PORT: "5432",
      MASTER_SECRET_ARN: masterSecret,
      SHARED_DATABASE_NAME: "organizations",
      AWS_ENDPOINT_URL_SECRETS_MANAGER: "https://vpce-1.secretsmanager.eu-west-1.vpce.amazonaws.com",
      NODE_OPTIONS: "--enable-source-maps",
    });
  });

  test("has a timeout longer than operations that wait for each other on the instance", () => {
    expect(shared.resource("aws_lambda_function")).toMatchObject({
      timeout: 180,
      memory_size: 256,
      reserved_concurrent_executions: 5,
    });
  });
});

describe("the function's network", () => {
  const rules = (direction: string) =>
    Object.values(shared.resources(`aws_vpc_security_group_${direction}_rule`)).map(
      ({ "//": _, description: __, ...rule }) => rule,
    );
  const groups = Object.entries(shared.resources("aws_security_group"));
  const idOf = (name: string) => `\${aws_security_group.${groups.find(([, g]) => g.name === name)?.[0]}.id}`;
  const own = idOf("test-database-credentials");
  const connection = {
    referenced_security_group_id: idOf("test-shared-instance"),
    security_group_id: own,
    ip_protocol: "tcp",
    from_port: 5432,
    to_port: 5432,
  };

  test("is in the private subnets of the database, with its own group and that of Secrets Manager's clients", () => {
    expect(shared.resource("aws_lambda_function").vpc_config).toEqual({
      subnet_ids: ["subnet-5", "subnet-6"],
      security_group_ids: [own, "sg-secrets-manager-clients"],
    });
    expect(groups.find(([, { name }]) => name === "test-database-credentials")?.[1].vpc_id).toBe("vpc-2");
  });

  test("its group sends to the instance and nowhere else, and accepts nothing", () => {
    expect(rules("egress").filter((rule) => rule.security_group_id === own)).toEqual([connection]);
    expect(rules("ingress").filter((rule) => rule.security_group_id === own)).toEqual([]);
    expect(rules("ingress").filter((rule) => rule.referenced_security_group_id === own)).toEqual([
      {
        ...connection,
        security_group_id: connection.referenced_security_group_id,
        referenced_security_group_id: own,
      },
    ]);
  });
});

describe("the function's invokers", () => {
  test("are Secrets Manager of this account, the schedule, and no other principal", () => {
    const permissionsOf = Object.values(shared.resources("aws_lambda_permission")).map(
      ({ "//": _, function_name: __, ...permission }) => permission,
    );
    const [rule] = Object.keys(shared.resources("aws_cloudwatch_event_rule"));
    expect(permissionsOf).toHaveLength(2);
    expect(permissionsOf).toEqual(
      expect.arrayContaining([
        {
          statement_id: "rotation",
          action: "lambda:InvokeFunction",
          principal: "secretsmanager.amazonaws.com",
          source_account: "111122223333",
        },
        {
          statement_id: "age",
          action: "lambda:InvokeFunction",
          principal: "events.amazonaws.com",
          source_arn: `\${aws_cloudwatch_event_rule.${rule}.arn}`,
        },
      ]),
    );
  });
});

describe("the age of credentials", () => {
  const alarm = shared.resource("aws_cloudwatch_metric_alarm", "credentials_age");

  test("is checked twice a day", () => {
    const [id] = Object.keys(shared.resources("aws_cloudwatch_event_rule"));
    expect(shared.resource("aws_cloudwatch_event_rule").schedule_expression).toBe("rate(12 hours)");
    expect(shared.resource("aws_cloudwatch_event_target")).toMatchObject({
      rule: `\${aws_cloudwatch_event_rule.${id}.name}`,
      arn: expect.stringMatching(/^\$\{aws_lambda_function\..+\.arn\}$/),
      input: '${jsonencode({"check" = "credential-age"})}',
    });
  });

  test("raises an alarm when it is too high, and when no check ran", () => {
    expect(alarm).toMatchObject({
      namespace: "DatabaseCredentials",
      metric_name: "OverdueCredentials",
      dimensions: { FunctionName: "test-database-credentials" },
      statistic: "Maximum",
      threshold: 1,
      comparison_operator: "GreaterThanOrEqualToThreshold",
      treat_missing_data: "missing",
      alarm_actions: ["arn:topic"],
      insufficient_data_actions: ["arn:topic"],
    });
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    expect(alarm.period * alarm.evaluation_periods).toBeLessThanOrEqual(7 * 24 * 60 * 60);
  });

  test("and every other alarm has a name that the topic's policy allows", () => {
    const alarms = Object.entries(shared.resources("aws_cloudwatch_metric_alarm"))
      .filter(([name]) => name.startsWith("credentials_"))
      .map(([, alarm]) => alarm);
    expect(alarms).toHaveLength(6);
    for (const { alarm_name, alarm_actions } of atLeastOne(alarms)) {
      expect(alarm_name).toMatch(/^test-database-credentials-/);
      expect(alarm_actions).toEqual(["arn:topic"]);
    }
  });
});

test("names fit for the longest names of environment and organization", () => {
  const long = { ...of, name: "e".repeat(16) };
  const owner = { ...acme, name: "o".repeat(30) };
  const stack = synthesizeConstruct(long, (scope) => {
    const instance = {
      instanceSecurityGroupId: "sg-1",
      masterSecretArn: "arn:1",
      masterSecretKeyArn: "arn:2",
      address: "host",
      clientEnd: { address: "host" },
    } as PostgresInstance;
    new CredentialsFunction(scope, "credentials", {
      environment: long,
      database: instanceOf(long, owner),
      instance,
      network,
      secretsManagerClientSecurityGroupId: "sg-2",
      secrets: exact,
      alarmTopicArn: "arn:topic",
      reservedConcurrency: 1,
    });
  });
  expect(stack.resource("aws_iam_role").name.length).toBeLessThanOrEqual(64);
  expect(stack.resource("aws_lambda_function").function_name.length).toBeLessThanOrEqual(64);
  expect(stack.resource("aws_cloudwatch_event_rule").name.length).toBeLessThanOrEqual(64);
});
