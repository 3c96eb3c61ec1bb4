// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { admit, all, clusterGroup, door, ingress, reading, set } from "../../support/edits";
import { rule, type Weakening } from "../mutation";

const byAddress = /aws_vpc_security_group_ingress_rule\.\S* (may )?admits? .* on the path to test-shared/;
const intoSubnets =
  /network: anything in \S*database-private_subnet-1\S* reaches test-shared, which config does not allow/;
const nodes = /network: nodes and pods of \S+ reaches test-shared, which config does not allow/;
const perhaps = /network: nodes and pods of \S+ may reach test-shared, which config does not allow/;
const notUnderstood = /network: .*(not known|not modelled|not declared|may carry|perhaps|uses |may belong)/;

/** Whom the security groups around a database admit. */
export const groups: Weakening[] = [
  [
    "the database's group admits all private ranges",
    admit({ cidr_ipv4: "10.0.0.0/8" }),
    intoSubnets,
    byAddress,
    /aws_vpc_security_group_ingress_rule.mutant/,
  ],
  ["the database's group admits every address", admit({ cidr_ipv4: "0.0.0.0/0" }), intoSubnets, byAddress],
  [
    "the database's group admits both halves of the address space",
    all(admit({ cidr_ipv4: "0.0.0.0/1" }), (json) =>
      json.add("database", ingress, "second", {
        ...json.one("database", ingress, "mutant"),
        cidr_ipv4: "128.0.0.0/1",
      }),
    ),
    intoSubnets,
    /admits 0\.0\.0\.0\/1/,
    /admits 128\.0\.0\.0\/1/,
  ],
  [
    "the database's group admits private ranges on every port and protocol",
    admit({ cidr_ipv4: "10.0.0.0/8" }, { ip_protocol: "-1", from_port: -1, to_port: -1 }),
    intoSubnets,
  ],
  [
    "a port range that contains PostgreSQL's",
    admit({ cidr_ipv4: "10.0.0.0/8" }, { from_port: 5000, to_port: 6000 }),
    intoSubnets,
  ],
  ["one remote address", admit({ cidr_ipv4: "192.0.2.7/32" }), byAddress],
  [
    "the nodes' group at the group that admits pods",
    all(
      reading("database", "cluster-state"),
      admit({ referenced_security_group_id: clusterGroup }, {}, door),
    ),
    nodes,
    /control plane of test reaches test-shared, which config does not allow/,
  ],
  [
    "private ranges at the group that admits pods",
    admit({ cidr_ipv4: "10.0.0.0/8" }, {}, door),
    nodes,
    /network: anything in \S*cluster-private_subnet-2\S* reaches test-shared/,
  ],
  [
    "the database holds an undeclared group",
    (json) => json.one("database", "aws_db_instance").vpc_security_group_ids.push("sg-0123456789abcdef0"),
    rule("Databases have only their own security groups"),
    /network: anything in .* may reach test-shared/,
  ],
  [
    "the database holds the client group, which is open",
    (json) => {
      json
        .one("database", "aws_db_instance")
        .vpc_security_group_ids.push(json.id("database", "aws_security_group", "credentials_group"));
      json.add("database", ingress, "mutant", {
        security_group_id: json.id("database", "aws_security_group", "credentials_group"),
        ip_protocol: "-1",
        cidr_ipv4: "10.0.0.0/8",
      });
    },
    intoSubnets,
  ],
];

/** Rules that are spelled in other ways, or cannot be read. */
export const spellings: Weakening[] = [
  ["an undeclared group", admit({ referenced_security_group_id: "sg-0123456789abcdef0" }, {}, door), perhaps],
  ["an undeclared prefix list", admit({ prefix_list_id: "pl-0123456789abcdef0" }, {}, door), perhaps],
  [
    "a prefix list of private ranges",
    all(
      (json) =>
        json.add("database", "aws_ec2_managed_prefix_list", "mutant", {
          name: "private",
          address_family: "IPv4",
          max_entries: 1,
          entry: [{ cidr: "10.0.0.0/8" }],
        }),
      admit({ prefix_list_id: "${aws_ec2_managed_prefix_list.mutant.id}" }, {}, door),
    ),
    nodes,
  ],
  ["an unknown range", admit({ cidr_ipv4: "${var.range}" }, {}, door), perhaps],
  ["every IPv6 address", admit({ cidr_ipv6: "::/0" }), /network: .*mutant .*IPv6/],
  [
    "an inline rule of the group",
    set("database", "aws_security_group", "access_instance", {
      ingress: [{ protocol: "tcp", from_port: 5432, to_port: 5432, cidr_blocks: ["10.0.0.0/8"] }],
    }),
    intoSubnets,
  ],
  [
    "a rule of type aws_security_group_rule",
    (json) =>
      json.add("database", "aws_security_group_rule", "mutant", {
        type: "ingress",
        security_group_id: json.id("database", "aws_security_group", "access_instance"),
        protocol: "tcp",
        from_port: 5432,
        to_port: 5432,
        cidr_blocks: ["10.0.0.0/8"],
      }),
    intoSubnets,
  ],
  [
    "a rule of a group by its literal id",
    admit({ security_group_id: "sg-0123456789abcdef0", cidr_ipv4: "0.0.0.0/0" }),
    /network: \S+aws_vpc_security_group_ingress_rule\.mutant names a security group that is not known/,
  ],
  [
    "a rule whose count is a variable",
    admit({ cidr_ipv4: "10.0.0.0/8", count: "${var.count}" }),
    notUnderstood,
  ],
];
