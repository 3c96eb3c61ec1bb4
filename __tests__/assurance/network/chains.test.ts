import { matrix, type Network, openings, reach } from "../../../src/assurance/network";
import { Cloud, id, party } from "../support/cloud";

/** What the internet comes through on each open path to the database. */
function paths(network: Network) {
  const [database] = network.databases;
  if (!database) throw new Error("no database");
  const { verdict, always, open } = reach(network, party(network, "internet"), database);
  const judged = matrix(network).judged.find(({ source }) => source.kind === "internet");
  expect(judged?.verdict ?? "DENIED").toBe(verdict);
  return { verdict, always, open: open.map(({ through }) => through) };
}

/** A VPC with a public subnet, and the database in another VPC that no route leads to. */
const apart = (): Cloud =>
  new Cloud()
    .subnet("public", "10.0.1.0/24")
    .add("aws_internet_gateway", "igw", { vpc_id: id("aws_vpc", "main") })
    .routes("public", ["public"], { "0.0.0.0/0": { gateway_id: id("aws_internet_gateway", "igw") } })
    .vpc("data", "10.1.0.0/16")
    .subnet("data", "10.1.1.0/24", { vpc_id: id("aws_vpc", "data") })
    .group("key", "tcp 5432 from any", "tcp 5432 to door")
    .group("door", "tcp 5432 from key")
    .database(["data"], ["database"]);

/** The door to the database is an endpoint of a load balancer beside it. */
const behindService = (): Cloud =>
  apart()
    .group("behind", "tcp 5432 from 10.0.1.0/24", "tcp 5432 to database")
    .group("database", "tcp 5432 from behind")
    .balancer("behind", ["data"], ["behind"])
    .add("aws_vpc_endpoint_service", "service", {
      acceptance_required: false,
      network_load_balancer_arns: [id("aws_lb", "behind")],
    })
    .add("aws_vpc_endpoint", "door", {
      vpc_endpoint_type: "Interface",
      service_name: `\${aws_vpc_endpoint_service.service.service_name}`,
      vpc_id: id("aws_vpc", "main"),
      subnet_ids: [id("aws_subnet", "public")],
      security_group_ids: [id("aws_security_group", "door")],
    });

/** The door to the database is an endpoint of a gateway beside it. */
const behindGateway = (): Cloud =>
  apart()
    .group("behind", "tcp 5432 to database")
    .group("database", "tcp 5432 from behind")
    .add("aws_vpclattice_resource_gateway", "behind", {
      vpc_id: id("aws_vpc", "data"),
      subnet_ids: [id("aws_subnet", "data")],
      security_group_ids: [id("aws_security_group", "behind")],
    })
    .add("aws_vpclattice_resource_configuration", "database", {
      resource_gateway_identifier: id("aws_vpclattice_resource_gateway", "behind"),
      resource_configuration_definition: [{ arn_resource: [{ arn: `\${aws_db_instance.database.arn}` }] }],
    })
    .add("aws_vpc_endpoint", "door", {
      vpc_endpoint_type: "Resource",
      resource_configuration_arn: `\${aws_vpclattice_resource_configuration.database.arn}`,
      vpc_id: id("aws_vpc", "main"),
      subnet_ids: [id("aws_subnet", "public")],
      security_group_ids: [id("aws_security_group", "door")],
    });

/** The door to the database is a proxy, in the public subnet's VPC. */
const behindProxy = (): Cloud =>
  apart()
    .subnet("private", "10.0.2.0/24")
    .database(["private"], ["database"])
    .group("door", "tcp 5432 from key", "tcp 5432 to database")
    .group("database", "tcp 5432 from door")
    .add("aws_db_proxy", "door", {
      name: "door",
      engine_family: "POSTGRESQL",
      vpc_subnet_ids: [id("aws_subnet", "private")],
      vpc_security_group_ids: [id("aws_security_group", "door")],
    })
    .add("aws_db_proxy_target", "door", {
      db_proxy_name: id("aws_db_proxy", "door"),
      db_instance_identifier: "database",
    });

const front = "load balancer front";
const endpoint = "endpoint stack/aws_vpc_endpoint.door";
const doors: [string, () => Cloud, string[]][] = [
  ["an endpoint of a service", behindService, [endpoint, "load balancer behind"]],
  [
    "an endpoint of a gateway",
    behindGateway,
    [endpoint, "resource gateway stack/aws_vpclattice_resource_gateway.behind"],
  ],
  ["a proxy", behindProxy, ["proxy door"]],
];

