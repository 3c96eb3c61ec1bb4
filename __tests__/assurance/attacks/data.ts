// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import type { Weakening } from "../mutations/mutation";
import { set } from "../support/edits";
import type { Synthesis } from "../support/mutations";

const instance = (attributes: Record<string, unknown>) =>
  set("database", "aws_db_instance", "instance", attributes);
const parameter = (name: string, value: string) => (json: Synthesis) => {
  const list = json.one("database", "aws_db_parameter_group", "instance").parameter as {
    name: string;
    value: string;
  }[];
  const found = list.find((one) => one.name === name);
  if (found) found.value = value;
  else list.push({ name, value });
};
const readName = (json: Synthesis) => json.id("database", "aws_db_instance", "instance", "identifier");

/** The instance: copies and exports of its data, and settings that open it. */
export const data: readonly Weakening[] = [
  [
    "a read replica of the instance",
    (json) =>
      json.add("database", "aws_db_instance", "mutant", {
        replicate_source_db: readName(json),
        instance_class: "db.t4g.medium",
        vpc_security_group_ids: [],
        publicly_accessible: true,
      }),
    /mutant/,
  ],
  [
    "a point-in-time copy of the instance",
    (json) =>
      json.add("database", "aws_db_instance", "mutant", {
        restore_to_point_in_time: [
          { source_db_instance_identifier: readName(json), use_latest_restorable_time: true },
        ],
        instance_class: "db.t4g.medium",
      }),
    /mutant/,
  ],
  [
    "an instance restored from a snapshot",
    (json) =>
      json.add("database", "aws_db_instance", "mutant", {
        snapshot_identifier: "test-shared-final",
        instance_class: "db.t4g.medium",
      }),
    /mutant/,
  ],
  [
    "the instance is restored from a foreign snapshot",
    instance({ snapshot_identifier: "arn:aws:rds:eu-west-1:999988887777:snapshot:x" }),
    /instance/,
  ],
  [
    "the instance is restored from a bucket",
    instance({ s3_import: [{ bucket_name: "x", ingestion_role: "y" }] }),
    /s3_import/,
  ],
  ["the instance joins a directory", instance({ domain: "d-1", domain_iam_role_name: "x" }), /domain/],
  [
    "the instance has a password in the configuration",
    instance({ manage_master_user_password: undefined, password: "secret" }),
    /instance/,
  ],
  [
    "the instance has a write-only password",
    instance({ manage_master_user_password: undefined, password_wo: "secret", password_wo_version: 1 }),
    /instance/,
  ],
  [
    "the instance takes a role of its own",
    (json) =>
      json.add("database", "aws_db_instance_role_association", "mutant", {
        db_instance_identifier: readName(json),
        feature_name: "s3Export",
        role_arn: "arn:aws:iam::111122223333:role/x",
      }),
    /mutant|role_association/,
  ],
  [
    "the instance is updated through a copy",
    instance({ blue_green_update: [{ enabled: true }] }),
    /blue_green_update/,
  ],
  ["the instance takes IPv6", instance({ network_type: "DUAL" }), /instance|IPv6|DUAL/],
  [
    "backups go to another region",
    (json) =>
      json.add("database", "aws_db_instance_automated_backups_replication", "mutant", {
        source_db_instance_arn: "x",
      }),
    /mutant|replication/,
  ],
  [
    "a snapshot is shared",
    (json) => json.add("database", "aws_db_snapshot_copy", "mutant", { shared_accounts: ["999988887777"] }),
    /mutant|snapshot/,
  ],
  [
    "data is exported to a bucket",
    (json) => json.add("database", "aws_rds_export_task", "mutant", { source_arn: "x" }),
    /mutant|export_task/,
  ],
  [
    "a zero-ETL integration of the instance",
    (json) => json.add("database", "aws_rds_integration", "mutant", { source_arn: "x", target_arn: "y" }),
    /mutant|integration/,
  ],
  [
    "every statement is written to a stream",
    (json) => json.add("database", "aws_rds_cluster_activity_stream", "mutant", { resource_arn: "x" }),
    /mutant|activity_stream/,
  ],
  [
    "backups are kept in a vault of another account",
    (json) =>
      json.add("database", "aws_backup_plan", "mutant", {
        name: "x",
        rule: [
          {
            copy_action: [{ destination_vault_arn: "arn:aws:backup:eu-west-1:999988887777:backup-vault:x" }],
          },
        ],
      }),
    /mutant|backup_plan/,
  ],
  ["parameters log every statement", parameter("log_statement", "all"), /log_statement|parameters/],
  [
    "parameters log every slow statement, of 0 ms",
    parameter("log_min_duration_statement", "0"),
    /log_min_duration_statement|parameters/,
  ],
  [
    "parameters log statements with values",
    parameter("log_parameter_max_length", "-1"),
    /log_parameter_max_length|parameters/,
  ],
  [
    "parameters let a library log sessions",
    parameter("shared_preload_libraries", "pgaudit"),
    /shared_preload_libraries|parameters/,
  ],
  [
    "parameters accept MD5 passwords",
    parameter("rds.accepted_password_auth_method", "md5+scram"),
    /accepted_password|parameters/,
  ],
  [
    "parameters accept old TLS versions",
    parameter("ssl_min_protocol_version", "TLSv1"),
    /ssl_min_protocol_version|parameters/,
  ],
  [
    "parameters let an instance replicate logically",
    parameter("rds.logical_replication", "1"),
    /logical_replication|parameters/,
  ],
  ["parameters switch row security off", parameter("row_security", "0"), /row_security|parameters/],
  [
    "parameters let every login change passwords",
    parameter("rds.restrict_password_commands", "0"),
    /restrict_password|parameters/,
  ],
  [
    "parameters allow TLS to be left out, a second time",
    (json) => {
      json
        .one("database", "aws_db_parameter_group", "instance")
        .parameter.push({ name: "rds.force_ssl", value: "0" });
    },
    /force_ssl|parameters/,
  ],
  [
    "parameters name hosts to which functions may connect",
    parameter("rds.allowed_extensions", "dblink,postgres_fdw"),
    /allowed_extensions|parameters/,
  ],
  [
    "the instance uses AWS's parameters",
    instance({ parameter_group_name: "default.postgres17" }),
    /default\.postgres17|force_ssl|instance/,
  ],
  [
    "storage is encrypted with the key of another account",
    instance({ kms_key_id: "arn:aws:kms:eu-west-1:999988887777:key/1" }),
    /instance|999988887777/,
  ],
  [
    "performance data is encrypted with AWS's key",
    instance({ performance_insights_kms_key_id: undefined }),
    /performance|instance/,
  ],
  [
    "the master password is kept under AWS's key",
    instance({ master_user_secret_kms_key_id: undefined }),
    /master/,
  ],
  [
    "metrics are collected by another role",
    instance({ monitoring_role_arn: "arn:aws:iam::999988887777:role/x" }),
    /monitoring|999988887777/,
  ],
  [
    "a subscription filter forwards the database's logs",
    (json) =>
      json.add("database", "aws_cloudwatch_log_subscription_filter", "mutant", {
        log_group_name: "x",
        destination_arn: "arn:aws:logs:eu-west-1:999988887777:destination:x",
        name: "x",
        filter_pattern: "",
      }),
    /mutant|subscription_filter/,
  ],
  [
    "the function's failed events go to another account",
    (json) => {
      json.one(
        "database",
        "aws_lambda_function_event_invoke_config",
        "credentials",
      ).destination_config.on_failure.destination = "arn:aws:sqs:eu-west-1:999988887777:x";
    },
    /999988887777|events/,
  ],
  [
    "the function's answers, with what they say, go to another account",
    (json) => {
      json.one(
        "database",
        "aws_lambda_function_event_invoke_config",
        "credentials",
      ).destination_config.on_success = { destination: "arn:aws:sns:eu-west-1:999988887777:x" };
    },
    /999988887777|events/,
  ],
  [
    "the function's dead letters go to another account",
    (json) => {
      json.one("database", "aws_lambda_function", "credentials").dead_letter_config = {
        target_arn: "arn:aws:sqs:eu-west-1:999988887777:x",
      };
    },
    /999988887777|dead/,
  ],
  [
    "the queue of failures is read by another account",
    (json) =>
      json.add("database", "aws_sqs_queue_policy", "mutant", {
        queue_url: json.id("database", "aws_sqs_queue", "credentials"),
        policy:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"999988887777"},"Action":"sqs:*","Resource":"*"}]}',
      }),
    /mutant/,
  ],
  [
    "the topic of events is published to by another account",
    (json) =>
      json.add("database", "aws_sns_topic_policy", "mutant", {
        arn: json.id("database", "aws_sns_topic", "events", "arn"),
        policy:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:root"},"Action":"sns:*","Resource":"*"}]}',
      }),
    /mutant/,
  ],
  [
    "the topic of events has a foreign subscriber",
    (json) =>
      json.add("database", "aws_sns_topic_subscription", "mutant", {
        topic_arn: json.id("database", "aws_sns_topic", "events", "arn"),
        protocol: "sqs",
        endpoint: "arn:aws:sqs:eu-west-1:999988887777:x",
      }),
    /mutant/,
  ],
  [
    "an event calls the function with another order",
    (json) => {
      json.one("database", "aws_cloudwatch_event_target", "credentials_age").input =
        '${jsonencode({"task" = "provision", "organization" = "evil", "secretArn" = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:evil-test-database-credentials-aaaaaa"})}';
    },
    /credentials_age|input/,
  ],
  [
    "an event of another bus calls the function with its own words",
    (json) => {
      json.add("database", "aws_cloudwatch_event_rule", "mutant", {
        name: "mutant",
        event_pattern: '{"source":["evil"]}',
      });
      json.add("database", "aws_cloudwatch_event_target", "mutant", {
        rule: "mutant",
        arn: json.id("database", "aws_lambda_function", "credentials", "arn"),
      });
      json.add("database", "aws_lambda_permission", "mutant", {
        action: "lambda:InvokeFunction",
        function_name: "test-database-credentials",
        principal: "events.amazonaws.com",
        source_arn: "${aws_cloudwatch_event_rule.mutant.arn}",
      });
    },
    /mutant/,
  ],
  [
    "an event target acts with a role",
    (json) => {
      json.add("database", "aws_cloudwatch_event_target", "rotation-failures", {
        rule: json.id("database", "aws_cloudwatch_event_rule", "rotation-failures", "name"),
        arn: "arn:aws:events:eu-west-1:999988887777:event-bus/x",
        role_arn: "arn:aws:iam::111122223333:role/test-database-credentials",
      });
    },
    /rotation-failures/,
  ],
  [
    "events of failed rotations are no longer seen",
    (json) => {
      json.one("database", "aws_cloudwatch_event_rule", "rotation-failures").state = "DISABLED";
    },
    /rotation-failures/,
  ],

  [
    "the function runs a layer",
    (json) => {
      json.one("database", "aws_lambda_function", "credentials").layers = [
        "arn:aws:lambda:eu-west-1:999988887777:layer:x:1",
      ];
    },
    /layers/,
  ],
  [
    "the function runs another image",
    (json) => {
      Object.assign(json.one("database", "aws_lambda_function", "credentials"), {
        package_type: "Image",
        image_uri: "evil",
        filename: undefined,
      });
    },
    /credentials_function/,
  ],
  [
    "the function runs code of a bucket",
    (json) => {
      Object.assign(json.one("database", "aws_lambda_function", "credentials"), {
        s3_bucket: "evil",
        s3_key: "x",
        filename: undefined,
      });
    },
    /credentials_function/,
  ],
  [
    "the function's hash is that of other code",
    (json) => {
      json.one("database", "aws_lambda_function", "credentials").source_code_hash = "AAAA";
    },
    /credentials_function/,
  ],
  [
    "the function trusts any certificate",
    (json) => {
      json.one(
        "database",
        "aws_lambda_function",
        "credentials",
      ).environment.variables.NODE_TLS_REJECT_UNAUTHORIZED = "0";
    },
    /NODE_TLS_REJECT_UNAUTHORIZED/,
  ],
  [
    "the function loads a file first",
    (json) => {
      json.one("database", "aws_lambda_function", "credentials").environment.variables.NODE_OPTIONS =
        "--require /tmp/x.js";
    },
    /NODE_OPTIONS/,
  ],
  [
    "the function answers at a URL",
    (json) =>
      json.add("database", "aws_lambda_function_url", "mutant", {
        function_name: "test-database-credentials",
        authorization_type: "NONE",
      }),
    /mutant|function_url/,
  ],
  [
    "the function reads a queue of another account",
    (json) =>
      json.add("database", "aws_lambda_event_source_mapping", "mutant", {
        function_name: "test-database-credentials",
        event_source_arn: "arn:aws:sqs:eu-west-1:999988887777:x",
      }),
    /mutant|event_source/,
  ],
  [
    "the function has a file system",
    (json) => {
      json.one("database", "aws_lambda_function", "credentials").file_system_config = [
        { arn: "x", local_mount_path: "/mnt/x" },
      ];
    },
    /file_system_config/,
  ],
  [
    "the function makes a login for another organization's secret",
    (json) => {
      const invocation = json.one("org-globex", "aws_lambda_invocation", "provisioning_7") as Record<
        string,
        unknown
      >;
      invocation.input = String(invocation.input).replace('"globex"', '"acme"');
    },
    /provisioning/,
  ],
];
