// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { acl, aclRule, all, type Change, remove, set } from "../../support/edits";
import type { Synthesis } from "../../support/mutations";
import { rule, type Weakening } from "../mutation";

const lets = /aws_network_acl_rule\.\S* lets .* into .*, where no client of its databases is/;
const wayOut = / leads from \S*database-private\S* .* to .*, where no client of its databases is/;
const notUnderstood =
  /network: .*(not known|not modelled|not declared|may carry|perhaps|uses |has IPv6|may belong)/;

const route = (destination: string, target: (json: Synthesis) => Record<string, string>): Change => {
  return (json) =>
    json.add("network", "aws_route", `mutant-${destination.replace(/\W/g, "-")}`, {
      route_table_id: json.id("network", "aws_route_table", "database-private_route-table"),
      destination_cidr_block: destination,
      ...target(json),
    });
};
const nat = (json: Synthesis) => ({ nat_gateway_id: json.id("network", "aws_nat_gateway", "nat_gateway-1") });

/** Network ACLs, routes and subnets between a database and all other addresses. */
export const paths: Weakening[] = [
  [
    "a network ACL through a data source",
    (json) => {
      const { data } = json.json("network");
      data.aws_subnet = { mutant: { filter: [{ name: "tag:Name", values: ["test-database-private-1"] }] } };
      json.add("network", "aws_network_acl_association", "mutant", {
        network_acl_id: json.id("network", "aws_network_acl", "cluster-public_acl"),
        subnet_id: "${data.aws_subnet.mutant.id}",
      });
    },
    /aws_network_acl_association\.mutant/,
  ],
  [
    "a second network ACL for the database's subnet",
    (json) =>
      json.add("network", "aws_network_acl_association", "mutant", {
        network_acl_id: json.id("network", "aws_network_acl", "cluster-public_acl"),
        subnet_id: json.id("network", "aws_subnet", "database-private_subnet-1"),
      }),
    /aws_subnet\.database-private_subnet-1\S* is given both/,
  ],
  [
    "a second route table for the database's subnet",
    (json) =>
      json.add("network", "aws_route_table_association", "mutant", {
        route_table_id: json.id("network", "aws_route_table", "cluster-public_route-table-1"),
        subnet_id: json.id("network", "aws_subnet", "database-private_subnet-1"),
      }),
    /aws_subnet\.database-private_subnet-1\S* is given both/,
  ],
  [
    "a VPC without DNS support",
    (json) => {
      for (const vpc of Object.values<Record<string, unknown>>(json.json("network").resource.aws_vpc))
        vpc.enable_dns_support = false;
    },
    /network: clients of test-shared may be led elsewhere: enable_dns_support of \S+ is not true/,
  ],
  [
    "a private zone for all databases of the region",
    (json) =>
      json.add("network", "aws_route53_zone", "mutant", {
        name: "eu-west-1.rds.amazonaws.com",
        vpc: Object.keys(json.json("network").resource.aws_vpc).map((name) => ({
          vpc_id: `\${aws_vpc.${name}.id}`,
        })),
      }),
    /network: clients of test-shared may be led elsewhere: .*aws_route53_zone\.mutant/,
  ],
  ["the database's ACL open to every address", aclRule("database-private", {}), lets],
  [
    "a wider range on the database's ACL",
    set("network", acl, "database-private_acl_ingress-140", { cidr_block: "10.0.0.0/8" }),
    lets,
  ],
  [
    "an ACL rule whose action is not known",
    aclRule("database-private", { rule_action: "${var.action}" }),
    lets,
  ],
  [
    "an ACL rule of an undeclared ACL",
    aclRule("database-private", { network_acl_id: "acl-1" }),
    notUnderstood,
  ],
  [
    "two ACL rules with the same number",
    aclRule("database-private", { rule_number: 140, rule_action: "deny" }),
    /database-private_acl\S* has two ingress rules of one number/,
  ],
  [
    "the database's ACL open to every IPv6 address",
    aclRule("database-private", { cidr_block: undefined, ipv6_cidr_block: "::/0" }),
    /network: .*mutant .*IPv6/,
  ],
  [
    "the database's subnets in the VPC's default ACL, which admits everything",
    all(set("network", "aws_network_acl", "database-private", { subnet_ids: [] }), (json) => {
      delete json.json("network").resource.aws_default_network_acl;
    }),
    /default network ACL of \S+ lets .* into .*, where no client of its databases is/,
  ],
  ["a default route in the database's subnets", route("0.0.0.0/0", nat), wayOut],
  ["a default route in two halves", all(route("0.0.0.0/1", nat), route("128.0.0.0/1", nat)), wayOut],
  [
    "a route to an EC2 instance that forwards packets",
    route("0.0.0.0/0", () => ({ network_interface_id: "eni-0123456789abcdef0" })),
    wayOut,
  ],
  [
    "a route to a third VPC",
    all(
      (json) =>
        json.add("network", "aws_vpc_peering_connection", "mutant", {
          vpc_id: json.one("network", "aws_subnet", "database-private_subnet-1").vpc_id,
          peer_vpc_id: "${aws_vpc.mutant.id}",
          auto_accept: true,
        }),
      (json) => json.add("network", "aws_vpc", "mutant", { cidr_block: "172.16.0.0/16" }),
      route("172.16.0.0/16", () => ({
        vpc_peering_connection_id: "${aws_vpc_peering_connection.mutant.id}",
      })),
    ),
    wayOut,
  ],
  [
    "a peering with a VPC that is not declared",
    (json) =>
      json.add("network", "aws_vpc_peering_connection", "mutant", {
        vpc_id: json.one("network", "aws_subnet", "database-private_subnet-1").vpc_id,
        peer_vpc_id: "vpc-0123456789abcdef0",
        auto_accept: true,
      }),
    notUnderstood,
  ],
  [
    "a public address",
    set("database", "aws_db_instance", "", { publicly_accessible: true }),
    rule("Databases have no public address"),
  ],
  [
    "the public subnets for the database",
    (json) => {
      json.one("database", "aws_db_subnet_group").subnet_ids =
        "${data.terraform_remote_state.network-state.outputs.cluster_public_subnet_ids}";
    },
    / leads from .* to .*, where no client of its databases is/,
    /network: acme\/metabase should reach test-shared by config, but does/,
  ],
  // What has to work
  [
    "no responses between the database's subnets",
    remove("network", acl, "database-private_acl_egress-150"),
    /network: function test-database-credentials should reach test-shared by config, but does only from some/,
  ],
  [
    "responses to half of the ephemeral ports",
    set("network", acl, "database-private_acl_egress-150", { from_port: 32768 }),
    /network: function test-database-credentials should reach test-shared by config, but does only from some/,
  ],
  [
    "a denial before the entry that it should follow",
    (json) => {
      for (const [name, denial] of Object.entries<{ rule_number: number }>(
        json.json("network").resource[acl],
      ))
        if (/^cluster-private_acl_egress-90\d/.test(name)) denial.rule_number -= 850;
    },
    /network: acme\/metabase should reach test-shared by config, but does/,
    /SUBNET_ACL_RESTRICTION|only from some/,
  ],
  [
    "another port",
    set("database", "aws_db_instance", "", { port: 5433 }),
    /network: acme\/metabase should reach test-shared by config, but does not for certain/,
  ],
  [
    "no rule that admits holders of the client group",
    remove("database", "aws_vpc_security_group_ingress_rule", "instance_access_postgresql"),
    /network: acme\/metabase should reach test-shared by config, but does not for certain/,
    /ENI_SG_RULES_MISMATCH/,
  ],
];

/** What the model does not know. */
export const unmodelled: Weakening[] = [
  [
    "IPv6 in every VPC",
    (json) => {
      for (const vpc of Object.values<Record<string, unknown>>(json.json("network").resource.aws_vpc))
        vpc.assign_generated_ipv6_cidr_block = true;
    },
    /network: .* has IPv6/,
  ],
  ...[
    "aws_ec2_transit_gateway_vpc_attachment",
    "aws_vpn_gateway",
    "aws_network_interface",
    "aws_rds_cluster",
  ].map(
    (type): Weakening => [
      `something that may carry packets: ${type}`,
      (json) => json.add("network", type, "mutant", { name: "mutant" }),
      new RegExp(`${type}.mutant`),
    ],
  ),
  [
    "a module",
    (json) => {
      json.json("network").module = { more: { source: "./more" } };
    },
    /test-network: a block "module"/,
  ],
];
