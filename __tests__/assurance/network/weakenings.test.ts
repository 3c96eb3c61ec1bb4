// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { changed } from "../support/changes";
import {
  acl,
  aclRule,
  admit,
  all,
  type Change,
  clusterGroup,
  clusterState,
  ingress,
  policy,
  remove,
  set,
} from "../support/edits";

/** Changes that weaken the network, and one of the statements that must change. */
const weakenings: [string, Change, RegExp][] = [
  // Security groups of the database
  [
    "the VPC's range on the database",
    admit({ cidr_ipv4: "10.0.0.0/16" }),
    /^nodes .* > test-shared: .*ALLOWED/,
  ],
  [
    "every address on the database",
    admit({ cidr_ipv4: "0.0.0.0/0" }),
    /^internet > test-shared: .* -> DENIED by no public address and no route and network ACLs$/,
  ],
  [
    "every address in two halves",
    all(admit({ cidr_ipv4: "0.0.0.0/1" }), (json) =>
      json.add("database", ingress, "second", {
        ...json.one("database", ingress, "mutant"),
        cidr_ipv4: "128.0.0.0/1",
      }),
    ),
    /^internet > test-shared: .* -> DENIED by no public address and no route and network ACLs$/,
  ],
  [
    "one address in the pods' subnets",
    admit({ cidr_ipv4: "10.0.1.77/32" }),
    /^nodes .* > test-shared: .* -> ALLOWED sometimes/,
  ],
  [
    "the nodes' group on the database",
    all(
      (json) => {
        json.json("database").data.terraform_remote_state["cluster-state"] = clusterState(json);
      },
      admit({ referenced_security_group_id: clusterGroup }),
    ),
    /^nodes .* > test-shared: .* -> ALLOWED always/,
  ],
  [
    "the nodes' group on the database, all ports",
    all(
      (json) => {
        json.json("database").data.terraform_remote_state["cluster-state"] = clusterState(json);
      },
      admit(
        { referenced_security_group_id: clusterGroup },
        { ip_protocol: "-1", from_port: -1, to_port: -1 },
      ),
    ),
    /^control plane .* > test-shared: .* -> ALLOWED/,
  ],
  [
    "a range of ports around 5432 for the VPC",
    admit({ cidr_ipv4: "10.0.0.0/22" }, { from_port: 5000, to_port: 6000 }),
    /^nodes .*ALLOWED/,
  ],
  [
    "a group that is not declared",
    admit({ referenced_security_group_id: "sg-0123456789abcdef0" }),
    /-> UNKNOWN/,
  ],
  ["a prefix list that is not declared", admit({ prefix_list_id: "pl-0123456789abcdef0" }), /-> UNKNOWN/],
  ["a range that is not known", admit({ cidr_ipv4: "${var.range}" }), /-> UNKNOWN/],
  [
    "a rule in the group's own block",
    set("database", "aws_security_group", "access_instance", {
      ingress: [{ protocol: "tcp", from_port: 5432, to_port: 5432, cidr_blocks: ["10.0.0.0/16"] }],
    }),
    /^nodes .*ALLOWED/,
  ],
  [
    "a rule of the old kind",
    (json) =>
      json.add("database", "aws_security_group_rule", "mutant", {
        type: "ingress",
        security_group_id: json.id("database", "aws_security_group", "access_instance"),
        protocol: "tcp",
        from_port: 5432,
        to_port: 5432,
        cidr_blocks: ["10.0.0.0/16"],
      }),
    /^nodes .*ALLOWED/,
  ],
  [
    "a rule of a group whose id is written out",
    (json) =>
      json.add("database", ingress, "mutant", {
        security_group_id: "sg-0123456789abcdef0",
        ip_protocol: "-1",
        cidr_ipv4: "0.0.0.0/0",
      }),
    /^nodes .* > test-shared: .* -> UNKNOWN/,
  ],
  [
    "the database in the default group",
    set("database", "aws_db_instance", "", {
      vpc_security_group_ids: ["${data.terraform_remote_state.network-state.outputs.nothing}"],
    }),
    /-> UNKNOWN/,
  ],
  [
    "the client group also on the database, and open to itself",
    all(
      (json) =>
        json
          .one("database", "aws_db_instance")
          .vpc_security_group_ids.push(json.id("database", "aws_security_group", "access_client")),
      (json) =>
        json.add("database", ingress, "mutant", {
          security_group_id: json.id("database", "aws_security_group", "access_client"),
          ip_protocol: "-1",
          cidr_ipv4: "10.0.0.0/16",
        }),
    ),
    /^nodes .*ALLOWED/,
  ],
  // Who carries the key
  [
    "the shared instance's key for an organization with an instance of its own",
    (json) =>
      policy(json, "hooli").securityGroups.groupIds.push(
        "${data.terraform_remote_state.database-state.outputs.client_security_group_id}",
      ),
    /^hooli\/api > test-shared: .* -> ALLOWED always/,
  ],
  [
    "the key for nodes, by their launch template",
    (json) => {
      json.json("cluster").data.terraform_remote_state["database-state"] =
        json.json("org-acme").data.terraform_remote_state["database-state"];
      json.one("cluster", "aws_launch_template").vpc_security_group_ids = [
        "${data.terraform_remote_state.database-state.outputs.client_security_group_id}",
      ];
    },
    /^nodes .* > test-shared: .* -> ALLOWED always/,
  ],
  [
    "the key for the control plane",
    (json) => {
      json.json("cluster").data.terraform_remote_state["database-state"] =
        json.json("org-acme").data.terraform_remote_state["database-state"];
      json.one("cluster", "aws_eks_cluster").vpc_config.security_group_ids = [
        "${data.terraform_remote_state.database-state.outputs.client_security_group_id}",
      ];
    },
    /^control plane .* > test-shared: .* -> ALLOWED always/,
  ],
  [
    "a function with the key",
    (json) =>
      json.add("database", "aws_lambda_function", "mutant", {
        function_name: "mutant",
        vpc_config: {
          subnet_ids: "${data.terraform_remote_state.network-state.outputs.database_private_subnet_ids}",
          security_group_ids: [json.id("database", "aws_security_group", "access_client")],
        },
      }),
    /^function mutant > test-shared: - -> ALLOWED always/,
  ],
  [
    "a machine with the key",
    (json) =>
      json.add("database", "aws_instance", "mutant", {
        subnet_id: "${data.terraform_remote_state.network-state.outputs.cluster_private_subnet_ids[0]}",
        vpc_security_group_ids: [json.id("database", "aws_security_group", "access_client")],
      }),
    /^instance .* > test-shared: - -> ALLOWED always/,
  ],
  [
    "a second policy that hands the key to every pod of a namespace",
    (json) => {
      const other = structuredClone(json.one("org-hooli", "kubernetes_manifest", "security-group-policy"));
      other.manifest.spec = {
        podSelector: {},
        securityGroups: {
          groupIds: ["${data.terraform_remote_state.database-state.outputs.client_security_group_id}"],
        },
      };
      json.add("org-hooli", "kubernetes_manifest", "mutant", other);
    },
    /^any pod of hooli > test-shared: .* -> ALLOWED always/,
  ],
  // Network ACLs
  [
    "the database's ACL open to every address",
    all(aclRule("database-private", {}), (json) =>
      json.add("network", acl, "back", { ...json.one("network", acl, "mutant"), egress: true }),
    ),
    /^internet > test-shared: .* -> DENIED by no public address and no route and security groups$/,
  ],
  [
    "the database's port for the public subnets, on every ACL on the way",
    all(
      aclRule("database-private", {
        cidr_block: "10.0.6.0/23",
        protocol: "6",
        from_port: 5432,
        to_port: 5432,
      }),
      (json) =>
        json.add("network", acl, "m2", {
          ...json.one("network", acl, "mutant"),
          egress: true,
          cidr_block: "10.0.6.0/23",
          from_port: 1024,
          to_port: 65535,
        }),
      (json) =>
        json.add("network", acl, "m3", {
          ...json.one("network", acl, "mutant"),
          network_acl_id: json.id("network", "aws_network_acl", "cluster-public"),
          egress: true,
          cidr_block: "10.0.4.0/23",
        }),
      (json) =>
        json.add("network", acl, "m4", {
          ...json.one("network", acl, "mutant"),
          network_acl_id: json.id("network", "aws_network_acl", "cluster-public"),
          cidr_block: "10.0.4.0/23",
          from_port: 1024,
          to_port: 65535,
        }),
    ),
    /^anything in .*cluster-public_subnet-1 > test-shared: .* -> DENIED by security groups$/,
  ],
  [
    "the database's subnets left to an open default ACL",
    all(
      set("network", "aws_network_acl", "database-private", { subnet_ids: [] }),
      remove("network", "aws_default_network_acl", ""),
    ),
    /^internet > test-shared: .* -> DENIED by no public address and no route and security groups$/,
  ],
  [
    "an ACL rule whose action is not known",
    aclRule("database-private", { rule_action: "${var.action}", egress: true }),
    /-> UNKNOWN|sometimes|DENIED by no public address and no route and security groups/,
  ],
  // Routes and public addresses
  [
    "a public database",
    set("database", "aws_db_instance", "", { publicly_accessible: true }),
    /^internet > test-shared: .* -> DENIED by no route and network ACLs and security groups$/,
  ],
  [
    "a public database in a subnet with a route to the internet",
    all(set("database", "aws_db_instance", "", { publicly_accessible: true }), (json) => {
      for (const name of Object.keys(json.json("network").resource.aws_route_table).filter((one) =>
        one.includes("database-private"),
      ))
        json.add("network", "aws_route", `mutant-${name}`, {
          route_table_id: `\${aws_route_table.${name}.id}`,
          destination_cidr_block: "0.0.0.0/0",
          gateway_id: json.id("network", "aws_internet_gateway"),
        });
    }),
    /^internet > test-shared: .* -> DENIED by network ACLs and security groups$/,
  ],
  [
    "a public database with a route, in halves",
    all(set("database", "aws_db_instance", "", { publicly_accessible: true }), (json) => {
      for (const name of Object.keys(json.json("network").resource.aws_route_table).filter((one) =>
        one.includes("database-private"),
      ))
        for (const half of ["0.0.0.0/1", "128.0.0.0/1"])
          json.add("network", "aws_route", `mutant-${name}-${half[0]}`, {
            route_table_id: `\${aws_route_table.${name}.id}`,
            destination_cidr_block: half,
            gateway_id: json.id("network", "aws_internet_gateway"),
          });
    }),
    /^internet > test-shared: .* -> DENIED by network ACLs and security groups$/,
  ],
  [
    "a public database in the public subnets",
    all(set("database", "aws_db_instance", "", { publicly_accessible: true }), (json) => {
      json.one("database", "aws_db_subnet_group").subnet_ids =
        "${data.terraform_remote_state.network-state.outputs.cluster_public_subnet_ids}";
    }),
    /^internet > test-shared: .* -> DENIED by security groups$/,
  ],
  [
    "everything at once",
    all(
      set("database", "aws_db_instance", "", { publicly_accessible: true }),
      (json) => {
        json.one("database", "aws_db_subnet_group").subnet_ids =
          "${data.terraform_remote_state.network-state.outputs.cluster_public_subnet_ids}";
      },
      admit({ cidr_ipv4: "0.0.0.0/0" }),
      aclRule("cluster-public", {}),
      (json) => json.add("network", acl, "back", { ...json.one("network", acl, "mutant"), egress: true }),
    ),
    /^internet > test-shared: .* -> ALLOWED always$/,
  ],
  // What is not modelled
  ...[
    "aws_ec2_transit_gateway_vpc_attachment",
    "aws_vpn_gateway",
    "aws_db_proxy_endpoint",
    "aws_ecs_service",
    "aws_network_interface",
    "aws_rds_cluster",
  ].map((type): [string, Change, RegExp] => [
    `a resource that may carry packets: ${type}`,
    (json) => json.add("network", type, "mutant", { name: "mutant" }),
    /^unknown: - -> .* may carry packets/,
  ]),
  [
    "a module",
    (json) => {
      json.json("network").module = { more: { source: "./more" } };
    },
    /^unknown: - -> .* block "module"/,
  ],
  [
    "a rule made a number of times",
    (json) => admit({ cidr_ipv4: "10.0.0.0/16", count: "${var.count}" })(json),
    /^unknown/,
  ],
  [
    "a manifest of another kind",
    (json) => json.add("org-acme", "kubernetes_manifest", "mutant", { manifest: { kind: "ENIConfig" } }),
    /^unknown: - -> .*ENIConfig/,
  ],
  [
    "pods that leave with their node's groups",
    (json) => {
      const addOn = json.one("cluster", "aws_eks_addon", "vpc-cni");
      addOn.configuration_values = addOn.configuration_values.replace("strict", "standard");
    },
    /^unknown: - -> .*POD_SECURITY_GROUP_ENFORCING_MODE/,
  ],
  [
    "pods without groups of their own",
    (json) => {
      const addOn = json.one("cluster", "aws_eks_addon", "vpc-cni");
      addOn.configuration_values = addOn.configuration_values.replace(
        '"ENABLE_POD_ENI" = "true"',
        '"ENABLE_POD_ENI" = "false"',
      );
    },
    /^unknown: - -> .*ENABLE_POD_ENI/,
  ],
  [
    "IPv6",
    set("network", "aws_vpc", "", { assign_generated_ipv6_cidr_block: true }),
    /^unknown: - -> .*IPv6/,
  ],
  [
    "nodes that EKS makes by itself",
    set("cluster", "aws_eks_cluster", "", { compute_config: { enabled: true } }),
    /^unknown: - -> .*Auto Mode/,
  ],
];

describe("the gate finds a change that weakens the network:", () => {
  test.each(weakenings)("%s", (_, change, expected) => {
    expect(changed(change)).toContainEqual(expect.stringMatching(expected));
  });
});
