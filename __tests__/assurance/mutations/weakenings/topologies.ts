// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { acl, set } from "../../support/edits";
import { rule, type Weakening } from "../mutation";

const external = "external-access_load-balancer";
const rest = /network: internet, all else reaches test-shared, which config does not allow/;

/** The load balancer that listed ranges come through. */
export const externalAccess: Weakening[] = [
  [
    "a wider range on the load balancer",
    set("database", "aws_vpc_security_group_ingress_rule", "instance_external-access_clients", {
      cidr_ipv4: "198.51.0.0/16",
    }),
    /ingress_rule\.\S* admits 198\.51\.0\.0 to .* on the path to test-shared/,
  ],
  [
    "a wider range on its subnets' ACL",
    set("network", acl, "-external_", { cidr_block: "0.0.0.0/0" }),
    /database-public_acl\S* lets .* into .*, where no client of its databases is/,
  ],
  [
    "a wider range on both, in both directions",
    (json) => {
      json.one("database", "aws_vpc_security_group_ingress_rule", "external-access_clients").cidr_ipv4 =
        "0.0.0.0/0";
      json.one("network", acl, "-external_").cidr_block = "0.0.0.0/0";
      json.one("network", acl, "-external-answers_").cidr_block = "0.0.0.0/0";
    },
    rest,
  ],
  [
    "a load balancer without a security group",
    set("database", "aws_lb", external, { security_groups: undefined }),
    /network: internet 198\.51\.100\.0\/24 should reach test-shared by config, but does not for certain/,
  ],
  [
    "a narrower range than is listed",
    set("database", "aws_vpc_security_group_ingress_rule", "instance_external-access_clients", {
      cidr_ipv4: "198.51.100.0/25",
    }),
    /network: internet 198\.51\.100\.0\/24 should reach test-shared by config, but does only from some/,
  ],
  [
    "no return route to clients on the internet",
    (json) => json.remove("network", "aws_route", "database-public_default-route"),
    /network: internet 198\.51\.100\.0\/24 should reach test-shared by config, but does not for certain/,
  ],
];

export const peering: Weakening[] = [
  [
    "a return route to more than the pods' subnets",
    set("network", "aws_route", "database-private_cluster-route-1-1", {
      destination_cidr_block: "10.0.0.0/16",
    }),
    /leads from .* to .*, where no client of its databases is/,
  ],
  [
    "a second route that leads elsewhere",
    (json) => {
      const table = json.id("network", "aws_route_table", "cluster-private_route-table-1");
      json.add("network", "aws_route", "mutant", {
        route_table_id: table,
        destination_cidr_block: "10.1.4.0/25",
        nat_gateway_id: json.id("network", "aws_nat_gateway", "nat_gateway-1"),
      });
    },
    /network: acme\/metabase should reach test-shared by config, but does only from some/,
  ],
  [
    "no return route",
    (json) => json.remove("network", "aws_route", "database-private_cluster-route-1-2"),
    /network: acme\/metabase should reach test-shared by config, but does only from some/,
  ],
  [
    "a peering that is not accepted",
    set("network", "aws_vpc_peering_connection", "", { auto_accept: undefined }),
    /nothing accepts test-network\/aws_vpc_peering_connection.peering/,
  ],
  [
    "a peering across regions",
    set("network", "aws_vpc_peering_connection", "", { peer_region: "us-east-1" }),
    /crosses regions/,
  ],
];

const endpointService = (attributes: Record<string, unknown>) =>
  set("database", "aws_vpc_endpoint_service", "", attributes);

const misled = /network: clients of test-shared may be led elsewhere: /;

