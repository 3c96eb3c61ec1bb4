import { Cloud, id } from "../support/cloud";

const world = (): Cloud =>
  new Cloud()
    .subnet("data", "10.0.2.0/24")
    .group("database", "tcp 5432 from database")
    .database(["data"], ["database"])
    .balancer("nlb", ["data"], ["database"])
    .add("aws_vpc_endpoint_service", "service", {
      acceptance_required: true,
      network_load_balancer_arns: [id("aws_lb", "nlb")],
    })
    .add("aws_vpclattice_resource_gateway", "gateway", {
      vpc_id: id("aws_vpc", "main"),
      subnet_ids: [id("aws_subnet", "data")],
      security_group_ids: [id("aws_security_group", "database")],
    })
    .add("aws_vpclattice_resource_configuration", "configuration", {
      resource_gateway_identifier: id("aws_vpclattice_resource_gateway", "gateway"),
      resource_configuration_definition: { arn_resource: { arn: id("aws_db_instance", "database") } },
    });

/** What is not understood of the world with one more argument of a resource. */
const unknowns = (type: string, name: string, attributes: Record<string, unknown>): readonly string[] => {
  const cloud = world();
  return cloud.add(type, name, { ...cloud.resource[type]?.[name], ...attributes }).network.unknowns;
};

test("every argument of the environment's resources is known", () => {
  expect(world().network.unknowns).toEqual([]);
  expect(unknowns("aws_db_instance", "database", { tags: { Team: "data" }, multi_az: true })).toEqual([]);
  expect(unknowns("aws_lb", "nlb", { ip_address_type: "ipv4", access_logs: null })).toEqual([]);
});

test.each([
  ["aws_db_instance", "database", { replicate_source_db: "stranger" }],
  ["aws_db_instance", "database", { network_type: "DUAL" }],
  ["aws_lb", "nlb", { ip_address_type: "dualstack" }],
  ["aws_lb", "nlb", { region: "us-east-1" }],
  ["aws_vpclattice_resource_gateway", "gateway", { ip_address_type: "DUALSTACK" }],
  ["aws_lb", "nlb", { ip_address_type: ["ipv4", 6] }],
  ["aws_vpc_endpoint_service", "service", { gateway_load_balancer_arns: ["arn"] }],
  ["aws_vpclattice_resource_configuration", "configuration", { resource_configuration_group_id: "rcfg-1" }],
  ["aws_vpc_endpoint_service", "service", { supported_ip_address_types: ["ipv4", "ipv6"] }],
  [
    "aws_vpclattice_resource_configuration",
    "configuration",
    { allow_association_to_shareable_service_network: true },
  ],
  ["aws_security_group", "database", { region: "us-east-1" }],
])("%s %s with %j is not understood, and the message names its address", (type, name, attributes) => {
  expect(unknowns(type, name, attributes)).toEqual([expect.stringContaining(`stack/${type}.${name}`)]);
});
