import { sharedInstance } from "../../src/config/instances";
import type { DatabaseSettings } from "../../src/config/model";
import { PostgresInstance } from "../../src/database/postgres-instance";
import { atLeastOne } from "../support/at-least-one";
import { environment } from "../support/fixtures";
import { type Synthesized, synthesizeConstruct } from "../support/synthesize";

const env = environment();
const network = {
  clusterVpcId: "vpc-1",
  clusterPrivateSubnetIds: ["subnet-1", "subnet-2"],
  databaseVpcId: "vpc-1",
  databasePrivateSubnetIds: ["subnet-5", "subnet-6"],
};

function instanceWith(settings: Partial<DatabaseSettings> = {}): Synthesized {
  const shared = sharedInstance(env);
  return synthesizeConstruct(env, (scope) => {
    new PostgresInstance(scope, "instance", {
      environment: env,
      database: { ...shared, settings: { ...shared.settings, ...settings } },
      network,
      subnetGroupName: "test-database",
      monitoringRoleArn: "arn:aws:iam::111122223333:role/monitoring",
      eventTopicArn: "arn:aws:sns:eu-west-1:111122223333:t",
    });
  });
}

const stack = instanceWith();
const instance = stack.resource("aws_db_instance");
const keyNamed = (part: string) =>
  `\${aws_kms_key.${Object.keys(stack.resources("aws_kms_key")).find((name) => name.includes(part))}.arn}`;

