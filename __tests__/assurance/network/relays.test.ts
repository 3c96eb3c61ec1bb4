import {
  addressesIn,
  explain,
  matrix,
  type Network,
  packetText,
  reach,
} from "../../../src/assurance/network";
import { Cloud, id, party } from "../support/cloud";

const attribute = (type: string, name: string, of: string): string => `\${${type}.${name}.${of}}`;

const ask = (network: Network, from: string) => {
  const [database] = network.databases;
  if (!database) throw new Error("no database");
  return reach(network, party(network, from), database);
};

/** Verdict, what is on the open paths, and codes of what stops the closed ones. */
const told = (network: Network, from: string) => {
  const { verdict, open, closed } = ask(network, from);
  return {
    verdict,
    open: open.map(({ through }) => through),
    stopped: [...new Set(closed.flatMap(({ blocks }) => blocks.map(({ code }) => code)))],
  };
};

/** A database, and a load balancer in front of it, in one VPC with a public and a private subnet. */
const balanced = (change: (cloud: Cloud) => Cloud = (same) => same, group = true): Network =>
  change(
    new Cloud()
      .subnet("public", "10.0.1.0/24")
      .subnet("data", "10.0.2.0/24")
      .add("aws_internet_gateway", "igw", { vpc_id: id("aws_vpc", "main") })
      .routes("rp", ["public"], { "0.0.0.0/0": { gateway_id: id("aws_internet_gateway", "igw") } })
      .group("balancer", "tcp 5432 from 203.0.113.0/24", "tcp 5432 to database")
      .group("database", "tcp 5432 from balancer")
      .group("open", "all to any")
      .database(["data"], ["database"])
      .host("inside", "public", ["open"])
      .add("aws_lb", "nlb", {
        name: "nlb",
        load_balancer_type: "network",
        internal: false,
        subnets: [id("aws_subnet", "public")],
        ...(group && { security_groups: [id("aws_security_group", "balancer")] }),
      })
      .add("aws_lb_target_group", "database", { port: 5432, protocol: "TCP", target_type: "ip" })
      .add("aws_lb_listener", "postgres", {
        load_balancer_arn: attribute("aws_lb", "nlb", "arn"),
        port: 5432,
        protocol: "TCP",
        default_action: {
          type: "forward",
          target_group_arn: attribute("aws_lb_target_group", "database", "arn"),
        },
      }),
  ).network;

describe("a load balancer in front of a database", () => {
  test("admits the ranges of its group, and the database admits no other client", () => {
    const network = balanced();
    expect(network.unknowns).toEqual([]);
    expect(told(network, "internet")).toEqual({
      verdict: "ALLOWED",
      open: [["load balancer nlb"]],
      stopped: ["NO_PUBLIC_ADDRESS"],
    });
    expect(told(network, "inside")).toMatchObject({ verdict: "DENIED", open: [] });
  });

  test("needs a packet from a listed range, and one from the load balancer to the database", () => {
    const [path] = ask(balanced(), "internet").open;
    expect(path?.witnesses.map(({ packet }) => packetText(packet))).toEqual([
      "tcp 203.0.113.0:1024 > 10.0.1.4:5432",
      "tcp 10.0.1.4:1024 > 10.0.2.4:5432",
    ]);
  });

  test("without a group of its own admits every address that the database's group does not stop", () => {
    const open = balanced((cloud) => cloud.group("database", "tcp 5432 from 10.0.1.0/24"), false);
    expect(told(open, "internet")).toMatchObject({ verdict: "ALLOWED", open: [["load balancer nlb"]] });
    expect(told(balanced(undefined, false), "internet")).toMatchObject({ verdict: "DENIED" });
  });

  test("that is internal is not reachable from the internet", () => {
    const network = balanced((cloud) =>
      cloud.add("aws_lb", "nlb", { ...cloud.resource.aws_lb?.nlb, internal: true }),
    );
    expect(told(network, "internet").verdict).toBe("DENIED");
  });

  test("opens the database only if its targets have the database's port", () => {
    const network = balanced((cloud) =>
      cloud.add("aws_lb_target_group", "database", { port: 22, protocol: "TCP", target_type: "ip" }),
    );
    expect(told(network, "internet").verdict).toBe("DENIED");
  });

  test("that preserves client addresses is not modelled", () => {
    const network = balanced((cloud) =>
      cloud.add("aws_lb_target_group", "database", {
        ...cloud.resource.aws_lb_target_group?.database,
        preserve_client_ip: true,
      }),
    );
    expect(told(network, "internet").verdict).toBe("UNKNOWN");
  });

  test.each(["aws_lb_target_group", "aws_lb_listener"])(
    "with an unknown port of %s is not understood",
    (type) => {
      const network = balanced((cloud) => {
        for (const [name, attributes] of Object.entries(cloud.resource[type] ?? {}))
          cloud.add(type, name, { ...attributes, port: attribute("var", "port", "x") });
        return cloud;
      });
      expect(network.unknowns).toEqual([expect.stringMatching(/^the port of .* is not known$/)]);
    },
  );

  test("of the type application is not modelled", () => {
    const network = balanced((cloud) => cloud.add("aws_lb", "alb", { name: "alb" }));
    expect(told(network, "inside").verdict).toBe("UNKNOWN");
  });
});

