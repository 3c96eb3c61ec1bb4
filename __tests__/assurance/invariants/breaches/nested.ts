import type { Breach } from "./support";

/** What stands below arguments, and where things come from and go to. */
export const nested: Breach[] = [
  [
    "Pods, Services, SecretProviderClasses, add-ons, events and parameters have only settings that the proof knows",
    "an address for a name in a pod",
    (stacks) => {
      stacks.one("org-acme", "kubernetes_deployment_v1").spec.template.spec.host_aliases = [
        { ip: "203.0.113.9", hostnames: ["database"] },
      ];
    },
  ],
  [
    "Functions are called on a schedule, or by events of AWS services, with known input",
    "another order",
    (stacks) => {
      stacks.one("database", "aws_cloudwatch_event_target", "credentials_age").input = '{"task":"provision"}';
    },
  ],
  [
    "Events, alarms, failures and logs go only to resources of this account, and to recipients that config names",
    "a bucket of another account",
    (stacks) => {
      stacks.one("network", "aws_flow_log", "flow-logs").log_destination =
        "arn:aws:logs:eu-west-1:999988887777:log-group:x";
    },
  ],
  [
    "Network policies admit pods of the same namespace and load balancers of applications, and allow outbound traffic only to named ports",
    "every address",
    (stacks) => {
      stacks.one("org-acme", "kubernetes_network_policy_v1", "network-policies_allow-same").spec.ingress = [
        {},
      ];
    },
  ],
  [
    "Security groups admit security groups, ranges only at load balancers, and allow outbound traffic to the internet only over HTTPS",
    "a range",
    (stacks) =>
      stacks.add("cluster", "aws_vpc_security_group_ingress_rule", "more", {
        security_group_id: stacks.id("cluster", "aws_security_group", "pods_group"),
        ip_protocol: "-1",
        cidr_ipv4: "10.0.0.0/8",
      }),
  ],
  [
    "Databases are restored only from snapshots of this account",
    "a shared snapshot",
    (stacks) => {
      stacks.one("database", "aws_db_instance").snapshot_identifier =
        "arn:aws:rds:eu-west-1:999988887777:snapshot:x";
    },
  ],
  [
    "Nodes start from the latest version of a launch template of the configuration",
    "an older version",
    (stacks) => {
      stacks.one("cluster", "aws_eks_node_group").launch_template.version = "1";
    },
  ],
];
