// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import type { Weakening } from "../mutations/mutation";
import { set } from "../support/edits";
import type { Synthesis } from "../support/mutations";

const clusterVpc = (json: Synthesis): string => json.json("network").output.cluster_vpc_id.value;
const gateway = (json: Synthesis): string => json.id("network", "aws_internet_gateway", "internet-gateway");
const publicSubnets = "${data.terraform_remote_state.network-state.outputs.cluster_public_subnet_ids}";

/** Gives every subnet of a tier public addresses. */
const mapped = (json: Synthesis, tier: string): void => {
  for (const [name, subnet] of Object.entries<Record<string, unknown>>(
    json.json("network").resource.aws_subnet,
  ))
    if (name.startsWith(tier)) subnet.map_public_ip_on_launch = true;
};

/** Leads every route of a tier through the internet gateway instead of a NAT gateway. */
const ledOut = (json: Synthesis, tier: string): void => {
  for (const route of Object.values<Record<string, string>>(json.json("network").resource.aws_route))
    if (route.nat_gateway_id && route.route_table_id?.includes(tier)) {
      Reflect.deleteProperty(route, "nat_gateway_id");
      route.gateway_id = gateway(json);
    }
};

const subscribed = (protocol: string, endpoint: string) => (json: Synthesis) =>
  json.add("database", "aws_sns_topic_subscription", "mutant", {
    topic_arn: json.id("database", "aws_sns_topic", "events", "arn"),
    protocol,
    endpoint,
  });

const parameter = (name: string, value: string) => (json: Synthesis) =>
  json
    .one("database", "aws_db_parameter_group")
    .parameter.push({ name, value, apply_method: "pending-reboot" });

const admitting = (from: object, ports?: object) => (json: Synthesis) =>
  json.add("org-acme", "kubernetes_network_policy_v1", "mutant", {
    metadata: { name: "mutant", namespace: "acme" },
    spec: { pod_selector: {}, policy_types: ["Ingress"], ingress: { from, ports } },
  });
const namespace = (labels: object) => ({ namespace_selector: { match_labels: labels } });
const port = { port: "9090", protocol: "TCP" };

const zone = (name: string) => (json: Synthesis) =>
  json.add("network", "aws_route53_zone", "mutant", { name, vpc: { vpc_id: clusterVpc(json) } });

