import { remove, set } from "../../support/edits";
import type { Synthesis } from "../../support/mutations";
import { rule, type Weakening } from "../mutation";

const cluster = (json: Synthesis) => json.one("cluster", "aws_eks_cluster");

/** The cluster, logs, messages, endpoints and state around it. */
export const platform: Weakening[] = [
  [
    "an API that is open to the internet",
    (json) => {
      Object.assign(cluster(json).vpc_config, {
        endpoint_public_access: true,
        public_access_cidrs: ["0.0.0.0/1", "128.0.0.0/1"],
      });
    },
    rule("The Kubernetes API is private, or open to the ranges that config lists"),
  ],
  [
    "an administrator that is not listed",
    (json) => {
      cluster(json).access_config.bootstrap_cluster_creator_admin_permissions = true;
    },
    rule("Only access entries admit principals to the cluster, under their own names"),
  ],
  [
    "unencrypted Kubernetes secrets",
    (json) => {
      delete cluster(json).encryption_config;
    },
    rule("Kubernetes secrets are encrypted with their own key"),
  ],
  [
    "no audit log",
    (json) => {
      cluster(json).enabled_cluster_log_types = ["api"];
    },
    rule("All logs of the control plane are enabled"),
  ],
  [
    "nodes that EKS creates (Auto Mode)",
    (json) => {
      cluster(json).compute_config = { enabled: true };
    },
    /network: .*Auto Mode/,
  ],
  [
    "no driver that mounts secrets",
    remove("platform", "helm_release", "secrets-store_driver"),
    /secrets-store-csi-driver should run on nodes by config, but nothing in the configuration brings it/,
  ],
  [
    "unencrypted volumes of nodes",
    (json) => {
      json.one("cluster", "aws_launch_template").block_device_mappings[0].ebs.encrypted = "false";
    },
    rule("Disks of nodes are encrypted"),
  ],
  [
    "flow logs of rejected packets only",
    set("network", "aws_flow_log", "flow-logs", { traffic_type: "REJECT" }),
    rule("Every VPC has flow logs of all its traffic"),
  ],
  [
    "a default security group with AWS's rules",
    (json) => json.remove("network", "aws_default_security_group", "vpc_default"),
    rule("The default security group of every VPC is empty"),
  ],
  [
    "logs under an AWS managed key",
    set("database", "aws_cloudwatch_log_group", "instance_logs_postgresql", { kms_key_id: undefined }),
    rule("Logs are encrypted with their own key"),
  ],
  [
    "messages under an AWS managed key",
    set("database", "aws_sns_topic", "", { kms_master_key_id: undefined }),
    rule("Messages are encrypted with their own key"),
  ],
  [
    "an endpoint without a policy",
    set("network", "aws_vpc_endpoint", "cluster-endpoints_secretsmanager", { policy: undefined }),
    rule("Endpoints of AWS services have a policy that names this account"),
  ],
  [
    "an endpoint for every account",
    (json) => {
      for (const sid of ["OwnIdentitiesOwnSecrets", "RandomPassword"])
        json.statement("network", "database-endpoints_secretsmanager_policy", sid).condition = [];
    },
    rule("Endpoints of AWS services have a policy that names this account"),
  ],
  [
    "an unencrypted state",
    (json) => {
      json.json("org-acme").terraform.backend = { s3: { bucket: "state", key: "acme", use_lockfile: true } };
    },
    rule("The state is encrypted and locked, or stays on one machine"),
  ],
];