export const privateLink: Weakening[] = [
  [
    "no record that leads to the endpoint",
    (json) => json.remove("database", "aws_route53_record", ""),
    misled,
  ],
  ["no zone that leads to the endpoint", (json) => json.remove("database", "aws_route53_zone", ""), misled],
  [
    "the endpoint's zone in another VPC",
    (json) => {
      json.one("database", "aws_route53_zone").vpc = [{ vpc_id: "vpc-0123456789abcdef0" }];
    },
    misled,
  ],
  [
    "a record that leads elsewhere",
    (json) => {
      json.one("database", "aws_route53_record").alias.name = "${aws_lb.elsewhere.dns_name}";
    },
    misled,
  ],
  [
    "a record of a type that clients do not ask for",
    (json) => {
      json.one("database", "aws_route53_record").type = "TXT";
    },
    misled,
  ],
  [
    "every account at the endpoint service",
    endpointService({ allowed_principals: ["*"] }),
    /lets in principals of other accounts: "\*"/,
  ],
  [
    "another account at the endpoint service",
    endpointService({ allowed_principals: ["arn:aws:iam::444455556666:root"] }),
    /lets in principals of other accounts/,
  ],
  [
    "every principal at the endpoint service",
    endpointService({ acceptance_required: false }),
    rule("Endpoint services accept a connection only after approval"),
  ],
  [
    "an endpoint without a group of its own",
    set("database", "aws_vpc_endpoint", "", { security_group_ids: undefined }),
    /network: acme\/metabase should reach test-shared by config, but does not for certain/,
  ],
  [
    "a load balancer without a security group",
    set("database", "aws_lb", "instance_access_load-balancer", { security_groups: undefined }),
    /network: acme\/metabase should reach test-shared by config, but does not for certain/,
  ],
  [
    "a group of the load balancer that its endpoint's clients do not pass",
    set("database", "aws_lb", "instance_access_load-balancer", {
      enforce_security_group_inbound_rules_on_private_link_traffic: "on",
    }),
    /network: acme\/metabase should reach test-shared by config, but does not for certain/,
  ],
  [
    "preserved client addresses behind the load balancer",
    set("database", "aws_lb_target_group", "instance_access_load-balancer", { preserve_client_ip: "true" }),
    /network: acme\/metabase should reach test-shared by config, but does not for certain/,
  ],
];

export const resourceEndpoint: Weakening[] = [
  [
    "no private DNS name of the endpoint",
    set("database", "aws_vpc_endpoint", "", { private_dns_enabled: false }),
    misled,
  ],
  [
    "an endpoint without a group of its own",
    set("database", "aws_vpc_endpoint", "", { security_group_ids: undefined }),
    /network: acme\/metabase should reach test-shared by config, but does not for certain/,
  ],
  [
    "a resource that is not the database",
    (json) => {
      json.one("database", "aws_vpclattice_resource_configuration").resource_configuration_definition = {
        dns_resource: { domain_name: "database.example.com", ip_address_type: "IPV4" },
      };
    },
    /network: acme\/metabase should reach test-shared by config, but does not for certain/,
  ],
  [
    "the gateway in a group that is not declared",
    set("database", "aws_vpclattice_resource_gateway", "", { security_group_ids: ["sg-0123456789abcdef0"] }),
    /network: acme\/metabase should reach test-shared by config, but does not for certain/,
  ],
  [
    "the endpoint of a dedicated instance for the shared one",
    (json) => {
      json.one("org-hooli", "aws_vpclattice_resource_configuration").resource_configuration_definition = [
        { arn_resource: [{ arn: "${data.terraform_remote_state.database-state.outputs.instance_arn}" }] },
      ];
    },
    /network: hooli\/api should reach test-org-hooli by config, but does not for certain/,
  ],
  [
    "a resource that is shared with other accounts",
    (json) =>
      json.add("database", "aws_ram_resource_association", "mutant", {
        resource_arn: json.id("database", "aws_vpclattice_resource_configuration", "", "arn"),
        resource_share_arn: "arn:aws:ram:eu-west-1:111122223333:resource-share/1",
      }),
    rule("Every resource that could hold or issue credentials has a type that the proof knows"),
  ],
];
