// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { all, type Change, policy, reading, remove } from "../../support/edits";
import { rule, type Weakening } from "../mutation";

const key = "${data.terraform_remote_state.database-state.outputs.client_security_group_id}";

/** A load balancer on the internet that holds the key in front of whatever the key opens. */
const holding: Change = (json) => {
  const group = json.id("database", "aws_security_group", "access_client");
  const { vpc_id } = json.one("database", "aws_security_group", "access_client");
  json.add("database", "aws_vpc_security_group_ingress_rule", "mutant", {
    security_group_id: group,
    ip_protocol: "tcp",
    from_port: 5432,
    to_port: 5432,
    cidr_ipv4: "0.0.0.0/0",
  });
  json.add("database", "aws_lb", "mutant", {
    name: "mutant",
    load_balancer_type: "network",
    subnets: "${data.terraform_remote_state.network-state.outputs.cluster_private_subnet_ids}",
    security_groups: [group],
  });
  json.add("database", "aws_lb_target_group", "mutant", { port: 5432, target_type: "ip", vpc_id });
  json.add("database", "aws_lb_listener", "mutant", {
    load_balancer_arn: "${aws_lb.mutant.id}",
    port: 5432,
    default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.mutant.id}" }],
  });
};

/** The key under a name of which only AWS knows whether it is the key's. */
const unknownKey =
  (name: string): Change =>
  (json) =>
    policy(json, "hooli").securityGroups.groupIds.push(name);

const hooliPerhaps = /network: hooli\/api may reach test-shared, which config does not allow/;

/** Who carries the client group, which is the key to the database. */
export const holders: Weakening[] = [
  ["a literal group id for an organization", unknownKey("sg-0123456789abcdef0"), hooliPerhaps],
  ["a group id from a variable for an organization", unknownKey("${var.group}"), hooliPerhaps],
  [
    "a client group chosen by a Terraform function for an organization",
    unknownKey(`\${tostring(${key.slice(2, -1)})}`),
    /network: hooli\/api reaches test-shared, which config does not allow/,
  ],
  [
    "a load balancer that holds the client group",
    holding,
    /network: nodes and pods of \S+ reaches test-shared, which config does not allow/,
    /ingress_rule\.\S* admits 0\.0\.0\.0\S* .*on the path to test-shared/,
  ],
  [
    "nodes that hold the client group",
    all(reading("cluster", "database-state"), (json) => {
      json.one("cluster", "aws_launch_template").vpc_security_group_ids = [key];
    }),
    /network: nodes and pods of \S+ reaches test-shared, which config does not allow/,
  ],
  [
    "a control plane that holds the client group",
    all(reading("cluster", "database-state"), (json) => {
      json.one("cluster", "aws_eks_cluster").vpc_config.security_group_ids = [key];
    }),
    /network: control plane of test reaches test-shared, which config does not allow/,
  ],
  [
    "a function that holds the client group",
    (json) =>
      json.add("database", "aws_lambda_function", "mutant", {
        function_name: "mutant",
        role: "arn:aws:iam::111122223333:role/mutant",
        vpc_config: {
          subnet_ids: "${data.terraform_remote_state.network-state.outputs.cluster_private_subnet_ids}",
          security_group_ids: [json.id("database", "aws_security_group", "access_client")],
        },
      }),
    /network: function mutant reaches test-shared, which config does not allow/,
  ],
  [
    "an EC2 instance that holds the client group",
    (json) =>
      json.add("database", "aws_instance", "mutant", {
        subnet_id: "${data.terraform_remote_state.network-state.outputs.cluster_private_subnet_ids[0]}",
        vpc_security_group_ids: [json.id("database", "aws_security_group", "access_client")],
      }),
    /network: instance test-database\/aws_instance.mutant reaches test-shared, which config does not allow/,
  ],
  [
    "the shared instance's client group for an organization with a dedicated instance",
    (json) => policy(json, "hooli").securityGroups.groupIds.push(key),
    /network: hooli\/api reaches test-shared, which config does not allow/,
    /network: any pod of hooli reaches test-shared/,
  ],
  [
    "a second SecurityGroupPolicy that gives the client group to a namespace",
    (json) => {
      const other = structuredClone(json.one("org-hooli", "kubernetes_manifest", "security-group-policy"));
      other.manifest.spec = { podSelector: {}, securityGroups: { groupIds: [key] } };
      json.add("org-hooli", "kubernetes_manifest", "mutant", other);
    },
    /network: any pod of hooli reaches test-shared, which config does not allow/,
    rule("Security group policies select pods by labels of their service account"),
  ],
  [
    "a SecurityGroupPolicy in another organization's namespace",
    (json) => {
      const copy = structuredClone(json.one("org-acme", "kubernetes_manifest", "security-group-policy"));
      copy.manifest.metadata.namespace = "initech";
      copy.manifest.spec.serviceAccountSelector.matchLabels["app.kubernetes.io/part-of"] = "initech";
      json.add("org-acme", "kubernetes_manifest", "mutant", copy);
    },
    /network: initech\/api reaches test-shared, which config does not allow/,
  ],
];

/** Which pods get groups of their own, and whether only these judge them. */
export const choices: Weakening[] = [
  [
    "a SecurityGroupPolicy for every pod of its namespace",
    (json) => {
      const spec = policy(json, "acme");
      delete spec.serviceAccountSelector;
      spec.podSelector = {};
    },
    rule("Security group policies select pods by labels of their service account"),
  ],
  [
    "a SecurityGroupPolicy for every service account of its namespace",
    (json) => {
      policy(json, "acme").serviceAccountSelector = {};
    },
    rule("Security group policies select pods by labels of their service account"),
  ],
  [
    "pods whose egress uses their node's groups",
    (json) => {
      const addOn = json.one("cluster", "aws_eks_addon", "nodes_vpc-cni");
      addOn.configuration_values = addOn.configuration_values.replace("strict", "standard");
    },
    rule("Pods have their own network interfaces, filtered only by their own security groups"),
  ],
  [
    "a pod on the host network",
    (json) => {
      json.one("org-acme", "kubernetes_deployment_v1").spec.template.spec.host_network = true;
    },
    rule("Pods meet the restricted Pod Security Standard, with a read-only file system"),
    /network: acme\/metabase should reach test-shared by config, but does not/,
  ],
  [
    "no SecurityGroupPolicy",
    remove("org-acme", "kubernetes_manifest", "security-group-policy"),
    /network: acme\/metabase should reach test-shared by config, but does not for certain/,
  ],
  [
    "a SecurityGroupPolicy for pods that are not declared",
    (json) => {
      policy(json, "acme").serviceAccountSelector.matchLabels["app.kubernetes.io/part-of"] = "other";
    },
    /network: acme\/metabase should reach test-shared by config, but does not for certain/,
  ],
];
