// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { type Breach, cluster } from "./support";

export const platform: Breach[] = [
  [
    "Private DNS zones in VPCs are those of the configuration, and none overrides names of AWS",
    "another team's zone",
    (stacks) => stacks.add("network", "aws_route53_zone_association", "other", { zone_id: "Z0123456789" }),
  ],
  [
    "Nodes, functions, endpoints, the control plane and databases have no public address and no route from the internet",
    "public addresses",
    (stacks) => {
      stacks.one("network", "aws_subnet", "cluster-private_subnet-1").map_public_ip_on_launch = true;
    },
  ],
  [
    "Databases, the control plane, functions and VPCs write, and may write, to log groups of the configuration, which keep the logs",
    "nothing is kept",
    (stacks) => {
      stacks.one("cluster", "aws_cloudwatch_log_group").log_group_class = "DELIVERY";
    },
  ],
  [
    "The address range of the cluster's Services overlaps no network that the cluster reaches",
    "a range that EKS chooses",
    (stacks) => {
      delete stacks.one("cluster", "aws_eks_cluster").kubernetes_network_config;
    },
  ],
  [
    "The address range of the cluster's Services overlaps no network that the cluster reaches",
    "those of its own VPC",
    (stacks) => {
      stacks.one("cluster", "aws_eks_cluster").kubernetes_network_config.service_ipv4_cidr = "10.0.128.0/20";
    },
  ],
  [
    "Databases, the control plane, functions and VPCs write, and may write, to log groups of the configuration, which keep the logs",
    "flow logs that Logs Insights alone searches, unasked",
    (stacks) => {
      stacks.one("network", "aws_cloudwatch_log_group", "flow-logs").log_group_class = "INFREQUENT_ACCESS";
    },
  ],
  [
    "Pods have their own network interfaces, filtered only by their own security groups",
    "standard",
    (stacks) => {
      const addOn = stacks.one("cluster", "aws_eks_addon", "nodes_vpc-cni");
      addOn.configuration_values = addOn.configuration_values.replace("strict", "standard");
    },
  ],
  [
    "Pods have their own network interfaces, filtered only by their own security groups",
    "off",
    (stacks) => {
      const addOn = stacks.one("cluster", "aws_eks_addon", "nodes_vpc-cni");
      addOn.configuration_values = addOn.configuration_values.replace("true", "false");
    },
  ],
  [
    "Security group policies select pods by labels of their service account",
    "by labels of pods",
    (stacks) => {
      const { spec } = stacks.one("org-acme", "kubernetes_manifest", "security-group-policy").manifest;
      spec.podSelector = { matchLabels: { app: "metabase" } };
    },
  ],
  [
    "Security group policies select pods by labels of their service account",
    "every one",
    (stacks) => {
      const { spec } = stacks.one("org-acme", "kubernetes_manifest", "security-group-policy").manifest;
      spec.serviceAccountSelector = { matchLabels: {} };
    },
  ],
  [
    "Endpoints of AWS services have a policy that names this account",
    "none",
    (stacks) =>
      Reflect.deleteProperty(stacks.one("network", "aws_vpc_endpoint", "cluster-endpoints_sts"), "policy"),
  ],
  [
    "Endpoints of AWS services have a policy that names this account",
    "every principal",
    (stacks) => {
      stacks.statement("network", "cluster-endpoints_sts_policy", "OwnIdentities").condition = [];
    },
  ],
  [
    "Endpoint services accept a connection only after approval",
    "none do",
    (stacks) => stacks.add("database", "aws_vpc_endpoint_service", "open", { acceptance_required: false }),
  ],
  [
    "Pods cannot request the credentials of their node",
    "two hops",
    (stacks) => {
      stacks.one("cluster", "aws_launch_template").metadata_options.http_put_response_hop_limit = 2;
    },
  ],
  [
    "Pods cannot request the credentials of their node",
    "no template",
    (stacks) => Reflect.deleteProperty(stacks.one("cluster", "aws_eks_node_group"), "launch_template"),
  ],
  [
    "Disks of nodes are encrypted",
    "plain",
    (stacks) => {
      stacks.one("cluster", "aws_launch_template").block_device_mappings[0].ebs.encrypted = "false";
    },
  ],
  [
    "The Kubernetes API is private, or open to the ranges that config lists",
    "every address",
    (stacks) => Object.assign(cluster(stacks).vpc_config, { endpoint_public_access: true }),
  ],
  [
    "The Kubernetes API is private, or open to the ranges that config lists",
    "two halves of the internet",
    (stacks) =>
      Object.assign(cluster(stacks).vpc_config, {
        endpoint_public_access: true,
        public_access_cidrs: ["0.0.0.0/1", "128.0.0.0/1"],
      }),
  ],
  [
    "Only access entries admit principals to the cluster, under their own names",
    "a ConfigMap too",
    (stacks) => Object.assign(cluster(stacks).access_config, { authentication_mode: "API_AND_CONFIG_MAP" }),
  ],
  [
    "Only access entries admit principals to the cluster, under their own names",
    "its creator",
    (stacks) =>
      Object.assign(cluster(stacks).access_config, { bootstrap_cluster_creator_admin_permissions: true }),
  ],
  [
    "Kubernetes secrets are encrypted with their own key",
    "not",
    (stacks) => Reflect.deleteProperty(cluster(stacks), "encryption_config"),
  ],
  [
    "All logs of the control plane are enabled",
    "no audit log",
    (stacks) => Object.assign(cluster(stacks), { enabled_cluster_log_types: ["api"] }),
  ],
  [
    "Every VPC has flow logs of all its traffic",
    "rejected only",
    (stacks) => Object.assign(stacks.one("network", "aws_flow_log", "flow-logs"), { traffic_type: "REJECT" }),
  ],
  [
    "The default security group of every VPC is empty",
    "as AWS made it",
    (stacks) => Reflect.deleteProperty(stacks.json("network").resource, "aws_default_security_group"),
  ],
  [
    "The default security group of every VPC is empty",
    "a rule of its own",
    (stacks) => {
      const { resource } = stacks.json("network");
      const [name] = Object.keys(resource.aws_default_security_group);
      resource.aws_vpc_security_group_ingress_rule = {
        mutant: {
          security_group_id: `\${aws_default_security_group.${name}.id}`,
          ip_protocol: "-1",
          cidr_ipv4: "10.0.0.0/8",
        },
      };
    },
  ],
  [
    "The default security group of every VPC is empty",
    "of a VPC that is not known",
    (stacks) =>
      Object.assign(stacks.one("network", "aws_default_security_group", "vpc"), { vpc_id: "${var.vpc}" }),
  ],
  [
    "Every VPC has flow logs of all its traffic",
    "of a VPC that is not known",
    (stacks) => Object.assign(stacks.one("network", "aws_flow_log", "flow-logs"), { vpc_id: "${var.vpc}" }),
  ],
  [
    "The default security group of every VPC is empty",
    "open to itself",
    (stacks) =>
      Object.assign(stacks.one("network", "aws_default_security_group", "vpc"), {
        ingress: [{ self: true }],
      }),
  ],
  [
    "Logs are encrypted with their own key",
    "the key of AWS",
    (stacks) => Reflect.deleteProperty(stacks.one("cluster", "aws_cloudwatch_log_group"), "kms_key_id"),
  ],
  [
    "Messages are encrypted with their own key",
    "not",
    (stacks) => Reflect.deleteProperty(stacks.one("database", "aws_sns_topic"), "kms_master_key_id"),
  ],
  [
    "Network ACLs admit every address only for answers: TCP at ports from 1024, and ICMP",
    "every port",
    (stacks) => {
      stacks.one(
        "network",
        "aws_network_acl_rule",
        "cluster-private_acl_ingress-1170-internet-answers",
      ).protocol = "-1";
    },
  ],
  [
    "Queues refuse requests without TLS",
    "not",
    (stacks) => Reflect.deleteProperty(stacks.one("database", "aws_sqs_queue", "credentials"), "policy"),
  ],
];
