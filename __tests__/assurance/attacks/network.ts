// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import type { Weakening } from "../mutations/mutation";
import { aclRule, admit, all, door, egress, ingress, set } from "../support/edits";
import type { Synthesis } from "../support/mutations";

const publicSubnets = (json: Synthesis) =>
  json.json("network").output.database_public_subnet_ids.value as string[];

/** Connections through the network, and names that resolve to other hosts. */
export const network: readonly Weakening[] = [
  [
    "the instance is in public subnets with a public address",
    (json) => {
      json.one("database", "aws_db_subnet_group", "subnets").subnet_ids =
        "${data.terraform_remote_state.network-state.outputs.database_public_subnet_ids}";
      json.one("database", "aws_db_instance", "instance").publicly_accessible = true;
    },
    /public/,
  ],
  [
    "aws_security_group_rule admits a range to the instance",
    (json) => {
      json.add("database", "aws_security_group_rule", "mutant", {
        type: "ingress",
        security_group_id: json.id("database", "aws_security_group", "access_instance"),
        protocol: "-1",
        from_port: 0,
        to_port: 0,
        cidr_blocks: ["10.0.0.0/16"],
      });
    },
    /mutant|access_instance|nodes/,
  ],
  [
    "a rule admits IPv6 and the VPC gets IPv6",
    all(admit({ cidr_ipv6: "::/0" }), (json) => {
      json.one("network", "aws_vpc", "vpc").assign_generated_ipv6_cidr_block = true;
      json.one("database", "aws_db_instance", "instance").network_type = "DUAL";
    }),
    /mutant|IPv6|ipv6/i,
  ],
  [
    "a rule admits a prefix list of another team by its id",
    admit({ prefix_list_id: "pl-0123456789abcdef0" }),
    /mutant|pl-0123/,
  ],
  [
    "a rule admits a group of another account",
    admit({ referenced_security_group_id: "999988887777/sg-0123456789abcdef0" }),
    /mutant|sg-0123/,
  ],
  [
    "a rule admits ports 0 to 65535",
    admit({ cidr_ipv4: "10.0.0.0/16" }, { from_port: 0, to_port: 65535 }),
    /mutant|access_instance/,
  ],
  [
    "a rule admits protocol 6 by number",
    admit({ cidr_ipv4: "10.0.0.0/16" }, { ip_protocol: "6" }),
    /mutant|access_instance/,
  ],
  [
    "inline rules of the instance's group",
    set("database", "aws_security_group", "instance_access_instance", {
      ingress: [{ from_port: 5432, to_port: 5432, protocol: "tcp", cidr_blocks: ["10.0.0.0/8"] }],
    }),
    /mutant|access_instance/,
  ],
  [
    "a database's ACL admits everything before its other rules",
    aclRule("database-private", {}),
    /database-private_acl|mutant/,
  ],
  [
    "a database's subnet has a route to the internet",
    (json) =>
      json.add("network", "aws_route", "mutant", {
        route_table_id: json.id("network", "aws_route_table", "database-private"),
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: json.id("network", "aws_internet_gateway", "internet-gateway"),
      }),
    /mutant|route/,
  ],
  [
    "a VPN gateway propagates routes to the database's subnets",
    (json) => {
      json.one("network", "aws_route_table", "database-private").propagating_vgws = ["vgw-0123456789"];
    },
    /propagat|route-table/,
  ],
  [
    "a transit gateway is attached to the VPC",
    (json) =>
      json.add("network", "aws_ec2_transit_gateway_vpc_attachment", "mutant", {
        transit_gateway_id: "tgw-1",
        vpc_id: json.json("network").output.database_vpc_id.value,
        subnet_ids: publicSubnets(json),
      }),
    /mutant|aws_ec2_transit_gateway_vpc_attachment/,
  ],
  [
    "a peering to another account's VPC",
    (json) =>
      json.add("network", "aws_vpc_peering_connection", "mutant", {
        vpc_id: json.json("network").output.database_vpc_id.value,
        peer_vpc_id: "vpc-0123",
        peer_owner_id: "999988887777",
      }),
    /mutant/,
  ],
  [
    "a subnet is shared with another account",
    (json) => {
      json.add("network", "aws_ram_resource_share", "mutant", { name: "x", allow_external_principals: true });
    },
    /mutant|aws_ram/,
  ],
  [
    "the instance gets an endpoint through RDS Data API of a proxy endpoint",
    (json) =>
      json.add("database", "aws_db_proxy_endpoint", "mutant", {
        db_proxy_name: "x",
        db_proxy_endpoint_name: "y",
        vpc_subnet_ids: publicSubnets(json),
      }),
    /mutant|aws_db_proxy_endpoint/,
  ],
  [
    "a network interface holds the client group",
    (json) =>
      json.add("database", "aws_network_interface", "mutant", {
        subnet_id: "${data.terraform_remote_state.network-state.outputs.cluster_private_subnet_ids[0]}",
        security_groups: [json.id("database", "aws_security_group", "access_client")],
      }),
    /mutant|aws_network_interface/,
  ],
  [
    "an attachment gives an EC2 instance the client group",
    (json) =>
      json.add("database", "aws_network_interface_sg_attachment", "mutant", {
        security_group_id: json.id("database", "aws_security_group", "access_client"),
        network_interface_id: "eni-0123",
      }),
    /mutant|sg_attachment/,
  ],
  [
    "the client group is associated with another VPC",
    (json) =>
      json.add("database", "aws_vpc_security_group_vpc_association", "mutant", {
        security_group_id: json.id("database", "aws_security_group", "access_client"),
        vpc_id: "vpc-0123",
      }),
    /mutant|vpc_association/,
  ],
  [
    "an interface endpoint holds the instance's group",
    (json) => {
      json.one("network", "aws_vpc_endpoint", "cluster-endpoints_sts").security_group_ids = ["sg-0123456789"];
    },
    /cluster-endpoints_sts|sg-0123/,
  ],
  [
    "an endpoint's policy admits every identity",
    (json) => {
      json.one("network", "aws_vpc_endpoint", "cluster-endpoints_secretsmanager").policy = undefined;
    },
    /cluster-endpoints_secretsmanager/,
  ],
  [
    "an endpoint's policy is overwritten by a second resource",
    (json) =>
      json.add("network", "aws_vpc_endpoint_policy", "mutant", {
        vpc_endpoint_id: json.id("network", "aws_vpc_endpoint", "cluster-endpoints_secretsmanager"),
        policy:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
      }),
    /mutant|cluster-endpoints_secretsmanager/,
  ],
  [
    "an endpoint's policy names another account by StringLike",
    (json) => {
      json.statement("network", "cluster-endpoints_sts", "OwnIdentities").condition[0] = {
        test: "StringLike",
        variable: "aws:PrincipalAccount",
        values: ["*"],
      };
    },
    /cluster-endpoints_sts/,
  ],
  [
    "an endpoint's policy compares the account by IfExists",
    (json) => {
      json.statement("network", "cluster-endpoints_sts", "OwnIdentities").condition[0].test =
        "StringEqualsIfExists";
    },
    /cluster-endpoints_sts/,
  ],
  [
    "an endpoint leads to a service of another account",
    (json) => {
      json.one("network", "aws_vpc_endpoint", "database-endpoints_secretsmanager").service_name =
        "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0";
    },
    /vpce-svc-0123|database-endpoints_secretsmanager/,
  ],
  [
    "an endpoint service offers the database to another account",
    (json) => {
      json.add("database", "aws_lb", "mutant", {
        internal: true,
        load_balancer_type: "network",
        subnets: "${data.terraform_remote_state.network-state.outputs.database_private_subnet_ids}",
      });
      json.add("database", "aws_vpc_endpoint_service", "mutant", {
        acceptance_required: false,
        allowed_principals: ["arn:aws:iam::999988887777:root"],
        network_load_balancer_arns: ["${aws_lb.mutant.arn}"],
      });
    },
    /mutant/,
  ],
  [
    "a private zone answers for AWS's names",
    (json) => {
      json.add("network", "aws_route53_zone", "mutant", {
        name: "sts.eu-west-1.amazonaws.com",
        vpc: [{ vpc_id: json.json("network").output.cluster_vpc_id.value }],
      });
      json.add("network", "aws_route53_record", "mutant", {
        zone_id: "${aws_route53_zone.mutant.zone_id}",
        name: "sts.eu-west-1.amazonaws.com",
        type: "A",
        ttl: 60,
        records: ["10.0.0.66"],
      });
    },
    /mutant/,
  ],

  [
    "DHCP options set other DNS servers",
    (json) => {
      json.add("network", "aws_vpc_dhcp_options", "mutant", { domain_name_servers: ["203.0.113.53"] });
      json.add("network", "aws_vpc_dhcp_options_association", "mutant", {
        vpc_id: json.json("network").output.cluster_vpc_id.value,
        dhcp_options_id: "${aws_vpc_dhcp_options.mutant.id}",
      });
    },
    /mutant/,
  ],
  [
    "a resolver rule forwards queries to another server",
    (json) =>
      json.add("network", "aws_route53_resolver_rule", "mutant", {
        domain_name: "rds.amazonaws.com",
        rule_type: "FORWARD",
        target_ip: [{ ip: "203.0.113.53" }],
      }),
    /mutant|resolver/,
  ],
  [
    "flow logs go to a bucket of another account",
    (json) => {
      json.add("network", "aws_flow_log", "mutant", {
        log_destination: "arn:aws:s3:::foreign",
        log_destination_type: "s3",
        traffic_type: "ALL",
        vpc_id: json.json("network").output.cluster_vpc_id.value,
      });
    },
    /mutant/,
  ],
  [
    "traffic is mirrored",
    (json) =>
      json.add("network", "aws_ec2_traffic_mirror_session", "mutant", { network_interface_id: "eni-1" }),
    /mutant|mirror/,
  ],

  [
    "the baseline of pods admits every address",
    (json) =>
      json.add("cluster", ingress, "mutant", {
        security_group_id: json.id("cluster", "aws_security_group", "pods_group"),
        ip_protocol: "-1",
        cidr_ipv4: "0.0.0.0/0",
      }),
    /mutant|pods_group|relay|passes/,
  ],
  [
    "the function's group admits the cluster's VPC",
    (json) =>
      json.add("database", ingress, "mutant", {
        security_group_id: json.id("database", "aws_security_group", "credentials_group"),
        ip_protocol: "tcp",
        from_port: 1,
        to_port: 65535,
        cidr_ipv4: "10.0.0.0/8",
      }),
    /mutant|credentials_group/,
  ],
  [
    "the load balancer's group admits egress to the internet",
    (json) =>
      json.add("database", egress, "mutant", {
        security_group_id: json.id("database", "aws_security_group", door(json)),
        ip_protocol: "-1",
        cidr_ipv4: "0.0.0.0/0",
      }),
    /mutant|access_/,
  ],
  [
    "the function's group admits egress to the internet",
    (json) =>
      json.add("database", egress, "mutant", {
        security_group_id: json.id("database", "aws_security_group", "credentials_group"),
        ip_protocol: "-1",
        cidr_ipv4: "0.0.0.0/0",
      }),
    /mutant|credentials_group/,
  ],
  [
    "the default group of the VPC admits itself",
    (json) => {
      json.one("network", "aws_default_security_group", "vpc").ingress = [
        { protocol: -1, self: true, from_port: 0, to_port: 0 },
      ];
    },
    /default-security-group/,
  ],
  [
    "the interface endpoints' group admits the internet",
    (json) =>
      json.add("network", ingress, "mutant", {
        security_group_id: json.id("network", "aws_security_group", "database-endpoints"),
        ip_protocol: "-1",
        cidr_ipv4: "0.0.0.0/0",
      }),
    /mutant|database-endpoints/,
  ],
  [
    "a VPC Lattice service network takes the VPC in",
    (json) =>
      json.add("network", "aws_vpclattice_service_network_vpc_association", "mutant", {
        vpc_identifier: "vpc-1",
        service_network_identifier: "sn-1",
      }),
    /mutant|lattice/,
  ],
  [
    "a Client VPN ends in the cluster's VPC",
    (json) =>
      json.add("network", "aws_ec2_client_vpn_network_association", "mutant", {
        subnet_id: "x",
        client_vpn_endpoint_id: "y",
      }),
    /mutant|client_vpn/,
  ],
  [
    "an Instance Connect endpoint opens tunnels to the database",
    (json) => json.add("network", "aws_ec2_instance_connect_endpoint", "mutant", { subnet_id: "x" }),
    /mutant|connect_endpoint/,
  ],
];