describe("PostgresInstance", () => {
  test("runs PostgreSQL of the configured major version; AWS chooses the minor version", () => {
    expect(instance).toMatchObject({
      engine: "postgres",
      engine_version: "17",
      auto_minor_version_upgrade: true,
      allow_major_version_upgrade: true,
      instance_class: "db.m7g.large",
    });
  });

  test("stays on a configured minor version until config changes it", () => {
    expect(instanceWith({ version: "17.9" }).resource("aws_db_instance")).toMatchObject({
      engine_version: "17.9",
      auto_minor_version_upgrade: false,
    });
  });

  test.each([
    [false, "open-source-rds-extended-support-disabled"],
    [true, "open-source-rds-extended-support"],
  ])("pays for Extended Support only where config says so: %s", (extendedSupport, words) => {
    const made = instanceWith({ extendedSupport }).resource("aws_db_instance");
    expect(made.engine_lifecycle_support).toBe(words);
    expect(made.lifecycle.ignore_changes).toContain("engine_lifecycle_support");
  });

  test("has timeouts of hours for a restore or a major upgrade", () => {
    expect(instance.timeouts).toEqual({ create: "5h", update: "5h" });
  });

  test("is in the private subnets, never public, on the database port", () => {
    expect(instance).toMatchObject({
      db_subnet_group_name: "test-database",
      publicly_accessible: false,
      network_type: "IPV4",
      port: 5432,
    });
  });

  test("has two zones by default and one where config says so", () => {
    expect(instance.multi_az).toBe(true);
    expect(instanceWith({ multiAz: false }).resource("aws_db_instance").multi_az).toBe(false);
  });

  test("encrypts storage and performance data with its data key, the master password with another", () => {
    expect(stack.count("aws_kms_key")).toBe(2);
    expect(instance).toMatchObject({
      storage_encrypted: true,
      kms_key_id: keyNamed("data"),
      performance_insights_enabled: true,
      performance_insights_kms_key_id: keyNamed("data"),
      master_user_secret_kms_key_id: keyNamed("master-secret"),
    });
  });

  test("grows gp3 storage up to the configured limit", () => {
    expect(instance).toMatchObject({
      storage_type: "gp3",
      allocated_storage: 50,
      max_allocated_storage: 200,
    });
  });

  test("lets RDS manage the master password", () => {
    expect(instance.manage_master_user_password).toBe(true);
    expect(Object.keys(instance).filter((key) => /^password/.test(key))).toEqual([]);
  });

  test("has a master user name that AWS accepts and attackers do not try first", () => {
    expect(["postgres", "admin", "root", "master", "rdsadmin"]).not.toContain(instance.username);
    expect(instance.username).toMatch(/^(?!pg_|rds)[a-z][a-z0-9_]{0,62}$/);
  });

  test("accepts IAM logins", () => {
    expect(instance.iam_database_authentication_enabled).toBe(true);
  });

  test("presents a certificate of the current authority", () => {
    expect(instance.ca_cert_identifier).toBe("rds-ca-rsa2048-g1");
  });

  test("keeps backups for the configured days, also after its deletion", () => {
    expect(instance).toMatchObject({
      backup_retention_period: 14,
      copy_tags_to_snapshot: true,
      delete_automated_backups: false,
    });
    expect(instanceWith({ backupRetentionDays: 1 }).resource("aws_db_instance").backup_retention_period).toBe(
      1,
    );
  });

  test("is protected from deletion unless config says otherwise", () => {
    expect(instance.deletion_protection).toBe(true);
    expect(instanceWith({ deletionProtection: false }).resource("aws_db_instance").deletion_protection).toBe(
      false,
    );
  });

  test.each([true, false])("takes a final snapshot of a fixed, valid name (deletion protection %s)", (on) => {
    const { skip_final_snapshot, final_snapshot_identifier } = instanceWith({
      deletionProtection: on,
    }).resource("aws_db_instance");
    expect(skip_final_snapshot).toBe(false);
    expect(final_snapshot_identifier).toBe("test-shared-final");
    // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html
    expect(final_snapshot_identifier).toMatch(/^[a-z](-?[a-z0-9])*$/i);
  });

  test("has separate windows for changes and backups", () => {
    expect(instance).toMatchObject({
      apply_immediately: false,
      backup_window: "02:00-03:00",
      maintenance_window: "sun:03:30-sun:04:30",
    });
  });

  test("restarts for a change during the apply if config says so", () => {
    const { apply_immediately } = instanceWith({ applyImmediately: true }).resource("aws_db_instance");
    expect(apply_immediately).toBe(true);
  });

  test("is created from a configured snapshot, and never replaced for another one or for none", () => {
    const restored = instanceWith({ restoreFrom: "test-shared-final" }).resource("aws_db_instance");
    expect(restored.snapshot_identifier).toBe("test-shared-final");
    expect(restored.lifecycle.ignore_changes).toContain("snapshot_identifier");
    // Autoscaling may have made the snapshot larger than config says, and AWS makes no volume smaller.
    expect(restored.allocated_storage).toBeUndefined();
    expect(instance.snapshot_identifier).toBeUndefined();
    const { snapshot_identifier: _, lifecycle: __, ...rest } = restored;
    const { allocated_storage: ___, lifecycle: ____, ...made } = instance;
    expect(rest).toEqual(made);
  });

  test("has enhanced monitoring each minute, and Database Insights for a week", () => {
    expect(instance).toMatchObject({
      monitoring_interval: 60,
      monitoring_role_arn: "arn:aws:iam::111122223333:role/monitoring",
      database_insights_mode: "standard",
      performance_insights_retention_period: 7,
    });
  });

  test("reports its own events, and no other's, to a topic", () => {
    const subscription = stack.resource("aws_db_event_subscription");
    expect(subscription).toMatchObject({
      name: "test-shared-events",
      sns_topic: "arn:aws:sns:eu-west-1:111122223333:t",
      source_type: "db-instance",
      source_ids: [expect.stringMatching(/^\$\{aws_db_instance\..+\.identifier\}$/)],
    });
    expect(subscription.event_categories).toEqual(
      expect.arrayContaining([
        "failover",
        "failure",
        "low storage",
        "maintenance",
        "availability",
        "deletion",
      ]),
    );
  });
});

describe("logs of an instance", () => {
  const groups = Object.entries(stack.resources("aws_cloudwatch_log_group"));

  test("are exported to log groups that exist before the instance", () => {
    expect(groups.map(([, group]) => group.name).sort()).toEqual(
      instance.enabled_cloudwatch_logs_exports
        .map((log: string) => `/aws/rds/instance/test-shared/${log}`)
        .sort(),
    );
    expect(instance.enabled_cloudwatch_logs_exports).toEqual(["postgresql", "upgrade", "iam-db-auth-error"]);
    expect(instance.depends_on).toEqual(
      expect.arrayContaining(groups.map(([name]) => `aws_cloudwatch_log_group.${name}`)),
    );
  });

  test("are encrypted with the data key and kept for the configured days", () => {
    expect(groups).toHaveLength(3);
    for (const [, group] of atLeastOne(groups)) {
      expect(group).toMatchObject({ kms_key_id: keyNamed("data"), retention_in_days: 90 });
    }
  });
});

