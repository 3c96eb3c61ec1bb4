// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { acl, aclRule, ingress, policy, set } from "../support/edits";
import type { Synthesis } from "../support/mutations";
import type { Harmless } from "./mutation";

const pod = (json: Synthesis) => json.one("org-acme", "kubernetes_deployment_v1").spec.template.spec;

/** Changes that network and instances are not any weaker for. */
export const harmlessNetwork: Harmless[] = [
  [
    "the same key through a function",
    (json) => {
      const { groupIds } = policy(json, "acme").securityGroups;
      groupIds.push(...groupIds.splice(0).map((id: string) => `\${tostring(${id.slice(2, -1)})}`));
    },
  ],
  [
    "the subnet group by its id",
    (json) => {
      json.one("database", "aws_db_instance").db_subnet_group_name = json.id(
        "database",
        "aws_db_subnet_group",
      );
    },
  ],
  [
    "a private zone for other names",
    (json) => {
      const [vpc] = Object.keys(json.json("network").resource.aws_vpc);
      json.add("network", "aws_route53_zone", "more", {
        name: "internal.example.com",
        vpc: { vpc_id: `\${aws_vpc.${vpc}.id}` },
      });
      json.add("network", "aws_route53_record", "more", {
        zone_id: "${aws_route53_zone.more.zone_id}",
        name: "status.internal.example.com",
        type: "CNAME",
        ttl: 300,
        records: ["status.example.net"],
      });
    },
  ],
  [
    "another description of a rule",
    set("database", ingress, "instance_access_postgresql", { description: "other" }),
  ],
  [
    "another tag of a subnet",
    set("network", "aws_subnet", "database-private_subnet-1", { tags: { Name: "other" } }),
  ],
  [
    "other numbers in the same order",
    set("network", acl, "database-private_acl_ingress-140", { rule_number: 141 }),
  ],
  [
    "a denial of what nothing allows",
    aclRule("database-private", { rule_action: "deny", rule_number: 32000 }),
  ],
  [
    "an allowance that an earlier one covers",
    (json) =>
      json.add("network", acl, "more", {
        ...json.one("network", acl, "database-private_acl_ingress-140"),
        rule_number: 500,
      }),
  ],
  [
    "a group that nothing holds",
    (json) =>
      json.add("database", "aws_security_group", "more", {
        name: "more",
        vpc_id: json.one("database", "aws_security_group", "credentials_group").vpc_id,
      }),
  ],
  [
    "another port for the same holders",
    (json) =>
      json.add("database", ingress, "more", {
        ...json.one("database", ingress, "instance_access_postgresql"),
        from_port: 443,
        to_port: 443,
      }),
  ],
  [
    "the same rule once more",
    (json) =>
      json.add("database", ingress, "more", json.one("database", ingress, "instance_access_postgresql")),
  ],
  [
    "a route of the public subnets",
    (json) =>
      json.add("network", "aws_route", "more", {
        route_table_id: json.id("network", "aws_route_table", "cluster-public_route-table-1"),
        destination_cidr_block: "198.18.0.0/15",
        gateway_id: json.id("network", "aws_internet_gateway", "internet-gateway"),
      }),
  ],
  ["flow logs more often", set("network", "aws_flow_log", "flow-logs", { max_aggregation_interval: 60 })],
];

/** Settings of PostgreSQL that a team may turn, and that tell or open nothing. */
const settings: Readonly<Record<string, string>> = {
  shared_preload_libraries: "pg_stat_statements,pg_hint_plan",
  "pg_stat_statements.track": "all",
  log_checkpoints: "1",
  log_line_prefix: "%t:%r:%u@%d:[%p]:",
  log_min_messages: "warning",
  "rds.log_retention_period": "4320",
  autovacuum_naptime: "30",
  max_parallel_workers: "8",
  ssl_min_protocol_version: "TLSv1.3",
  timezone: "UTC",
};

export const harmlessData: Harmless[] = [
  ...Object.entries(settings).map(
    ([name, value]): Harmless => [
      `the parameter ${name}`,
      (json) =>
        json
          .one("database", "aws_db_parameter_group")
          .parameter.push({ name, value, apply_method: "pending-reboot" }),
    ],
  ),
  [
    "tags of an alarm that others write",
    (json) => {
      const [alarm] = Object.values<object>(json.json("database").resource.aws_cloudwatch_metric_alarm);
      Object.assign(alarm as object, { lifecycle: { ignore_changes: ["tags"] } });
    },
  ],
  ["logs without expiry", set("cluster", "aws_cloudwatch_log_group", "", { retention_in_days: 0 })],
  [
    "credentials that are rotated every week",
    set("org-acme", "aws_secretsmanager_secret_rotation", "", {
      rotation_rules: { schedule_expression: "cron(0 8 ? * 3 *)" },
    }),
  ],
  ["another tag", set("database", "aws_db_instance", "", { tags: { Owner: "us" } })],
  ["a larger class", set("database", "aws_db_instance", "", { instance_class: "db.r7g.4xlarge" })],
  ["longer backups", set("database", "aws_db_instance", "", { backup_retention_period: 35 })],
  [
    "one more parameter",
    (json) =>
      json
        .one("database", "aws_db_parameter_group")
        .parameter.push({ name: "log_lock_waits", value: "1", apply_method: "immediate" }),
  ],
  [
    "logs kept for longer",
    set("database", "aws_cloudwatch_log_group", "instance_logs_postgresql", { retention_in_days: 3653 }),
  ],
  [
    "one more alarm",
    (json) => json.add("database", "aws_cloudwatch_metric_alarm", "more", { alarm_name: "test-more" }),
  ],
  [
    "one more topic",
    (json) =>
      json.add("database", "aws_sns_topic", "more", {
        ...json.one("database", "aws_sns_topic"),
        name: "more",
      }),
  ],
  [
    "one more name in DNS",
    (json) => {
      json.add("database", "aws_route53_zone", "more", { name: "more.example.com" });
      json.add("database", "aws_route53_record", "more", {
        zone_id: json.id("database", "aws_route53_zone", "more"),
        name: "more.example.com",
        type: "TXT",
      });
    },
  ],
];