/** The database in a VPC of its own, behind an internal load balancer, a service, and an endpoint in the cluster's VPC. */
const privateLink = (change: (cloud: Cloud) => Cloud = (same) => same): Network =>
  change(
    new Cloud()
      .vpc("data", "10.1.0.0/16")
      .subnet("pods", "10.0.1.0/24")
      .subnet("data", "10.1.1.0/24", { vpc_id: id("aws_vpc", "data") })
      .group("client", "tcp 5432 to endpoint")
      .group("other", "all to any")
      .group("endpoint", "tcp 5432 from client")
      .group("balancer", "tcp 5432 from 10.0.1.0/24", "tcp 5432 to database")
      .group("database", "tcp 5432 from balancer")
      .database(["data"], ["database"])
      .host("pod", "pods", ["client"])
      .host("neighbour", "pods", ["other"])
      .add("aws_lb", "nlb", {
        name: "nlb",
        load_balancer_type: "network",
        internal: true,
        subnets: [id("aws_subnet", "data")],
        security_groups: [id("aws_security_group", "balancer")],
      })
      .add("aws_lb_target_group", "database", { port: 5432, protocol: "TCP", target_type: "ip" })
      .add("aws_lb_listener", "postgres", {
        load_balancer_arn: attribute("aws_lb", "nlb", "arn"),
        port: 5432,
        protocol: "TCP",
        default_action: {
          type: "forward",
          target_group_arn: attribute("aws_lb_target_group", "database", "arn"),
        },
      })
      .add("aws_vpc_endpoint_service", "service", {
        acceptance_required: false,
        network_load_balancer_arns: [attribute("aws_lb", "nlb", "arn")],
      })
      .add("aws_vpc_endpoint", "endpoint", {
        vpc_endpoint_type: "Interface",
        service_name: attribute("aws_vpc_endpoint_service", "service", "service_name"),
        vpc_id: id("aws_vpc", "main"),
        subnet_ids: [id("aws_subnet", "pods")],
        security_group_ids: [id("aws_security_group", "endpoint")],
      }),
  ).network;

const endpoint = "endpoint stack/aws_vpc_endpoint.endpoint";
const without = (cloud: Cloud, type: string, name: string, ...attributes: string[]): Cloud =>
  cloud.add(
    type,
    name,
    Object.fromEntries(
      Object.entries(cloud.resource[type]?.[name] ?? {}).filter(([key]) => !attributes.includes(key)),
    ),
  );

describe("an endpoint service in front of a database", () => {
  test("is open to clients whom the endpoint's group admits, although the VPCs are not connected", () => {
    const network = privateLink();
    expect(network.unknowns).toEqual([]);
    expect(told(network, "pod")).toEqual({
      verdict: "ALLOWED",
      open: [[endpoint, "load balancer nlb"]],
      stopped: ["ENI_SG_RULES_MISMATCH"],
    });
    expect(ask(network, "pod").always).toBe(true);
    expect(told(network, "neighbour").verdict).toBe("DENIED");
  });

  test("lets the load balancer's group judge the client's own address", () => {
    const group = (cloud: Cloud) =>
      cloud.group("balancer", "tcp 5432 from 10.1.0.0/16", "tcp 5432 to database");
    expect(told(privateLink(group), "pod").verdict).toBe("DENIED");
    const off = { enforce_security_group_inbound_rules_on_private_link_traffic: "off" };
    const network = privateLink((cloud) =>
      group(cloud).add("aws_lb", "nlb", { ...cloud.resource.aws_lb?.nlb, ...off }),
    );
    expect(told(network, "pod").verdict).toBe("ALLOWED");
  });

  test("and does not see the client's groups", () => {
    const network = privateLink((cloud) =>
      cloud.group("balancer", "tcp 5432 from client", "tcp 5432 to database"),
    );
    expect(told(network, "pod").verdict).toBe("DENIED");
  });

  test("with an endpoint without groups uses the VPC's default group", () => {
    const network = privateLink((cloud) =>
      without(cloud, "aws_vpc_endpoint", "endpoint", "security_group_ids"),
    );
    expect(told(network, "pod").verdict).toBe("DENIED");
  });

  test("with manual acceptance is not understood", () => {
    const network = privateLink((cloud) =>
      without(cloud, "aws_vpc_endpoint_service", "service", "acceptance_required"),
    );
    expect(ask(network, "pod")).toMatchObject({
      verdict: "UNKNOWN",
      unknowns: [expect.stringContaining("accepts the endpoint")],
    });
  });

  test("that admits principals of other accounts is not understood", () => {
    const network = privateLink((cloud) =>
      cloud.add("aws_vpc_endpoint_service", "service", {
        ...cloud.resource.aws_vpc_endpoint_service?.service,
        allowed_principals: ["*"],
      }),
    );
    expect(network.unknowns).toEqual([expect.stringContaining("principals of other accounts")]);
  });
});

