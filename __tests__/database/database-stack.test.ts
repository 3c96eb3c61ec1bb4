import { instanceOf } from "../../src/config/instances";
import type { Environment } from "../../src/config/model";
import { PostgresInstance } from "../../src/database/postgres-instance";
import { DatabaseStack } from "../../src/stacks/database-stack";
import { EnvironmentStack } from "../../src/stacks/environment-stack";
import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";
import { policiesIn, statementsOf } from "../support/policies";
import { standInNetwork } from "../support/stand-ins";
import { type Synthesized, synthesize } from "../support/synthesize";

const network = {
  clusterVpcId: "vpc-1",
  clusterPrivateSubnetIds: ["subnet-1", "subnet-2"],
  databaseVpcId: "vpc-1",
  databasePrivateSubnetIds: ["subnet-5", "subnet-6"],
};

/** Stands for an organization's stack with an instance of its own. */
class Dedicated extends EnvironmentStack {}

const production = environment({ state: { backend: "s3", bucket: "example-terraform-state" } });
const development = environment({
  database: {
    instanceClass: "db.t4g.medium",
    multiAz: false,
    storageGiB: 20,
    maxStorageGiB: 50,
    backupRetentionDays: 1,
    logRetentionDays: 7,
    deletionProtection: false,
  },
});

function stacks(of: Environment): { shared: Synthesized; dedicated: Synthesized } {
  const all = synthesize((app) => {
    const database = new DatabaseStack(app, of, standInNetwork(app, of));
    const stack = new Dedicated(app, of, "org-acme");
    const { subnetGroupName, monitoringRoleArn, eventTopicArn } = database.exports.readBy(stack);
    new PostgresInstance(stack, "instance", {
      environment: of,
      database: instanceOf(of, organization("acme", { isolation: "instance" })),
      network,
      subnetGroupName,
      monitoringRoleArn,
      eventTopicArn,
    });
  });
  return {
    shared: all.get("test-database") as Synthesized,
    dedicated: all.get("test-org-acme") as Synthesized,
  };
}

describe.each([
  ["production", production],
  ["development", development],
])("DatabaseStack in %s", (_, settings) => {
  const { shared } = stacks(settings);
  const instance = shared.resource("aws_db_instance");

  test("contains one instance with a database for schemas", () => {
    expect(instance).toMatchObject({ identifier: "test-shared", db_name: "organizations" });
  });

  test("applies every configured setting of the instance", () => {
    const { database } = settings;
    expect(instance).toMatchObject({
      engine_version: database.version,
      instance_class: database.instanceClass,
      multi_az: database.multiAz,
      allocated_storage: database.storageGiB,
      max_allocated_storage: database.maxStorageGiB,
      backup_retention_period: database.backupRetentionDays,
      deletion_protection: database.deletionProtection,
    });
  });

  test("puts the instance on both private database subnets", () => {
    const subnets = shared.resource("aws_db_subnet_group");
    expect(subnets.subnet_ids).toMatch(/\.outputs\.database_private_subnet_ids\}$/);
    expect(instance.db_subnet_group_name).toMatch(/^\$\{aws_db_subnet_group\..+\.name\}$/);
  });

  test("encrypts every log group, topic and instance with a key of its own", () => {
    const ownKey = /^\$\{aws_kms_key\..+\.arn\}$/;
    const groups = Object.values(shared.resources("aws_cloudwatch_log_group"));
    expect(groups).toHaveLength(4);
    for (const group of atLeastOne(groups)) expect(group.kms_key_id).toMatch(ownKey);
    expect(shared.resource("aws_sns_topic").kms_master_key_id).toMatch(ownKey);
    expect(instance.kms_key_id).toMatch(ownKey);
  });

  test("creates the instance's group in the VPC of the database, and the client group in the cluster's", () => {
    const places = Object.values(shared.resources("aws_security_group")).map(({ name, vpc_id }) => [
      name,
      /\.outputs\.(\w+)\}$/.exec(vpc_id)?.[1],
    ]);
    expect(places.sort()).toEqual([
      ["test-database-credentials", "database_vpc_id"],
      ["test-secrets-manager-clients", "database_vpc_id"],
      ["test-shared-client", "cluster_vpc_id"],
      ["test-shared-instance", "database_vpc_id"],
    ]);
  });

  test("reports the events of the shared instance", () => {
    expect(shared.resource("aws_db_event_subscription")).toMatchObject({
      name: "test-shared-events",
      sns_topic: expect.stringMatching(/^\$\{aws_sns_topic\..+\.arn\}$/),
    });
  });

  test("rotates every key", () => {
    const keys = Object.values(shared.resources("aws_kms_key"));
    expect(keys).toHaveLength(4);
    for (const key of atLeastOne(keys)) expect(key).toMatchObject({ enable_key_rotation: true });
  });
});

