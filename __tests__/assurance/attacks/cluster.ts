// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import type { Weakening } from "../mutations/mutation";
import { set } from "../support/edits";
import type { Synthesis } from "../support/mutations";

const cluster = (attributes: Record<string, unknown>) =>
  set("cluster", "aws_eks_cluster", "control-plane", attributes);
const vpcConfig = (attributes: Record<string, unknown>) => (json: Synthesis) => {
  Object.assign(json.one("cluster", "aws_eks_cluster", "control-plane").vpc_config, attributes);
};
const template = (attributes: Record<string, unknown>) =>
  set("cluster", "aws_launch_template", "nodes_group", attributes);
const clusterName = (json: Synthesis) => json.id("cluster", "aws_eks_cluster", "control-plane", "name");
const entry = (attributes: Record<string, unknown>) => (json: Synthesis) =>
  json.add("cluster", "aws_eks_access_entry", "mutant", { cluster_name: clusterName(json), ...attributes });

/** Who administers the cluster, what runs on nodes, and what add-ons do. */
export const clusters: readonly Weakening[] = [
  [
    "the cluster also accepts the aws-auth ConfigMap",
    cluster({
      access_config: {
        authentication_mode: "API_AND_CONFIG_MAP",
        bootstrap_cluster_creator_admin_permissions: false,
      },
    }),
    /control-plane/,
  ],
  ["the cluster's access configuration is left out", cluster({ access_config: undefined }), /control-plane/],
  [
    "the cluster's creator is its administrator",
    cluster({
      access_config: { authentication_mode: "API", bootstrap_cluster_creator_admin_permissions: true },
    }),
    /control-plane/,
  ],
  [
    "a config map maps roles to groups",
    (json) =>
      json.add("org-acme", "kubernetes_config_map_v1_data", "mutant", {
        metadata: { name: "aws-auth", namespace: "kube-system" },
        data: { mapRoles: "[]" },
      }),
    /mutant|config_map_v1_data/,
  ],
  [
    "an access entry gives the node's role system:masters",
    entry({
      principal_arn: "arn:aws:iam::111122223333:role/test-node",
      kubernetes_groups: ["system:masters"],
    }),
    /test-node administers/,
  ],
  [
    "an access entry uses a system: user name",
    entry({ principal_arn: "arn:aws:iam::999988887777:role/x", user_name: "system:kube-controller-manager" }),
    /mutant/,
  ],
  [
    "an access entry is of type EC2_LINUX",
    entry({ principal_arn: "arn:aws:iam::111122223333:role/x", type: "EC2_LINUX" }),
    /mutant/,
  ],
  [
    "an entry is for Hybrid nodes",
    entry({ principal_arn: "arn:aws:iam::111122223333:role/x", type: "HYBRID_LINUX" }),
    /mutant/,
  ],
  [
    "an access policy association makes a pod's role an administrator",
    (json) =>
      json.add("cluster", "aws_eks_access_policy_association", "mutant", {
        cluster_name: clusterName(json),
        principal_arn: "arn:aws:iam::111122223333:role/test-org-acme",
        policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy",
        access_scope: { type: "namespace", namespaces: ["acme"] },
      }),
    /test-org-acme administers/,
  ],
  [
    "another OIDC provider authenticates users",
    (json) =>
      json.add("cluster", "aws_eks_identity_provider_config", "mutant", {
        cluster_name: clusterName(json),
        oidc: [
          { client_id: "x", issuer_url: "https://evil.example.com", identity_provider_config_name: "x" },
        ],
      }),
    /mutant|identity_provider/,
  ],
  [
    "Pod Identity gives an account the credentials function's role",
    (json) =>
      json.add("cluster", "aws_eks_pod_identity_association", "mutant", {
        cluster_name: clusterName(json),
        namespace: "acme",
        service_account: "acme",
        role_arn: "arn:aws:iam::111122223333:role/test-database-credentials",
      }),
    /mutant/,
  ],
  [
    "the API is open to the internet",
    vpcConfig({ endpoint_public_access: true, public_access_cidrs: ["0.0.0.0/0"] }),
    /control-plane/,
  ],
  [
    "the API is open to both halves of the internet",
    vpcConfig({ endpoint_public_access: true, public_access_cidrs: ["0.0.0.0/1", "128.0.0.0/1"] }),
    /control-plane/,
  ],
  [
    "the control plane holds the client group",
    (json) => {
      json.json("cluster").data.terraform_remote_state["database-state"] =
        json.json("org-acme").data.terraform_remote_state["database-state"];
      vpcConfig({
        security_group_ids: [
          "${data.terraform_remote_state.database-state.outputs.client_security_group_id}",
        ],
      })(json);
    },
    /control plane|control-plane/,
  ],
  [
    "EKS Auto Mode creates nodes",
    cluster({ compute_config: { enabled: true, node_pools: ["system"], node_role_arn: "x" } }),
    /control-plane|compute_config/,
  ],
  [
    "the cluster accepts hybrid nodes",
    cluster({ remote_network_config: { remote_node_networks: [{ cidrs: ["192.168.0.0/16"] }] } }),
    /control-plane|remote/,
  ],
  [
    "the cluster's secrets are encrypted with another account's key",
    cluster({
      encryption_config: {
        provider: { key_arn: "arn:aws:kms:eu-west-1:999988887777:key/1" },
        resources: ["secrets"],
      },
    }),
    /control-plane/,
  ],
  ["nodes have user data", template({ user_data: "IyEvYmluL3No" }), /user_data/],
  [
    "nodes have another instance profile",
    template({ iam_instance_profile: { name: "admin" } }),
    /iam_instance_profile/,
  ],
  ["nodes run another image", template({ image_id: "ami-evil" }), /image_id/],
  ["nodes have a key pair", template({ key_name: "x" }), /key_name/],
  [
    "nodes have interfaces with the client group",
    (json) => {
      json.json("cluster").data.terraform_remote_state["database-state"] =
        json.json("org-acme").data.terraform_remote_state["database-state"];
      template({
        vpc_security_group_ids: [
          "${data.terraform_remote_state.database-state.outputs.client_security_group_id}",
        ],
      })(json);
    },
    /node/,
  ],
  [
    "nodes' metadata service answers pods",
    template({
      metadata_options: { http_endpoint: "enabled", http_put_response_hop_limit: 2, http_tokens: "required" },
    }),
    /nodes_group/,
  ],
  [
    "nodes' metadata service answers without a token",
    template({
      metadata_options: { http_endpoint: "enabled", http_put_response_hop_limit: 1, http_tokens: "optional" },
    }),
    /nodes_group/,
  ],
  [
    "nodes start from another version of their template",
    (json) => {
      json.one("cluster", "aws_eks_node_group", "nodes_group").launch_template.version = "1";
    },
    /nodes_group/,
  ],
  [
    "nodes start from another template",
    (json) => {
      json.one("cluster", "aws_eks_node_group", "nodes_group").launch_template = {
        id: "lt-0123",
        version: "1",
      };
    },
    /nodes_group/,
  ],
  [
    "nodes are reached over SSH",
    (json) => {
      json.one("cluster", "aws_eks_node_group", "nodes_group").remote_access = { ec2_ssh_key: "x" };
    },
    /nodes_group/,
  ],
  [
    "nodes are in the database's subnets",
    (json) => {
      json.one("cluster", "aws_eks_node_group", "nodes_group").subnet_ids =
        "${data.terraform_remote_state.network-state.outputs.database_public_subnet_ids}";
    },
    /node|does not for certain|database-private.* where no client of its databases is/,
  ],
  [
    "nodes have the credentials function's role",
    (json) => {
      json.one("cluster", "aws_eks_node_group", "nodes_group").node_role_arn =
        "arn:aws:iam::111122223333:role/test-database-credentials";
    },
    /nodes_group/,
  ],
  [
    "an add-on that the project does not know",
    (json) =>
      json.add("cluster", "aws_eks_addon", "mutant", {
        cluster_name: clusterName(json),
        addon_name: "evil_addon",
      }),
    /mutant/,
  ],
  [
    "an add-on runs Pod Identity's agent",
    (json) =>
      json.add("cluster", "aws_eks_addon", "mutant", {
        cluster_name: clusterName(json),
        addon_name: "eks-pod-identity-agent",
      }),
    /mutant/,
  ],
  [
    "an add-on takes the control plane's role",
    (json) => {
      json.one("cluster", "aws_eks_addon", "nodes_coredns").service_account_role_arn = json.id(
        "cluster",
        "aws_iam_role",
        "control-plane",
        "arn",
      );
    },
    /coredns|control-plane_role/,
  ],
  [
    "CoreDNS answers for the database",
    (json) => {
      json.one("cluster", "aws_eks_addon", "nodes_coredns").configuration_values =
        '${jsonencode({"corefile" = ".:53 {\\n hosts {\\n 10.0.0.66 test-shared.rds.amazonaws.com\\n }\\n}"})}';
    },
    /coredns/,
  ],
  [
    "CoreDNS runs with extra arguments of a deployment",
    (json) => {
      json.one("cluster", "aws_eks_addon", "nodes_coredns").configuration_values =
        '${jsonencode({"podLabels" = {"app.kubernetes.io/part-of" = "acme"}})}';
    },
    /coredns/,
  ],
  [
    "the VPC CNI no longer enforces strictly",
    (json) => {
      json.one("cluster", "aws_eks_addon", "nodes_vpc-cni").configuration_values =
        '${jsonencode({"env" = {"ENABLE_POD_ENI" = "true", "POD_SECURITY_GROUP_ENFORCING_MODE" = "standard"}, "enableNetworkPolicy" = "true"})}';
    },
    /vpc-cni/,
  ],
  [
    "the VPC CNI's configuration has a duplicate key",
    (json) => {
      json.one("cluster", "aws_eks_addon", "nodes_vpc-cni").configuration_values =
        '{"env":{"ENABLE_POD_ENI":"true","POD_SECURITY_GROUP_ENFORCING_MODE":"strict"},"init":{"env":{"DISABLE_TCP_EARLY_DEMUX":"true"}},"enableNetworkPolicy":"true","enableNetworkPolicy":"false"}';
    },
    /vpc-cni/,
  ],
  [
    "the VPC CNI runs another image",
    (json) => {
      json.one("cluster", "aws_eks_addon", "nodes_vpc-cni").configuration_values =
        '{"env":{"ENABLE_POD_ENI":"true","POD_SECURITY_GROUP_ENFORCING_MODE":"strict","AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG":"true"},"init":{"env":{"DISABLE_TCP_EARLY_DEMUX":"true"}},"enableNetworkPolicy":"true","image":{"override":"evil"}}';
    },
    /vpc-cni/,
  ],
  [
    "the VPC CNI keeps settings that others change",
    (json) => {
      json.one("cluster", "aws_eks_addon", "nodes_vpc-cni").resolve_conflicts_on_update = "PRESERVE";
    },
    /vpc-cni/,
  ],
  [
    "kube-proxy masquerades all traffic",
    (json) => {
      json.one("cluster", "aws_eks_addon", "nodes_kube-proxy").configuration_values =
        '${jsonencode({"mode" = "iptables", "iptables" = {"masqueradeAll" = true}})}';
    },
    /kube-proxy/,
  ],
  [
    "a Fargate profile runs pods of an organization",
    (json) =>
      json.add("cluster", "aws_eks_fargate_profile", "mutant", {
        cluster_name: clusterName(json),
        pod_execution_role_arn: "x",
        selector: [{ namespace: "acme" }],
      }),
    /mutant|fargate/,
  ],
  [
    "an endpoint tags the client group as the cluster's",
    (json) => {
      json.one("database", "aws_security_group", "instance_access_client").tags[
        "kubernetes.io/cluster/test"
      ] = "owned";
    },
    /test-vpc-cni puts network interfaces into security groups/,
  ],
  [
    "a resource tags the client group as the cluster's",
    (json) =>
      json.add("database", "aws_ec2_tag", "mutant", {
        resource_id: json.id("database", "aws_security_group", "instance_access_client"),
        key: "kubernetes.io/cluster/test",
        value: "owned",
      }),
    /mutant|aws_ec2_tag/,
  ],
];
