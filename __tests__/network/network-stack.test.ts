import { NetworkStack } from "../../src/stacks/network-stack";
import { atLeastOne } from "../support/at-least-one";
import { environment } from "../support/fixtures";
import { type Synthesized, synthesize } from "../support/synthesize";

const build = (network: Record<string, unknown> = {}): Synthesized => {
  const config = environment({ network });
  return synthesize((app) => new NetworkStack(app, config)).get("test-network") as Synthesized;
};

describe("NetworkStack", () => {
  const stack = build();
  const named = (type: string) =>
    new Map(
      Object.entries(stack.resources(type)).map(([name, r]) => [r.tags.Name as string, { ...r, name }]),
    );
  const subnets = named("aws_subnet");
  const ids = (type: string, names: string[]) =>
    names.map((name) => `\${${type}.${named(type).get(name)?.name}.id}`);

  test("has eight subnets in two zones, without the tags by which controllers discover subnets", () => {
    const table = [...subnets].map(([name, s]) => [
      name,
      s.cidr_block,
      Object.keys(s.tags)
        .filter((tag) => tag !== "Name")
        .join(),
    ]);
    expect(table).toEqual([
      ["test-cluster-private-eu-west-1a", "10.0.0.0/23", ""],
      ["test-cluster-private-eu-west-1b", "10.0.2.0/23", ""],
      ["test-cluster-public-eu-west-1a", "10.0.6.0/23", ""],
      ["test-cluster-public-eu-west-1b", "10.0.8.0/23", ""],
      ["test-database-private-eu-west-1a", "10.0.4.0/24", ""],
      ["test-database-private-eu-west-1b", "10.0.5.0/24", ""],
      ["test-database-public-eu-west-1a", "10.0.10.0/24", ""],
      ["test-database-public-eu-west-1b", "10.0.11.0/24", ""],
    ]);
  });

  test("gives no subnet public addresses", () => {
    expect([...subnets.values()].map((s) => s.map_public_ip_on_launch)).toEqual(Array(8).fill(false));
  });

  test("has one network ACL for each pair of subnets", () => {
    expect([...named("aws_network_acl")].map(([name, { subnet_ids }]) => [name, subnet_ids])).toEqual(
      ["test-cluster-private", "test-cluster-public", "test-database-private", "test-database-public"].map(
        (name) => [name, ids("aws_subnet", [`${name}-eu-west-1a`, `${name}-eu-west-1b`])],
      ),
    );
  });

  test("stays far below the 20 rules that AWS allows in one direction of an ACL", () => {
    const counts = new Map<string, number>();
    for (const { network_acl_id, egress } of Object.values(stack.resources("aws_network_acl_rule"))) {
      const key = `${network_acl_id} ${egress}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect([...counts.values()].sort()).toEqual([4, 4, 4, 4, 4, 5]);
  });

  test("its ACL for the public database subnets denies everything while they are unused", () => {
    const acl = ids("aws_network_acl", ["test-database-public"])[0];
    const rules = Object.values(stack.resources("aws_network_acl_rule"));
    expect(rules.filter(({ network_acl_id }) => network_acl_id === acl)).toEqual([]);
  });

  test("routes the cluster's subnets to the internet, and the database's nowhere", () => {
    const routes = Object.values(stack.resources("aws_route")).map((r) => [
      r.route_table_id,
      r.destination_cidr_block,
      r.gateway_id ?? r.nat_gateway_id,
    ]);
    const [a, b, out] = ids("aws_route_table", [
      "test-cluster-private-eu-west-1a",
      "test-cluster-private-eu-west-1b",
      "test-cluster-public",
    ]);
    const [natA, natB] = ids("aws_nat_gateway", ["test-nat-1", "test-nat-2"]);
    expect(routes).toEqual([
      [a, "0.0.0.0/0", natA],
      [b, "0.0.0.0/0", natB],
      [out, "0.0.0.0/0", ids("aws_internet_gateway", ["test"])[0]],
    ]);
  });

  test("gives the database's subnets route tables of their own", () => {
    const associations = Object.values(stack.resources("aws_route_table_association"));
    expect(associations).toHaveLength(8);
    expect(new Set(associations.map(({ subnet_id }) => subnet_id)).size).toBe(8);
    for (const pair of ["test-database-private", "test-database-public"]) {
      const [table] = ids("aws_route_table", [pair]);
      const members = ids("aws_subnet", [`${pair}-eu-west-1a`, `${pair}-eu-west-1b`]);
      const found = associations.filter((a) => a.route_table_id === table).map((a) => a.subnet_id);
      expect(found).toEqual(members);
    }
  });

  test("has a NAT gateway in the public cluster subnet of each zone, each with its address", () => {
    const gateways = [...named("aws_nat_gateway").values()];
    const publicSubnets = ids("aws_subnet", [
      "test-cluster-public-eu-west-1a",
      "test-cluster-public-eu-west-1b",
    ]);
    expect(gateways.map(({ subnet_id }) => subnet_id)).toEqual(publicSubnets);
    expect(gateways.map((g) => g.allocation_id)).toEqual(ids("aws_eip", ["test-nat-1", "test-nat-2"]));
    for (const resource of atLeastOne([...gateways, ...named("aws_eip").values()])) {
      expect(resource.depends_on).toEqual(["aws_internet_gateway.internet-gateway"]);
    }
  });

  test("has a single NAT gateway for both zones where config says so", () => {
    const single = build({ natGateways: "single" });
    const gateway = `\${aws_nat_gateway.${Object.keys(single.resources("aws_nat_gateway"))[0]}.id}`;
    expect([single.count("aws_nat_gateway"), single.count("aws_eip")]).toEqual([1, 1]);
    const targets = Object.values(single.resources("aws_route")).flatMap((r) => r.nat_gateway_id ?? []);
    expect(targets).toEqual([gateway, gateway]);
  });

  test("routes the cluster's private subnets to S3, and no others", () => {
    const gateways = [...named("aws_vpc_endpoint").values()].filter((e) => e.vpc_endpoint_type === "Gateway");
    expect(gateways.map((e) => e.route_table_ids)).toEqual([
      ids("aws_route_table", ["test-cluster-private-eu-west-1a", "test-cluster-private-eu-west-1b"]),
    ]);
  });

  test("has separate endpoints for the cluster and the database", () => {
    const table = [...named("aws_vpc_endpoint").values()]
      .filter((e) => e.vpc_endpoint_type === "Interface")
      .map((e) => [e.tags.Name, e.private_dns_enabled, e.security_group_ids, e.subnet_ids]);
    const side = (name: string, privateDns: boolean, services: string[]) =>
      services.map((service) => [
        `test-${name}-endpoints-${service}`,
        privateDns,
        ids("aws_security_group", [`test-${name}-endpoints`]),
        ids("aws_subnet", [`test-${name}-private-eu-west-1a`, `test-${name}-private-eu-west-1b`]),
      ]);
    expect(table).toEqual([
      ...side("cluster", true, ["ec2", "ecr.api", "ecr.dkr", "eks", "logs", "secretsmanager", "sts"]),
      ...side("database", false, ["secretsmanager"]),
    ]);
  });

  test("keeps the database's endpoint when the cluster has none of that service", () => {
    const endpoints = Object.values(build({ interfaceEndpoints: ["sts"] }).resources("aws_vpc_endpoint"));
    expect(endpoints.map((e) => [e.tags.Name, e.private_dns_enabled])).toEqual([
      ["test-cluster-endpoints-sts", true],
      ["test-database-endpoints-secretsmanager", false],
      ["test-s3", undefined],
    ]);
  });

  test("has security groups for endpoints only, and no security group rule", () => {
    expect([...named("aws_security_group").keys()]).toEqual([
      "test-cluster-endpoints",
      "test-database-endpoints",
    ]);
    for (const group of Object.values(stack.resources("aws_security_group"))) {
      expect(Object.keys(group).sort()).toEqual(["//", "description", "lifecycle", "name", "tags", "vpc_id"]);
    }
    expect(stack.count("aws_vpc_security_group_ingress_rule")).toBe(0);
    expect(stack.count("aws_vpc_security_group_egress_rule")).toBe(0);
  });

  test("logs the traffic of its one VPC", () => {
    expect(stack.count("aws_vpc")).toBe(1);
    const [vpc] = ids("aws_vpc", ["test"]);
    expect(stack.resource("aws_flow_log").vpc_id).toBe(vpc);
  });

  test("has no data source that calls AWS", () => {
    expect(stack.json.data).toBeUndefined();
  });

  test("names everything that the console shows", () => {
    const shown = Object.entries(
      stack.json.resource as Record<string, Record<string, { tags?: { Name?: string } }>>,
    )
      .filter(([type]) => !/_rule$|_route$|_association$|_iam_|_kms_|_log_group$/.test(type))
      .flatMap(([type, all]) => Object.values(all).map((r) => [type, r.tags?.Name ?? "none"]));
    expect(shown.filter(([, name]) => !/^test(-|$)/.test(name as string))).toEqual([]);
    expect(shown).toHaveLength(38);
  });

  test("publishes ids and one host name", () => {
    const published = Object.fromEntries(
      Object.entries(stack.json.output as Record<string, { value: unknown }>).map(([name, { value }]) => [
        name,
        value,
      ]),
    );
    const [vpc] = ids("aws_vpc", ["test"]);
    const pair = (name: string) => ids("aws_subnet", [`test-${name}-eu-west-1a`, `test-${name}-eu-west-1b`]);
    const group = (name: string) => ids("aws_security_group", [`test-${name}-endpoints`])[0];
    const endpoint = (name: string) => `aws_vpc_endpoint.${named("aws_vpc_endpoint").get(name)?.name}`;
    expect(published).toEqual({
      cluster_vpc_id: vpc,
      cluster_private_subnet_ids: pair("cluster-private"),
      cluster_public_subnet_ids: pair("cluster-public"),
      cluster_endpoint_security_group_id: group("cluster"),
      s3_prefix_list_id: `\${${endpoint("test-s3")}.prefix_list_id}`,
      database_vpc_id: vpc,
      database_private_subnet_ids: pair("database-private"),
      database_public_subnet_ids: pair("database-public"),
      database_endpoint_security_group_id: group("database"),
      database_secrets_manager_endpoint: `\${${endpoint("test-database-endpoints-secretsmanager")}.dns_entry[0].dns_name}`,
    });
  });
});
