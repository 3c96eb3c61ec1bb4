import type { Harmless } from "./mutation";

/** Changes of what stands around: of Terraform's own means, charts, pods and functions, as far as all of it is known. */
export const harmlessAround: Harmless[] = [
  [
    "a moved block",
    (json) => {
      json.json("network").moved = [{ from: "aws_vpc.a", to: "aws_vpc.b" }];
    },
  ],
  [
    "local values",
    (json) => {
      json.json("network").locals = { x: 1 };
    },
  ],
  [
    "a data source that sends no request",
    (json) => {
      json.json("network").data = { ...json.json("network").data, aws_partition: { x: {} } };
    },
  ],
  [
    "a provider by its long name",
    (json) => {
      json.json("network").terraform.required_providers.aws.source = "hashicorp/aws";
    },
  ],
  [
    "another retry mode",
    (json) => {
      json.json("network").provider.aws[0].retry_mode = "adaptive";
    },
  ],
  [
    "subnets that refuse their destruction in plans",
    (json) => {
      json.one("network", "aws_subnet", "cluster-private_subnet-1").lifecycle = { prevent_destroy: true };
    },
  ],
  [
    "tags of a database",
    (json) => {
      json.one("database", "aws_db_instance").tags = { Owner: "data" };
    },
  ],
  [
    "replicas that an autoscaler decides about",
    (json) => {
      json.one("org-acme", "kubernetes_deployment_v1").lifecycle.ignore_changes.push("spec[0].replicas");
    },
  ],
  [
    "more memory for a function",
    (json) => {
      json.one("database", "aws_lambda_function", "credentials").memory_size = 512;
    },
  ],
  [
    "another timeout of a function",
    (json) => {
      json.one("database", "aws_lambda_function", "credentials").timeout = 120;
    },
  ],
  [
    "more memory for a chart",
    (json) => {
      const release = json.one("platform", "helm_release", "reloader");
      release.values = [release.values[0].replace("256Mi", "512Mi")];
    },
  ],
  [
    "a pod security standard with a version",
    (json) => {
      json.one("org-acme", "kubernetes_namespace_v1").metadata.labels[
        "pod-security.kubernetes.io/enforce-version"
      ] = "v1.33";
    },
  ],
  [
    "an alarm about a database",
    (json) =>
      json.add("database", "aws_cloudwatch_metric_alarm", "more", {
        alarm_name: "more",
        dimensions: { DBInstanceIdentifier: json.id("database", "aws_db_instance", "", "identifier") },
      }),
  ],
  [
    "a table",
    (json) =>
      json.add("database", "aws_dynamodb_table", "more", {
        name: "more",
        hash_key: "id",
        server_side_encryption: [
          { enabled: true, kms_key_arn: json.id("database", "aws_kms_key", "credentials_function", "arn") },
        ],
      }),
  ],
  ["a repository of images", (json) => json.add("cluster", "aws_ecr_repository", "more", { name: "more" })],
  [
    "a budget",
    (json) => json.add("network", "aws_budgets_budget", "more", { name: "more", budget_type: "COST" }),
  ],
  [
    "an autoscaler",
    (json) =>
      json.add("org-acme", "kubernetes_horizontal_pod_autoscaler_v2", "more", {
        metadata: { name: "more", namespace: "acme" },
        spec: {},
      }),
  ],
  ...["ServiceMonitor", "PrometheusRule"].map(
    (kind): Harmless => [
      `a ${kind}`,
      (json) =>
        json.add("org-acme", "kubernetes_manifest", "more", {
          manifest: {
            apiVersion: "monitoring.coreos.com/v1",
            kind,
            metadata: { name: "more", namespace: "acme" },
          },
        }),
    ],
  ),
];
