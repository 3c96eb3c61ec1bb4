import type { Environment } from "../../src/config/model";
import { NetworkStack } from "../../src/stacks/network-stack";
import { environment } from "../support/fixtures";
import { type Synthesized, synthesize } from "../support/synthesize";

const build = (topology: string, network: Record<string, unknown> = {}): Synthesized => {
  const config: Environment = environment({ topology, network });
  return synthesize((app) => new NetworkStack(app, config)).get("test-network") as Synthesized;
};

/** Attributes by the name that the console shows, each with a reference to it. */
const named = (stack: Synthesized, type: string) =>
  new Map(
    Object.entries(stack.resources(type)).map(([name, r]) => [
      r.tags.Name as string,
      { ...r, id: `\${${type}.${name}.id}` },
    ]),
  );

/** `cluster-private-eu-west-1a -> 10.1.4.0/24 by aws_vpc_peering_connection` */
function routes(stack: Synthesized): string[] {
  const tables = new Map([...named(stack, "aws_route_table")].map(([name, { id }]) => [id, name]));
  return Object.values(stack.resources("aws_route")).map((r) => {
    const target = r.gateway_id ?? r.nat_gateway_id ?? r.vpc_peering_connection_id;
    const table = tables.get(r.route_table_id)?.replace("test-", "");
    return `${table} -> ${r.destination_cidr_block} by ${/^\$\{(\w+)\./.exec(target)?.[1]}`;
  });
}

const wayOut = [
  "cluster-private-eu-west-1a -> 0.0.0.0/0 by aws_nat_gateway",
  "cluster-private-eu-west-1b -> 0.0.0.0/0 by aws_nat_gateway",
  "cluster-public -> 0.0.0.0/0 by aws_internet_gateway",
];

const sameVpc = build("same-vpc");

describe.each(["peering", "private-link", "resource-endpoint"])("two VPCs: %s", (topology) => {
  const stack = build(topology);
  const vpcs = named(stack, "aws_vpc");
  const [cluster, database] = [vpcs.get("test")?.id, vpcs.get("test-database")?.id];

  test("one for the cluster, one for the database", () => {
    expect([...vpcs].map(([name, { cidr_block }]) => [name, cidr_block])).toEqual([
      ["test-database", "10.1.0.0/16"],
      ["test", "10.0.0.0/16"],
    ]);
  });

  test("four subnets of the database in its VPC, four of the cluster in the other", () => {
    const places = [...named(stack, "aws_subnet")].map(([name, s]) => [name, s.cidr_block, s.vpc_id]);
    expect(places).toEqual([
      ["test-cluster-private-eu-west-1a", "10.0.0.0/23", cluster],
      ["test-cluster-private-eu-west-1b", "10.0.2.0/23", cluster],
      ["test-cluster-public-eu-west-1a", "10.0.6.0/23", cluster],
      ["test-cluster-public-eu-west-1b", "10.0.8.0/23", cluster],
      ["test-database-private-eu-west-1a", "10.1.4.0/24", database],
      ["test-database-private-eu-west-1b", "10.1.5.0/24", database],
      ["test-database-public-eu-west-1a", "10.1.10.0/24", database],
      ["test-database-public-eu-west-1b", "10.1.11.0/24", database],
    ]);
  });

  test.each(["aws_route_table", "aws_network_acl", "aws_security_group"])(
    "each %s is in the VPC that its name says",
    (type) => {
      const wrong = [...named(stack, type)].filter(
        ([name, { vpc_id }]) => vpc_id !== (name.startsWith("test-database") ? database : cluster),
      );
      expect(wrong).toEqual([]);
    },
  );

  test("only the cluster's VPC has routes to the internet and to S3", () => {
    expect(stack.resource("aws_internet_gateway").vpc_id).toBe(cluster);
    const publicSubnets = [...named(stack, "aws_subnet")].filter(([name]) => name.includes("cluster-public"));
    expect([...named(stack, "aws_nat_gateway").values()].map((g) => g.subnet_id)).toEqual(
      publicSubnets.map(([, { id }]) => id),
    );
    expect(named(stack, "aws_vpc_endpoint").get("test-s3")?.vpc_id).toBe(cluster);
  });

  test("each has its own endpoints, with private DNS names of the services", () => {
    const table = [...named(stack, "aws_vpc_endpoint")]
      .filter(([, e]) => e.vpc_endpoint_type === "Interface")
      .map(([name, e]) => [name, e.vpc_id, e.private_dns_enabled]);
    expect(table).toEqual([
      ...["ec2", "ecr.api", "ecr.dkr", "eks", "logs", "secretsmanager", "sts"].map((service) => [
        `test-cluster-endpoints-${service}`,
        cluster,
        true,
      ]),
      ["test-database-endpoints-secretsmanager", database, true],
    ]);
  });

  test("each has flow logs with its own log group and role", () => {
    expect([...named(stack, "aws_flow_log")].map(([name, { vpc_id }]) => [name, vpc_id])).toEqual([
      ["test-database-vpc-flow-logs", database],
      ["test-vpc-flow-logs", cluster],
    ]);
    for (const type of ["aws_iam_role", "aws_cloudwatch_log_group"]) {
      expect(Object.values(stack.resources(type)).map(({ name }) => name)).toEqual([
        "test-database-vpc-flow-logs",
        "test-vpc-flow-logs",
      ]);
    }
  });

  test("in both, default security group, ACL and route table are empty", () => {
    for (const type of ["aws_default_security_group", "aws_default_network_acl", "aws_default_route_table"]) {
      expect(stack.count(type)).toBe(2);
    }
  });

  test("has the same outputs as one VPC", () => {
    expect(Object.keys(stack.json.output)).toEqual(Object.keys(sameVpc.json.output));
    expect(stack.json.output.cluster_vpc_id.value).toBe(cluster);
    expect(stack.json.output.database_vpc_id.value).toBe(database);
  });

  test("resources that also exist with one VPC keep their addresses", () => {
    const moved = addresses(sameVpc).filter((address) => !addresses(stack).includes(address));
    const ownFlows = moved.filter((address) => !address.startsWith("aws_network_acl_rule."));
    expect(ownFlows).toEqual([]);
  });

  test("has no security group rule: other stacks add their own", () => {
    expect(stack.count("aws_vpc_security_group_ingress_rule")).toBe(0);
    expect(stack.count("aws_vpc_security_group_egress_rule")).toBe(0);
  });
});