test("a path that carries no packet is closed, and the explanation says so", () => {
  const judged = ask(privateLink(), "internet");
  expect(judged.verdict).toBe("DENIED");
  expect(explain(judged)).toContainEqual(
    expect.stringMatching(/^ {2}the path through endpoint .* is closed$/),
  );
});

/** The database in a VPC of its own, behind a resource gateway, and a resource endpoint in the cluster's VPC. */
const resourceEndpoint = (
  definition: Record<string, unknown>,
  admits = "gateway",
  held: object = { security_group_ids: [id("aws_security_group", "gateway")] },
): Network =>
  new Cloud()
    .vpc("data", "10.1.0.0/16")
    .subnet("pods", "10.0.1.0/24")
    .subnet("data", "10.1.1.0/24", { vpc_id: id("aws_vpc", "data") })
    .group("client", "tcp 5432 to endpoint")
    .group("endpoint", "tcp 5432 from client")
    .group("gateway", "tcp 5432 to database")
    .group("other")
    .group("database", `tcp 5432 from ${admits}`)
    .database(["data"], ["database"])
    .host("pod", "pods", ["client"])
    .host("neighbour", "pods", ["gateway"])
    .add("aws_vpclattice_resource_gateway", "gateway", {
      vpc_id: id("aws_vpc", "data"),
      subnet_ids: [id("aws_subnet", "data")],
      ...held,
    })
    .add("aws_vpclattice_resource_configuration", "database", {
      resource_gateway_identifier: id("aws_vpclattice_resource_gateway", "gateway"),
      resource_configuration_definition: [definition],
    })
    .add("aws_vpc_endpoint", "endpoint", {
      vpc_endpoint_type: "Resource",
      resource_configuration_arn: attribute("aws_vpclattice_resource_configuration", "database", "arn"),
      vpc_id: id("aws_vpc", "main"),
      subnet_ids: [id("aws_subnet", "pods")],
      security_group_ids: [id("aws_security_group", "endpoint")],
    }).network;

const byArn = { arn_resource: [{ arn: attribute("aws_db_instance", "database", "arn") }] };

describe("a resource endpoint of a database", () => {
  test.each([
    ["ARN", byArn],
    ["name", { dns_resource: [{ domain_name: attribute("aws_db_instance", "database", "address") }] }],
  ])("opens the database by %s", (_, definition) => {
    const network = resourceEndpoint(definition);
    expect(network.unknowns).toEqual([]);
    expect(told(network, "pod")).toMatchObject({
      verdict: "ALLOWED",
      open: [[endpoint, "resource gateway stack/aws_vpclattice_resource_gateway.gateway"]],
    });
    expect(told(network, "neighbour").verdict).toBe("DENIED");
  });

  test("opens nothing where the database does not admit the gateway", () => {
    expect(told(resourceEndpoint(byArn, "other"), "pod").verdict).toBe("DENIED");
  });

  test("opens nothing where its gateway carries the default group, which AWS assigns if none is named", () => {
    const network = resourceEndpoint(byArn, "gateway", {});
    expect(told(network, "pod")).toMatchObject({ verdict: "DENIED", stopped: ["ENI_SG_RULES_MISMATCH"] });
    const [gateway] = network.relays.flatMap(({ exits }) => exits);
    expect(gateway?.interfaces[0]?.groups.certain).toEqual(["stack/aws_vpc.data.default_security_group_id"]);
  });

  test("for an address may lead to any host", () => {
    const network = resourceEndpoint({ ip_resource: [{ ip_address: "10.1.1.9" }] });
    expect(told(network, "pod").verdict).toBe("UNKNOWN");
  });
});

test("a path on which no packet can start is closed by no layer, and the explanation says so", () => {
  const network = privateLink();
  const internet = network.sources.find(({ kind }) => kind === "internet");
  const [database] = network.databases;
  const noClient = reach(network, internet as never, database as never, { from: addressesIn([]) });
  expect(noClient.verdict).toBe("DENIED");
  expect(noClient.closed.length).toBeGreaterThan(1);
  expect(explain(noClient)).toContainEqual(
    expect.stringMatching(/^ {2}the path through endpoint .* is closed$/),
  );
});

describe("the matrix", () => {
  test.each([
    ["a load balancer", balanced()],
    [
      "a load balancer without a group",
      balanced((cloud) => cloud.group("database", "tcp 5432 from 10.0.1.0/24"), false),
    ],
    ["an endpoint service", privateLink()],
    ["a resource endpoint", resourceEndpoint(byArn)],
  ])("of %s lists every address that reaches the database", (_, network) => {
    const through = (all: ReturnType<typeof reach>[]) =>
      all.filter(({ verdict }) => verdict !== "DENIED").map(({ source, open }) => [source.name, open.length]);
    const [database] = network.databases;
    const each = network.sources.map((source) => reach(network, source, database as never));
    expect(through([...matrix(network).judged])).toEqual(through(each));
    expect(matrix(network).others.verdict).toBe("DENIED");
  });
});