describe("policies of DatabaseStack", () => {
  const { shared } = stacks(production);
  // Those of the function are the business of its own tests.
  const statements = policiesIn(shared.json)
    .filter(({ name }) => !name.startsWith("credentials_"))
    .flatMap(({ text }) => statementsOf(text));

  test("name every principal", () => {
    const identifiers = statements.flatMap(({ principals }) =>
      (principals ?? []).flatMap((principal) => principal.identifiers),
    );
    expect(new Set(identifiers)).toEqual(
      new Set([
        "arn:aws:iam::111122223333:root",
        "logs.eu-west-1.amazonaws.com",
        "cloudwatch.amazonaws.com",
        "events.rds.amazonaws.com",
        "monitoring.rds.amazonaws.com",
      ]),
    );
  });

  test("never allow all actions of a service", () => {
    const actions = statements.flatMap(({ actions = [] }) => actions);
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => /^(\*|\w+:\*)$/.test(action))).toEqual([]);
  });

  test("have a condition in every statement but those about key administration", () => {
    const unconditional = statements.filter(({ condition }) => !condition?.length).map(({ sid }) => sid);
    expect(new Set(unconditional)).toEqual(new Set(["AdministerKey"]));
  });

  test("allow publishing to RDS and CloudWatch only, for this account's instances and this environment's alarms", () => {
    const publish = (sid: string, principal: string, source: string) => ({
      sid,
      principals: [{ type: "Service", identifiers: [principal] }],
      actions: ["sns:Publish"],
      resources: ["arn:aws:sns:eu-west-1:111122223333:test-database-events"],
      condition: [
        { test: "StringEquals", variable: "aws:SourceAccount", values: ["111122223333"] },
        { test: "ArnLike", variable: "aws:SourceArn", values: [`arn:aws:${source}:test-*`] },
      ],
    });
    expect(shared.statements(shared.resource("aws_sns_topic").policy)).toEqual([
      publish("PublishInstanceEvents", "events.rds.amazonaws.com", "rds:eu-west-1:111122223333:db"),
      publish("PublishAlarms", "cloudwatch.amazonaws.com", "cloudwatch:eu-west-1:111122223333:alarm"),
    ]);
    expect(shared.count("aws_sns_topic_policy")).toBe(0);
  });

  test("let both encrypt messages to that topic only", () => {
    const [key] = Object.entries(shared.resources("aws_kms_key")).filter(([name]) =>
      name.startsWith("events"),
    );
    const publish = shared.statements(key?.[1].policy).find(({ sid }) => sid === "PublishToTopic");
    expect(publish.principals).toEqual([
      { type: "Service", identifiers: ["events.rds.amazonaws.com", "cloudwatch.amazonaws.com"] },
    ]);
    expect(publish.condition).toContainEqual({
      test: "StringEquals",
      variable: "kms:EncryptionContext:aws:sns:topicArn",
      values: ["arn:aws:sns:eu-west-1:111122223333:test-database-events"],
    });
  });

  test("let only enhanced monitoring of this environment's instances assume the monitoring role", () => {
    const role = shared.resource("aws_iam_role", "monitoring");
    const [trust, ...others] = shared.statements(role.assume_role_policy);
    expect(others).toEqual([]);
    expect(trust).toMatchObject({
      actions: ["sts:AssumeRole"],
      principals: [{ type: "Service", identifiers: ["monitoring.rds.amazonaws.com"] }],
      condition: [
        { variable: "aws:SourceAccount", values: ["111122223333"] },
        { variable: "aws:SourceArn", values: ["arn:aws:rds:eu-west-1:111122223333:db:test-*"] },
      ],
    });
    expect(shared.resource("aws_iam_role_policy_attachment").policy_arn).toBe(
      "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    );
  });

  test("exist before RDS checks the monitoring role", () => {
    const [attachment] = Object.keys(shared.resources("aws_iam_role_policy_attachment"));
    expect(shared.resource("aws_db_instance").depends_on).toContain(
      `aws_iam_role_policy_attachment.${attachment}`,
    );
  });
});