describe("keys of an instance", () => {
  const statementsOf = (part: string) => {
    const [key] = Object.entries(stack.resources("aws_kms_key")).filter(([name]) => name.includes(part));
    return stack.statements(key?.[1].policy);
  };

  test("the data key serves RDS and the instance's log groups", () => {
    const statements = statementsOf("data");
    expect(statements.map(({ sid }) => sid)).toEqual([
      "AdministerKey",
      "UseThroughRDS",
      "GrantToRDS",
      "EncryptLogs",
      "UseThroughLogs",
    ]);
    const groups = statements[3].condition.flatMap(({ values }: { values: string[] }) => values);
    expect(groups).toEqual(
      ["postgresql", "upgrade", "iam-db-auth-error"].map(
        (log) => `arn:aws:logs:eu-west-1:111122223333:log-group:/aws/rds/instance/test-shared/${log}`,
      ),
    );
  });

  test("allow the credentials function only to read the master password, which RDS rotates under a grant", () => {
    const statements = statementsOf("master-secret");
    expect(statements.map(({ sid }) => sid)).toEqual([
      "AdministerKey",
      "ReadMasterPasswordAsCredentialsFunction",
      "StoreMasterPassword",
      "GrantToRDSThroughSecretsManager",
      "ValidateKeyForNewSecret",
      "UseThroughRDS",
      "GrantToRDS",
    ]);
    const decrypts = statements.filter(
      ({ actions, condition }) =>
        actions.includes("kms:Decrypt") &&
        JSON.stringify(condition).includes("secretsmanager.eu-west-1.amazonaws.com"),
    );
    expect(decrypts.map(({ condition }) => condition[0])).toEqual([
      {
        test: "ArnEquals",
        variable: "aws:PrincipalArn",
        values: ["arn:aws:iam::111122223333:role/test-database-credentials"],
      },
      {
        test: "StringEquals",
        variable: "kms:EncryptionContext:SecretVersionId",
        values: ["RequestToValidateKeyAccess"],
      },
    ]);
  });
});

describe("access to an instance", () => {
  const groups = Object.keys(stack.resources("aws_security_group"));
  const id = (part: string) =>
    `\${aws_security_group.${groups.find((name) => name.includes(`_${part}_`))}.id}`;
  const rule = (from: string, to: string) => ({
    security_group_id: id(from),
    referenced_security_group_id: id(to),
    ip_protocol: "tcp",
    from_port: 5432,
    to_port: 5432,
    description: "PostgreSQL from holders of the client group to test-shared",
  });
  const rules = (type: string) =>
    Object.values(stack.resources(type)).map(({ "//": _, ...attributes }) => attributes);

  test("has a client group and an instance group", () => {
    expect(Object.values(stack.resources("aws_security_group")).map(({ name }) => name)).toEqual([
      "test-shared-client",
      "test-shared-instance",
    ]);
  });

  test("is through the instance group, the only one of the instance", () => {
    expect(instance.vpc_security_group_ids).toEqual([id("instance")]);
  });

  test("is for members of the client group only, on the database port", () => {
    expect(rules("aws_vpc_security_group_ingress_rule")).toEqual([rule("instance", "client")]);
  });

  test("is all that the client group may reach; the instance sends nothing", () => {
    expect(rules("aws_vpc_security_group_egress_rule")).toEqual([rule("client", "instance")]);
  });

  test("has every rule as a resource of its own, with a description that AWS accepts", () => {
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
    for (const group of Object.values(stack.resources("aws_security_group"))) {
      expect(group.ingress).toBeUndefined();
      expect(group.egress).toBeUndefined();
      expect(group.description).toMatch(/^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
    }
  });
});
