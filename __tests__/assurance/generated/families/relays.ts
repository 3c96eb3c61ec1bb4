// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import type { Synthesis } from "../../support/mutations";
import { type Attributes, type Family, product, productInTurn, resources } from "../mutant";
import { keys } from "./groups";

const vpcOf = (json: Synthesis, stack: string, group: string): Attributes =>
  json.json(stack).resource.aws_security_group[group].vpc_id;

/** A load balancer in front of a database, which holds its client security group: its clients reach the database. */
export const relayAdded: Family = {
  name: "a relay in front of a database holds its client security group",
  mutants: (json) =>
    productInTurn<{ internal: boolean; hops: number }>(
      keys(json),
      [
        [
          ["on the internet", { internal: false, hops: 1 }],
          ["inside", { internal: true, hops: 1 }],
        ],
        [
          ["behind another inside", { internal: true, hops: 2 }],
          ["behind another on the internet", { internal: false, hops: 2 }],
        ],
        [["behind two others", { internal: true, hops: 3 }]],
      ],
      ({ internal, hops }, _, copy, { stack, name }) => {
        const key = `\${aws_security_group.${name}.id}`;
        const vpc = vpcOf(copy, stack, name);
        const subnets = ["subnet-0123456789abcdef0"];
        for (let hop = 0; hop < hops; hop++) {
          const suffix = `mutant-${hop}`;
          const isLast = hop === hops - 1;
          const group = isLast ? key : `\${aws_security_group.${suffix}.id}`;
          copy.add(stack, "aws_security_group", suffix, { name: suffix, vpc_id: vpc });
          copy.add(stack, "aws_vpc_security_group_ingress_rule", suffix, {
            security_group_id: isLast ? key : group,
            cidr_ipv4: "0.0.0.0/0",
            ip_protocol: "-1",
          });
          copy.add(stack, "aws_vpc_security_group_egress_rule", suffix, {
            security_group_id: group,
            cidr_ipv4: "0.0.0.0/0",
            ip_protocol: "-1",
          });
          copy.add(stack, "aws_lb", suffix, {
            name: suffix,
            load_balancer_type: "network",
            internal: hop > 0 || internal,
            subnets,
            security_groups: [group],
          });
          copy.add(stack, "aws_lb_target_group", suffix, {
            name: suffix,
            port: 5432,
            protocol: "TCP",
            target_type: isLast ? "ip" : "alb",
            vpc_id: vpc,
          });
          copy.add(stack, "aws_lb_target_group_attachment", suffix, {
            target_group_arn: `\${aws_lb_target_group.${suffix}.id}`,
            target_id: isLast ? "10.0.4.10" : `\${aws_lb.mutant-${hop + 1}.id}`,
            port: 5432,
          });
          copy.add(stack, "aws_lb_listener", suffix, {
            load_balancer_arn: `\${aws_lb.${suffix}.id}`,
            port: 5432,
            protocol: "TCP",
            default_action: [{ type: "forward", target_group_arn: `\${aws_lb_target_group.${suffix}.id}` }],
          });
        }
      },
      ({ address }) => [address, "mutant", "test-"],
    ),
};

