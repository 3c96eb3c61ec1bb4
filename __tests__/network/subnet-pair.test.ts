import { SubnetPair, type SubnetPairProps } from "../../src/network/subnet-pair";
import { environment } from "../support/fixtures";
import { synthesizeConstruct } from "../support/synthesize";

const pair = (options: Partial<SubnetPairProps> = {}, use = (_: SubnetPair) => {}) =>
  synthesizeConstruct(environment(), (scope) =>
    use(
      new SubnetPair(scope, "pair", {
        name: "test-pair",
        vpcId: "vpc-1",
        zones: ["eu-west-1a", "eu-west-1c"],
        cidrs: ["10.0.0.0/24", "10.0.1.0/24"],
        aclEntries: [],
        ...options,
      }),
    ),
  );

describe("SubnetPair", () => {
  const stack = pair();

  test("has one subnet in each zone, and gives no public address", () => {
    expect(Object.values(stack.resources("aws_subnet"))).toMatchObject([
      {
        availability_zone: "eu-west-1a",
        cidr_block: "10.0.0.0/24",
        map_public_ip_on_launch: false,
        tags: { Name: "test-pair-eu-west-1a" },
      },
      {
        availability_zone: "eu-west-1c",
        cidr_block: "10.0.1.0/24",
        map_public_ip_on_launch: false,
        tags: { Name: "test-pair-eu-west-1c" },
      },
    ]);
  });

  test("associates both subnets with an ACL that denies everything", () => {
    const subnets = Object.keys(stack.resources("aws_subnet")).map((name) => `\${aws_subnet.${name}.id}`);
    expect(stack.resource("aws_network_acl").subnet_ids).toEqual(subnets);
    expect(stack.resource("aws_network_acl").tags).toEqual({ Name: "test-pair" });
    expect(stack.count("aws_network_acl_rule")).toBe(0);
  });

  test("associates both subnets with a route table without routes, not with the main one", () => {
    const table = `\${aws_route_table.${Object.keys(stack.resources("aws_route_table"))[0]}.id}`;
    expect(stack.count("aws_route_table")).toBe(1);
    const associations = Object.values(stack.resources("aws_route_table_association"));
    expect(associations.map(({ route_table_id }) => route_table_id)).toEqual([table, table]);
    expect(new Set(associations.map(({ subnet_id }) => subnet_id)).size).toBe(2);
    expect(stack.count("aws_route")).toBe(0);
  });

  test("routes each zone to its own gateway where it is told to", () => {
    const zonal = pair({ routeTables: "per-zone" }, (it) =>
      it.addDefaultRoutes((zone) => ({ natGatewayId: `nat-${zone}` })),
    );
    expect(zonal.count("aws_route_table")).toBe(2);
    const tables = Object.values(zonal.resources("aws_route_table_association")).map((a) => a.route_table_id);
    expect(Object.values(zonal.resources("aws_route"))).toMatchObject([
      { route_table_id: tables[0], destination_cidr_block: "0.0.0.0/0", nat_gateway_id: "nat-0" },
      { route_table_id: tables[1], destination_cidr_block: "0.0.0.0/0", nat_gateway_id: "nat-1" },
    ]);
  });

  test("writes an ACL rule for every entry", () => {
    const rules = pair({
      aclEntries: [
        {
          id: "ingress-100-query",
          direction: "ingress",
          number: 100,
          action: "allow",
          cidr: "10.1.0.0/24",
          match: { protocol: "tcp", fromPort: 5432, toPort: 5432 },
          why: "Queries",
        },
        {
          id: "egress-900-rest",
          direction: "egress",
          number: 900,
          action: "deny",
          cidr: "10.0.0.0/8",
          match: { protocol: "-1" },
          why: "Nothing else",
        },
      ],
    });
    const acl = `\${aws_network_acl.${Object.keys(rules.resources("aws_network_acl"))[0]}.id}`;
    expect(
      Object.values(rules.resources("aws_network_acl_rule")).map(({ "//": _, ...rule }) => rule),
    ).toEqual([
      {
        network_acl_id: acl,
        egress: true,
        rule_number: 900,
        rule_action: "deny",
        cidr_block: "10.0.0.0/8",
        protocol: "-1",
      },
      {
        network_acl_id: acl,
        egress: false,
        rule_number: 100,
        rule_action: "allow",
        cidr_block: "10.1.0.0/24",
        protocol: "tcp",
        from_port: 5432,
        to_port: 5432,
      },
    ]);
  });
});
