import { set } from "../../support/edits";
import type { Synthesis } from "../../support/mutations";
import { rule, type Weakening } from "../mutation";

const instance = (attributes: Record<string, unknown>) => set("database", "aws_db_instance", "", attributes);
const forceSsl = (json: Synthesis) =>
  json
    .one("database", "aws_db_parameter_group")
    .parameter.find(({ name }: { name: string }) => name === "rds.force_ssl");
const tls = rule("Databases refuse connections without TLS");

/** The instances and what they keep. */
export const data: Weakening[] = [
  [
    "connections without TLS",
    (json) => {
      forceSsl(json).value = "0";
    },
    tls,
  ],
  [
    "TLS left to the version's default",
    (json) => {
      forceSsl(json).name = "log_connections";
    },
    tls,
  ],
  ["another parameter group", instance({ parameter_group_name: "default.postgres17" }), tls],
  [
    "unencrypted storage",
    set("org-hooli", "aws_db_instance", "", { storage_encrypted: false }),
    rule("Databases are encrypted with their own key"),
    /test-org-hooli\/aws_db_instance/,
  ],
  [
    "an AWS managed key",
    instance({ kms_key_id: undefined }),
    rule("Databases are encrypted with their own key"),
  ],
  [
    "no login by IAM",
    instance({ iam_database_authentication_enabled: false }),
    rule("Databases accept logins by IAM"),
  ],
  [
    "no backups",
    instance({ backup_retention_period: 0 }),
    rule("Databases have automated backups and a final snapshot, and the backups are kept"),
  ],
  [
    "no final snapshot",
    instance({ skip_final_snapshot: true }),
    rule("Databases have automated backups and a final snapshot, and the backups are kept"),
  ],
  [
    "a database without deletion protection",
    instance({ deletion_protection: false }),
    rule("Databases for which config sets deletion protection have it"),
  ],
  [
    "an instance without prevent_destroy",
    instance({ lifecycle: { ignore_changes: ["engine_lifecycle_support"] } }),
    rule("Stacks for which config sets deletion protection refuse plans that would destroy them"),
  ],
  [
    "a stack without prevent_destroy",
    (json) => {
      for (const one of Object.values<{ lifecycle?: object }>(
        json.json("platform").resource.kubernetes_manifest,
      ))
        delete one.lifecycle;
    },
    rule("Stacks for which config sets deletion protection refuse plans that would destroy them"),
  ],
  [
    "a master password in the JSON",
    instance({ password: "hunter2", manage_master_user_password: undefined }),
    rule("The Terraform JSON contains no credentials"),
    rule("RDS generates and stores master passwords"),
  ],
  [
    "the master password under an AWS managed key",
    instance({ master_user_secret_kms_key_id: undefined }),
    rule("RDS generates and stores master passwords"),
    /credentials: .*may (not be able to )?(read|write) master password of test-shared/,
  ],
  [
    "a value of a secret in the state",
    (json) =>
      json.add("org-acme", "aws_secretsmanager_secret_version", "mutant", {
        secret_id: json.id("org-acme", "aws_secretsmanager_secret", "secrets_credentials"),
      }),
    rule("No resource of Terraform holds the value of a secret"),
  ],
  [
    "a database that is not declared",
    (json) =>
      json.add("database", "aws_db_instance", "mutant", {
        ...json.one("database", "aws_db_instance"),
        identifier: "test-copy",
      }),
    /network: test-copy is a database that config does not declare/,
    /network: function test-database-credentials reaches test-copy, which config does not allow/,
  ],
  [
    "a removed database",
    (json) => json.remove("org-initech", "aws_db_instance", ""),
    /config: test-org-initech has no database instance, and config declares one/,
  ],
];