/** The trust of a service account's role by `jsonencode`, with keys that begin with the address of the issuer. */
const encodedTrust = (json: Synthesis): string => {
  const [statement] = json.document("org-acme", "identity_role_trust").statement;
  const provider = statement.principals[0].identifiers[0].slice(2, -1);
  const conditions = statement.condition.map(
    ({ variable, values }: { variable: string; values: string[] }) => `"${variable}" = "${values[0]}"`,
  );
  return `\${jsonencode({Version = "2012-10-17", Statement = [{Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = {Federated = ${provider}}, Condition = {StringEquals = {${conditions.join(", ")}}}}]})}`;
};

export const harmlessIdentity: Harmless[] = [
  [
    "a trust policy by jsonencode, with templates for keys",
    (json) => Object.assign(json.one("org-acme", "aws_iam_role"), { assume_role_policy: encodedTrust(json) }),
  ],
  [
    "a right to describe resources",
    (json) =>
      json.grant("cluster", "nodes_role", {
        Effect: "Allow",
        Action: "autoscaling:Describe*",
        Resource: "*",
      }),
  ],
  ["another description of a role", set("org-acme", "aws_iam_role", "", { description: "other" })],
  ["a shorter session", set("org-acme", "aws_iam_role", "", { max_session_duration: 3600 })],
  [
    "another name of a statement",
    (json) => {
      json.statement("org-acme", "secrets_key_policy", "ReadSecretsAsOrganization").sid = "Read";
    },
  ],
  [
    "statements in another order",
    (json) => {
      const documents = json.json("org-acme").data.aws_iam_policy_document;
      for (const { statement } of Object.values<{ statement: unknown[] }>(documents)) statement.reverse();
    },
  ],
  [
    "one more denial",
    (json) => json.grant("org-acme", "identity_role", { Effect: "Deny", Action: "s3:*", Resource: "*" }),
  ],
  [
    "a right that leads to no credentials",
    (json) =>
      json.grant("cluster", "nodes_role", {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::images/*",
      }),
  ],
  [
    "a literal ARN",
    (json) => {
      json.one("org-acme", "kubernetes_service_account_v1").metadata.annotations[
        "eks.amazonaws.com/role-arn"
      ] = "arn:aws:iam::111122223333:role/test-org-acme";
    },
  ],
  [
    "nodes that may read, and are denied by both locks",
    (json) =>
      json.grant("cluster", "nodes_role", {
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue", "kms:Decrypt"],
        Resource: [
          "arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme-test-database-credentials-??????",
          json.id("cluster", "aws_kms_key", "control-plane_key", "arn"),
        ],
      }),
  ],
  ["another deletion window of a key", set("org-acme", "aws_kms_key", "", { deletion_window_in_days: 30 })],
];

export const harmlessWorkloads: Harmless[] = [
  [
    "more replicas",
    (json) => Object.assign(json.one("org-globex", "kubernetes_deployment_v1").spec, { replicas: "9" }),
  ],
  ["another image", (json) => Object.assign(pod(json).container[0], { image: "metabase/metabase:v0.64.0" })],
  [
    "another size of a pool",
    (json) => {
      pod(json).container[0].env.find(
        ({ name }: { name: string }) => name === "MB_QUARTZ_MAX_CONNECTION_POOL_SIZE",
      ).value = "4";
    },
  ],
  ["more memory", (json) => Object.assign(pod(json).container[0].resources, { limits: { memory: "8Gi" } })],
  [
    "one more label of a namespace",
    (json) => Object.assign(json.one("org-acme", "kubernetes_namespace_v1").metadata.labels, { team: "a" }),
  ],
  [
    "a policy that selects the same pods with fewer labels",
    (json) => {
      policy(json, "acme").serviceAccountSelector.matchLabels = { "app.kubernetes.io/part-of": "acme" };
    },
  ],
  [
    "a preStop hook",
    (json) => {
      pod(json).container[0].lifecycle = { pre_stop: { exec: { command: ["sleep", "5"] } } };
    },
  ],
  [
    "a network policy that lets a namespace for monitoring scrape metrics",
    (json) =>
      json.add("org-acme", "kubernetes_network_policy_v1", "more", {
        metadata: { name: "more", namespace: "acme" },
        spec: {
          pod_selector: {},
          policy_types: ["Ingress"],
          ingress: {
            from: { namespace_selector: { match_labels: { "kubernetes.io/metadata.name": "monitoring" } } },
            ports: { port: "9090", protocol: "TCP" },
          },
        },
      }),
  ],
  [
    "more replicas of CoreDNS, spread over zones",
    set("cluster", "aws_eks_addon", "nodes_coredns", {
      configuration_values: JSON.stringify({
        replicaCount: 3,
        podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
        topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "topology.kubernetes.io/zone" }],
      }),
    }),
  ],
  ["no egress over HTTPS", (json) => json.remove("org-acme", "kubernetes_network_policy_v1", "allow-https")],
  [
    "more nodes",
    (json) => Object.assign(json.one("cluster", "aws_eks_node_group").scaling_config, { max_size: 40 }),
  ],
];