describe("secrets and DatabaseStack", () => {
  const { shared, dedicated } = stacks(production);

  test.each([shared, dedicated])("Terraform receives no password ($name)", ({ json }) => {
    const keys: string[] = [];
    JSON.stringify(json, (key, value) => {
      keys.push(key);
      return value;
    });
    const aboutPasswords = keys.filter((key) => /password|secret_string/.test(key));
    expect(aboutPasswords).toEqual(["manage_master_user_password"]);
  });

  test("outputs are names, ids and ARNs, none of them sensitive", () => {
    expect(Object.keys(shared.json.output).sort()).toEqual([
      "address",
      "client_address",
      "client_resource_id",
      "client_security_group_id",
      "credentials_function_arn",
      "credentials_function_name",
      "event_topic_arn",
      "instance_arn",
      "instance_identifier",
      "instance_resource_id",
      "master_secret_arn",
      "master_secret_key_arn",
      "monitoring_role_arn",
      "secrets_manager_client_security_group_id",
      "subnet_group_name",
    ]);
    for (const output of atLeastOne(Object.values(shared.json.output)))
      expect(output).not.toHaveProperty("sensitive");
  });
});

describe("an instance of an organization's own", () => {
  const { shared, dedicated } = stacks(production);
  const names = (stack: Synthesized) =>
    Object.values(stack.json.resource as Record<string, Record<string, Record<string, unknown>>>)
      .flatMap((byName) => Object.values(byName))
      .flatMap((resource) => [resource.name, resource.identifier, resource.final_snapshot_identifier])
      .filter((name): name is string => typeof name === "string");

  test("has a client group, keys and logs of its own, under names of its own", () => {
    expect(dedicated.count("aws_security_group")).toBe(2);
    expect(dedicated.count("aws_kms_key")).toBe(2);
    expect(dedicated.count("aws_cloudwatch_log_group")).toBe(3);
    expect(names(dedicated).length).toBeGreaterThan(10);
    expect(names(dedicated).filter((name) => names(shared).includes(name))).toEqual([]);
  });

  test("has the environment's prefix, as the policies of topic and monitoring role expect", () => {
    expect(dedicated.resource("aws_db_instance").identifier).toBe("test-org-acme");
  });

  test("reports its events to the environment's topic by a subscription of its own", () => {
    expect(dedicated.resource("aws_db_event_subscription")).toMatchObject({
      name: "test-org-acme-events",
      sns_topic: expect.stringMatching(/\.outputs\.event_topic_arn\}$/),
    });
  });

  test("changes nothing in the shared stack", () => {
    const without = synthesize((app) => {
      new DatabaseStack(app, production, standInNetwork(app, production));
    });
    expect(shared.text).toBe(without.get("test-database")?.text);
  });
});