const addresses = (stack: Synthesized) =>
  Object.entries(stack.json.resource as Record<string, Record<string, unknown>>).flatMap(([type, all]) =>
    Object.keys(all).map((name) => `${type}.${name}`),
  );

const besideDatabase = (direction: string) => [
  `${direction} 140 allow tcp 5432-5432 10.1.4.0/23`,
  `${direction} 142 allow tcp 443-443 10.1.4.0/23`,
  `${direction} 150 allow tcp 1024-65535 10.1.4.0/23`,
];

describe("peering", () => {
  const stack = build("peering");
  const peering = stack.resource("aws_vpc_peering_connection");

  test("joins the two VPCs, accepted at once, with names resolved both ways", () => {
    const vpcs = named(stack, "aws_vpc");
    expect(peering).toMatchObject({
      vpc_id: vpcs.get("test")?.id,
      peer_vpc_id: vpcs.get("test-database")?.id,
      auto_accept: true,
      requester: { allow_remote_vpc_dns_resolution: true },
      accepter: { allow_remote_vpc_dns_resolution: true },
    });
    expect(peering.peer_region).toBeUndefined();
    expect(peering.peer_owner_id).toBeUndefined();
  });

  test("routes between private subnets, and nowhere else", () => {
    expect(routes(stack).sort()).toEqual(
      [
        ...wayOut,
        "cluster-private-eu-west-1a -> 10.1.4.0/24 by aws_vpc_peering_connection",
        "cluster-private-eu-west-1a -> 10.1.5.0/24 by aws_vpc_peering_connection",
        "cluster-private-eu-west-1b -> 10.1.4.0/24 by aws_vpc_peering_connection",
        "cluster-private-eu-west-1b -> 10.1.5.0/24 by aws_vpc_peering_connection",
        "database-private -> 10.0.0.0/23 by aws_vpc_peering_connection",
        "database-private -> 10.0.2.0/23 by aws_vpc_peering_connection",
      ].sort(),
    );
  });

  test("has matching network ACL entries on both sides", () => {
    expect(acl(stack, "test-database-private")).toEqual([
      "egress 130 allow tcp 1024-65535 10.0.0.0/22",
      ...besideDatabase("egress"),
      "ingress 120 allow tcp 5432-5432 10.0.0.0/22",
      ...besideDatabase("ingress"),
    ]);
    expect(acl(stack, "test-cluster-private").filter((line) => line.includes(" 10.1."))).toEqual([
      "egress 120 allow tcp 5432-5432 10.1.4.0/23",
      "egress 901 deny -1 10.1.0.0/16",
      "ingress 130 allow tcp 1024-65535 10.1.4.0/23",
      "ingress 901 deny -1 10.1.0.0/16",
    ]);
    expect(acl(stack, "test-database-public")).toEqual([]);
  });
});

/** Entries of a network ACL in the order in which AWS asks them. */
function acl(stack: Synthesized, name: string): string[] {
  const id = named(stack, "aws_network_acl").get(name)?.id;
  return Object.values(stack.resources("aws_network_acl_rule"))
    .filter(({ network_acl_id }) => network_acl_id === id)
    .map((r) => {
      const ports = r.from_port === undefined ? "" : ` ${r.from_port}-${r.to_port}`;
      const icmp = r.icmp_type === undefined ? "" : ` ${r.icmp_type}/${r.icmp_code}`;
      const direction = r.egress ? "egress" : "ingress";
      return `${direction} ${r.rule_number} ${r.rule_action} ${r.protocol}${ports}${icmp} ${r.cidr_block}`;
    })
    .sort();
}

describe.each(["private-link", "resource-endpoint"])("%s", (topology) => {
  const stack = build(topology);

  test("has no route between the VPCs", () => {
    expect(stack.count("aws_vpc_peering_connection")).toBe(0);
    expect(routes(stack).sort()).toEqual(wayOut);
  });

  test("its ACLs admit nothing from outside the database's VPC, and inside only its own subnets", () => {
    expect(acl(stack, "test-database-private")).toEqual([
      ...besideDatabase("egress"),
      ...besideDatabase("ingress"),
    ]);
    expect(acl(stack, "test-database-public")).toEqual([]);
  });

  test("the cluster's ACLs deny the database's addresses", () => {
    expect(acl(stack, "test-cluster-private").filter((line) => line.includes(" 10.1."))).toEqual([
      "egress 901 deny -1 10.1.0.0/16",
      "ingress 901 deny -1 10.1.0.0/16",
    ]);
  });
});