describe.each(doors)("a load balancer with the client group of %s", (_, cloud, through) => {
  const holder = (attributes = {}, port = 5432) =>
    cloud().balancer("front", ["public"], ["key"], { internal: false, ...attributes }, port);

  test("opens the database to its own clients", () => {
    const { network } = holder();
    expect(network.unknowns).toEqual([]);
    expect(paths(cloud().network)).toEqual({ verdict: "DENIED", always: false, open: [] });
    expect(paths(network)).toEqual({ verdict: "ALLOWED", always: true, open: [[front, ...through]] });
  });

  test("is a layer of its own: the finding says whom its group admits", () => {
    const found = openings(holder().network, () => undefined);
    expect(found).toContainEqual(expect.objectContaining({ at: expect.stringMatching(/ingress_rule.key/) }));
  });

  test("opens nothing if it is not reachable, or does not reach the database", () => {
    expect(paths(holder({ internal: true }).network).verdict).toBe("DENIED");
    expect(paths(holder().group("key", "tcp 443 from any", "tcp 5432 to door").network).verdict).toBe(
      "DENIED",
    );
    expect(paths(holder().group("door", "tcp 22 from key").network).verdict).toBe("DENIED");
    const elsewhere = holder().add("aws_lb_target_group", "front", { port: 443, target_type: "ip" });
    expect(paths(elsewhere.network).verdict).toBe("DENIED");
  });

  test("is not understood if its group is not known", () => {
    const unknown = holder({ security_groups: ["sg-0123456789abcdef0"] });
    expect(paths(unknown.network).verdict).toBe("UNKNOWN");
  });

  test.each([1, 2, 3, 6])("opens the database behind %i other load balancers", (count) => {
    const long = holder({ internal: true });
    long.group("key", "tcp 5432 from hop-1", "tcp 5432 to door");
    for (let hop = 1; hop <= count; hop++)
      long
        .group(`hop-${hop}`, `tcp 5432 from ${hop < count ? `hop-${hop + 1}` : "any"}`, "tcp 5432 to any")
        .balancer(`hop-${hop}`, ["public"], [`hop-${hop}`], { internal: hop < count });
    const hops = Array.from({ length: count }, (_, index) => `load balancer hop-${count - index}`);
    expect(paths(long.network)).toEqual({
      verdict: "ALLOWED",
      always: true,
      open: [[...hops, front, ...through]],
    });
  });
});

test("load balancers that lead only to each other reach no database", () => {
  const circle = behindService()
    .group("circle", "all from any", "all to any")
    .balancer("a", ["public"], ["circle"], { internal: false })
    .balancer("b", ["public"], ["circle"]);
  expect(paths(circle.network).verdict).toBe("DENIED");
  expect(paths(circle.group("door", "tcp 5432 from circle").network).open).toEqual([
    ["load balancer a", endpoint, "load balancer behind"],
  ]);
});

test("an endpoint may be a target of a load balancer by its name", () => {
  const cloud = behindGateway()
    .group("behind", "tcp 5432 to inner")
    .group("inner", "tcp 5432 from behind", "tcp 5432 to database")
    .group("database", "tcp 5432 from inner")
    .balancer("inner", ["data"], ["inner"])
    .balancer("front", ["public"], ["key"], { internal: false });
  const definition = (host: string) =>
    cloud.add("aws_vpclattice_resource_configuration", "database", {
      ...cloud.resource.aws_vpclattice_resource_configuration?.database,
      port_ranges: ["5432"],
      resource_configuration_definition: [{ dns_resource: [{ domain_name: host }] }],
    }).network;
  expect(paths(definition(`\${aws_lb.inner.dns_name}`))).toMatchObject({
    verdict: "ALLOWED",
    open: [
      [
        front,
        endpoint,
        "resource gateway stack/aws_vpclattice_resource_gateway.behind",
        "load balancer inner",
      ],
    ],
  });
  expect(paths(definition(`\${aws_db_instance.database.address}`)).verdict).toBe("DENIED");
  expect(paths(definition("somewhere.internal")).verdict).toBe("UNKNOWN");
});