/** Relays between pods and the instance, in topologies that have some. */
export const relayChanged: Family = {
  name: "a relay of the topology is changed",
  mutants: (json) => [
    ...product<Attributes>(
      resources(json, "aws_lb"),
      [
        ["another group", { security_groups: ["sg-0123456789abcdef0"] }],
        ["other subnets", { subnets: ["subnet-0123456789abcdef0"] }],
        ["another protocol of addresses", { ip_address_type: "dualstack" }],
        ["another kind", { load_balancer_type: "gateway" }],
      ],
      (edit, block) => Object.assign(block, edit),
    ),
    ...product<Attributes>(
      resources(json, "aws_lb_target_group"),
      [["targets with IPv6", { ip_address_type: "ipv6" }]],
      (edit, block) => Object.assign(block, edit),
    ),
    ...product<Attributes>(
      resources(json, "aws_vpc_endpoint_service"),
      [
        ["every account", { allowed_principals: ["*"] }],
        ["another account", { allowed_principals: ["arn:aws:iam::444455556666:root"] }],
        ["no acceptance", { acceptance_required: false }],
        ["another region", { supported_regions: ["us-east-1"] }],
        [
          "another balancer",
          {
            network_load_balancer_arns: [
              "arn:aws:elasticloadbalancing:eu-west-1:444455556666:loadbalancer/net/stranger/1",
            ],
          },
        ],
        ["principals that are not known", { allowed_principals: "${var.principals}" }],
      ],
      (edit, block) => Object.assign(block, edit),
      ({ address }) => [address, "test-"],
    ),
    ...product<string>(
      resources(json, "aws_vpc_endpoint_service"),
      [
        ["a stranger's endpoint", "vpce-0123456789abcdef0"],
        ["an endpoint of a data source", "${data.aws_vpc_endpoint.stranger.id}"],
      ],
      (endpoint, _, copy, { stack, name }) =>
        copy.add(stack, "aws_vpc_endpoint_connection_accepter", "mutant", {
          vpc_endpoint_service_id: `\${aws_vpc_endpoint_service.${name}.id}`,
          vpc_endpoint_id: endpoint,
        }),
      ({ address }) => [address, "accepter.mutant"],
    ),
    ...product<Attributes>(
      resources(json, "aws_vpclattice_resource_configuration"),
      [
        [
          "another resource",
          {
            resource_configuration_definition: [
              { dns_resource: { domain_name: "db.example.com", ip_address_type: "IPV4" } },
            ],
          },
        ],
        ["shared with a network of services", { allow_association_to_shareable_service_network: true }],
      ],
      (edit, block) => Object.assign(block, edit),
      ({ address, block }) => [address, String(block.name), "test-"],
    ),
    ...product<[string, Attributes]>(
      resources(json, "aws_vpclattice_resource_configuration"),
      [
        [
          "a share with another account",
          [
            "aws_ram_principal_association",
            {
              principal: "444455556666",
              resource_share_arn: "arn:aws:ram:eu-west-1:111122223333:resource-share/1",
            },
          ],
        ],
        [
          "a share of the configuration",
          [
            "aws_ram_resource_association",
            { resource_share_arn: "arn:aws:ram:eu-west-1:111122223333:resource-share/1" },
          ],
        ],
        [
          "an association with a network of services",
          ["aws_vpclattice_service_network_resource_association", { service_network_identifier: "sn-1" }],
        ],
      ],
      ([type, attributes], _, copy, { stack, name }) =>
        copy.add(stack, type, "mutant", {
          ...attributes,
          resource_arn: `\${aws_vpclattice_resource_configuration.${name}.arn}`,
          resource_configuration_identifier: `\${aws_vpclattice_resource_configuration.${name}.id}`,
        }),
      ({ address, block }, [type]) => [address, String(block.name), `${type}.mutant`],
    ),
  ],
};

/** Connections between networks that no topology declares. */
export const pathAdded: Family = {
  name: "a network gets another connection",
  mutants: (json) =>
    product<(json: Synthesis, vpc: string, stack: string) => void>(
      resources(json, "aws_vpc"),
      [
        [
          "a peering",
          (copy, vpc, stack) =>
            copy.add(stack, "aws_vpc_peering_connection", "mutant", {
              vpc_id: vpc,
              peer_vpc_id: "vpc-0123456789abcdef0",
              peer_owner_id: "444455556666",
            }),
        ],
        [
          "a transit gateway",
          (copy, vpc, stack) =>
            copy.add(stack, "aws_ec2_transit_gateway_vpc_attachment", "mutant", {
              vpc_id: vpc,
              transit_gateway_id: "tgw-1",
              subnet_ids: [],
            }),
        ],
        [
          "a private gateway",
          (copy, vpc, stack) => copy.add(stack, "aws_vpn_gateway", "mutant", { vpc_id: vpc }),
        ],
        [
          "an association with a network of services",
          (copy, vpc, stack) =>
            copy.add(stack, "aws_vpclattice_service_network_vpc_association", "mutant", {
              vpc_identifier: vpc,
              service_network_identifier: "sn-1",
            }),
        ],
        [
          "a client VPN",
          (copy, vpc, stack) =>
            copy.add(stack, "aws_ec2_client_vpn_endpoint", "mutant", {
              vpc_id: vpc,
              client_cidr_block: "172.16.0.0/22",
            }),
        ],
        [
          "a device in its subnets",
          (copy, vpc, stack) =>
            copy.add(stack, "aws_networkfirewall_firewall", "mutant", { vpc_id: vpc, name: "stranger" }),
        ],
        [
          "a network that changes its addresses",
          (copy, vpc, stack) =>
            copy.add(stack, "aws_vpc_ipv4_cidr_block_association", "mutant", {
              vpc_id: vpc,
              cidr_block: "${var.range}",
            }),
        ],
        [
          "an endpoint of a stranger's service",
          (copy, vpc, stack) =>
            copy.add(stack, "aws_vpc_endpoint", "mutant", {
              vpc_id: vpc,
              service_name: "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0",
              vpc_endpoint_type: "Interface",
              subnet_ids: [],
            }),
        ],
      ],
      (edit, _, copy, { stack, name }) => edit(copy, `\${aws_vpc.${name}.id}`, stack),
      ({ address }) => [address, ".mutant", "test-"],
    ),
};