/** DNS, public addresses, logs and subscribers of events. */
export const surroundings: readonly Weakening[] = [
  [
    "a zone of another team is associated with the VPC by its id",
    (json) =>
      json.add("network", "aws_route53_zone_association", "mutant", {
        zone_id: "Z0123456789ABCDEFGHIJ",
        vpc_id: clusterVpc(json),
      }),
    /mutant.*Z0123456789ABCDEFGHIJ/,
  ],
  [
    "a zone that a search finds is associated with the VPC",
    (json) => {
      const { data } = json.json("network");
      data.aws_route53_zone = { found: { name: "rds.amazonaws.com", private_zone: true } };
      json.add("network", "aws_route53_zone_association", "mutant", {
        zone_id: "${data.aws_route53_zone.found.zone_id}",
        vpc_id: clusterVpc(json),
      });
    },
    /mutant/,
  ],
  ["a private zone answers for everything below com", zone("com"), /mutant.*com/],
  ["a private zone answers for the root of all names", zone("."), /mutant/],
  ["a private zone spells a domain of AWS in capitals", zone("STS.EU-WEST-1.AMAZONAWS.COM."), /mutant/],
  ["a private zone answers for AWS's newer domain", zone("eks.eu-west-1.api.aws"), /mutant/],
  [
    "DHCP options set other NTP servers, which decide whether certificates are valid",
    (json) => {
      json.add("network", "aws_vpc_dhcp_options", "mutant", {
        domain_name_servers: ["AmazonProvidedDNS"],
        ntp_servers: ["203.0.113.9"],
      });
      json.add("network", "aws_vpc_dhcp_options_association", "mutant", {
        vpc_id: clusterVpc(json),
        dhcp_options_id: "${aws_vpc_dhcp_options.mutant.id}",
      });
    },
    /mutant.*ntp_servers/,
  ],
  [
    "nodes get public addresses from their subnets",
    (json) => mapped(json, "cluster-private"),
    /cluster-private/,
  ],
  [
    "databases' subnets hand out public addresses",
    (json) => mapped(json, "database-private"),
    /database-private/,
  ],
  [
    "nodes' subnets lead to the internet gateway",
    (json) => ledOut(json, "cluster-private"),
    /cluster-private/,
  ],
  [
    "nodes have public addresses and a route from the internet",
    (json) => {
      mapped(json, "cluster-private");
      ledOut(json, "cluster-private");
    },
    /cluster-private_subnet-1.*public address/,
    /(internet gateway|public address)[\s\S]*aws_eks_node_group/,
  ],
  [
    "nodes' template asks for public addresses",
    set("cluster", "aws_launch_template", "nodes_group", {
      network_interfaces: [{ associate_public_ip_address: "true" }],
    }),
    /aws_eks_node_group.*public address/,
  ],
  [
    "nodes are in public subnets",
    set("cluster", "aws_eks_node_group", "", { subnet_ids: publicSubnets }),
    /aws_eks_node_group.*internet gateway|aws_eks_node_group.*public address/,
  ],
  [
    "the control plane is in public subnets",
    (json) => {
      json.one("cluster", "aws_eks_cluster", "control-plane").vpc_config.subnet_ids = publicSubnets;
    },
    /control-plane.*internet gateway/,
  ],
  [
    "an address of the internet is given to an interface",
    (json) => json.add("network", "aws_eip", "mutant", { domain: "vpc", network_interface: "eni-0123" }),
    /mutant.*network_interface/,
  ],
  [
    "a second cluster stands beside the first",
    (json) => {
      const group = json.one("cluster", "aws_cloudwatch_log_group");
      json.add("cluster", "aws_cloudwatch_log_group", "mutant", {
        ...group,
        name: "/aws/eks/test-other/cluster",
      });
      const cluster = json.one("cluster", "aws_eks_cluster", "control-plane");
      json.add("cluster", "aws_eks_cluster", "mutant", { ...cluster, name: "test-other" });
    },
    /mutant is a second cluster/,
  ],
  [
    "a node group is there twice",
    (json) => json.add("cluster", "aws_eks_node_group", "mutant", json.one("cluster", "aws_eks_node_group")),
    /mutant is a node group that config does not declare/,
  ],
  [
    "audit logs go to a log group of class DELIVERY",
    set("cluster", "aws_cloudwatch_log_group", "", { log_group_class: "DELIVERY" }),
    /control-plane_logs.*DELIVERY/,
  ],
  [
    "audit logs go to a group that is not declared",
    set("cluster", "aws_cloudwatch_log_group", "", { name: "/aws/eks/other/cluster" }),
    /control-plane.*no log group/,
  ],
  [
    "audit logs are kept for one day",
    set("cluster", "aws_cloudwatch_log_group", "", { retention_in_days: 1 }),
    /control-plane.*1 days/,
  ],
  [
    "the database writes no log of connections",
    set("database", "aws_db_instance", "instance", { enabled_cloudwatch_logs_exports: ["upgrade"] }),
    /aws_db_instance.*postgresql/,
  ],
  [
    "the database's log is kept for one day",
    set("database", "aws_cloudwatch_log_group", "instance_logs_postgresql", { retention_in_days: 1 }),
    /aws_db_instance.*1 days/,
  ],
  [
    "the credentials function logs FATAL messages only",
    (json) => {
      json.one("database", "aws_lambda_function", "credentials").logging_config.application_log_level =
        "FATAL";
    },
    /credentials.*FATAL/,
  ],
  [
    "flow logs leave addresses out",
    set("network", "aws_flow_log", "flow-logs", { log_format: "$${version} $${action}" }),
    /aws_vpc.*no flow log/,
  ],
  [
    "a log group is made in another region",
    set("cluster", "aws_cloudwatch_log_group", "", { region: "us-east-1" }),
    /control-plane_logs.*region/,
  ],
  [
    "queries for names are written to another account's group",
    (json) =>
      json.add("network", "aws_route53_query_log", "mutant", {
        zone_id: "Z0123456789ABCDEFGHIJ",
        cloudwatch_log_group_arn: "arn:aws:logs:us-east-1:999988887777:log-group:x",
      }),
    /mutant/,
  ],
  [
    "an undeclared email address subscribes to events",
    subscribed("email", "eve@example.net"),
    /mutant.*eve@example\.net/,
  ],
  [
    "an undeclared HTTPS endpoint subscribes to events",
    subscribed("https", "https://example.net/x"),
    /mutant.*example\.net/,
  ],
  ["a phone number subscribes to events", subscribed("sms", "+15550100"), /mutant.*15550100/],
  [
    "a stream of another account subscribes to events",
    subscribed("firehose", "arn:aws:firehose:eu-west-1:999988887777:deliverystream/x"),
    /mutant/,
  ],
  [
    "a topic's policy is in ignore_changes",
    set("database", "aws_sns_topic", "events", { lifecycle: { ignore_changes: ["policy"] } }),
    /aws_sns_topic\.events.*policy/,
  ],
  [
    "parameters load a library that runs jobs",
    parameter("shared_preload_libraries", "pg_cron"),
    /parameters.*pg_cron/,
  ],
  [
    "parameters audit statements with what they write",
    parameter("pgaudit.log", "write"),
    /parameters.*pgaudit\.log/,
  ],
  ["parameters audit values", parameter("pgaudit.log_parameter", "1"), /parameters.*pgaudit\.log_parameter/],
  [
    "parameters log PANIC messages only",
    parameter("log_min_messages", "panic"),
    /parameters.*log_min_messages/,
  ],
  ["parameters leave out who connected", parameter("log_line_prefix", "%t"), /parameters.*log_line_prefix/],
  [
    "a network policy admits another organization by name",
    admitting(namespace({ "kubernetes.io/metadata.name": "globex" }), port),
    /mutant.*globex/,
  ],
  ["a network policy admits namespaces by a label", admitting(namespace({ team: "x" }), port), /mutant/],
  [
    "a network policy admits a namespace on every port",
    admitting(namespace({ "kubernetes.io/metadata.name": "monitoring" })),
    /mutant.*every port/,
  ],
  [
    "a bucket is open to readers by its list",
    (json) => json.add("network", "aws_s3_bucket", "mutant", { bucket: "x", acl: "public-read" }),
    /mutant.*acl/,
  ],
];
