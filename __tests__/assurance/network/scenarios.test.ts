// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { everyPacket, everyPort, type PacketsOf, packets } from "../../../src/assurance/network/packets";
import { IntervalSet, Region } from "../../../src/assurance/sets";
import { Cloud, id, opens } from "../support/cloud";

const port = (value: number): PacketsOf => ({ destinationPort: IntervalSet.single(value) });
const protocol = (value: number): PacketsOf => ({ protocol: IntervalSet.single(value) });
const tcp = (value?: number): Region =>
  packets({ ...protocol(6), ...(value === undefined ? { destinationPort: everyPort } : port(value)) });
const udp = (value: number): Region => packets({ ...protocol(17), ...port(value) });
const esp = packets(protocol(50));
const noAddress = Region.empty;

/** Both hosts in one subnet, each with its groups. */
const neighbours = (build: (cloud: Cloud) => Cloud, a: string[], b: string[]): Cloud =>
  build(new Cloud()).subnet("one", "10.0.1.0/24").host("a", "one", a).host("b", "one", b);

/** Hosts in two subnets, each with an ACL of its own, all groups open. */
const apart = (a: string[], b: string[], groups: (cloud: Cloud) => Cloud = (cloud) => cloud): Cloud =>
  groups(new Cloud())
    .group("open", "all from any", "all to any")
    .subnet("one", "10.0.1.0/24")
    .subnet("two", "10.0.2.0/24")
    .acl("acl-one", ["one"], ...a)
    .acl("acl-two", ["two"], ...b);

const everything = ["all from any", "all to any"];
const postgres = (answers: string): Cloud =>
  apart(
    ["tcp 5432 to 10.0.2.0/24", "tcp 0-65535 from 10.0.2.0/24"],
    ["tcp 5432 from 10.0.1.0/24", answers],
    (cloud) =>
      cloud
        .group("n")
        .group("client", "tcp 5432 to n")
        .group("server", "tcp 5432 from n")
        .host("a", "one", ["n", "client"])
        .host("b", "two", ["n", "server"]),
  );

/** Verdicts that were checked on a real account, in luhring/reach and np-guard, or that AWS documents. */
const scenarios: [string, () => Cloud, string, string, Region][] = [
  [
    "one subnet, groups without rules: nothing",
    () => neighbours((cloud) => cloud.group("a").group("b"), ["a"], ["b"]),
    "a",
    "b",
    noAddress,
  ],
  [
    "one subnet, several protocols: what both ends allow",
    () =>
      neighbours(
        (cloud) =>
          cloud
            .group("n")
            .group("a", "udp to n", "50 to any", "tcp to any")
            .group("b", "udp 53 from n", "50 from any", "tcp 22 from any"),
        ["a", "n"],
        ["b", "n"],
      ),
    "a",
    "b",
    Region.unionOf([udp(53), tcp(22), esp]),
  ],
  [
    "one subnet, by its range",
    () =>
      neighbours(
        (cloud) => cloud.group("a", "tcp 443 to 10.0.1.0/24").group("b", "tcp 443 from 10.0.1.0/24"),
        ["a"],
        ["b"],
      ),
    "a",
    "b",
    tcp(443),
  ],
  [
    "one subnet, everything out, SSH in",
    () => neighbours((cloud) => cloud.group("a", "all to any").group("b", "tcp 22 from any"), ["a"], ["b"]),
    "a",
    "b",
    tcp(22),
  ],
  [
    "one subnet, everything out, everything in",
    () => neighbours((cloud) => cloud.group("a", "all to any").group("b", "all from any"), ["a"], ["b"]),
    "a",
    "b",
    everyPacket,
  ],
  [
    "one subnet, an ACL that denies everything does not matter",
    () =>
      neighbours(
        (cloud) => cloud.group("a", "all to any").group("b", "all from any").acl("closed", ["one"]),
        ["a"],
        ["b"],
      ),
    "a",
    "b",
    everyPacket,
  ],
  [
    "two subnets, open ACLs",
    () => apart(everything, everything).host("a", "one", ["open"]).host("b", "two", ["open"]),
    "a",
    "b",
    everyPacket,
  ],
  [
    "two subnets, ACLs without rules: nothing",
    () => apart([], []).host("a", "one", ["open"]).host("b", "two", ["open"]),
    "a",
    "b",
    noAddress,
  ],
  [
    "two subnets, ACLs for TCP and a group for ESP: nothing",
    () =>
      apart(["tcp from any", "tcp to any"], ["tcp from any", "tcp to any"], (cloud) =>
        cloud.group("esp", "50 to any").host("a", "one", ["esp"]).host("b", "two", ["open"]),
      ),
    "a",
    "b",
    noAddress,
  ],
  ["PostgreSQL between two subnets", () => postgres("tcp 0-65535 to 10.0.1.0/24"), "a", "b", tcp(5432)],
  [
    "PostgreSQL, answers to unprivileged ports only: clients need such a port",
    () => postgres("tcp 1024-65535 to 10.0.1.0/24"),
    "a",
    "b",
    packets({ ...protocol(6), ...port(5432), sourcePort: IntervalSet.of([1024, 65535]) }),
  ],
  [
    "PostgreSQL, answers to port 5432 only: clients need that very port",
    () => postgres("tcp 5432 to 10.0.1.0/24"),
    "a",
    "b",
    packets({ ...protocol(6), ...port(5432), sourcePort: IntervalSet.single(5432) }),
  ],
  [
    "an ACL's first matching rule decides",
    () =>
      apart(everything, ["deny tcp 22 from any", "all from any", "all to any"])
        .host("a", "one", ["open"])
        .host("b", "two", ["open"]),
    "a",
    "b",
    everyPacket.subtract(tcp(22)),
  ],
  [
    "a later deny of what an earlier rule allows changes nothing",
    () =>
      apart(everything, ["all from any", "deny tcp 22 from any", "all to any"])
        .host("a", "one", ["open"])
        .host("b", "two", ["open"]),
    "a",
    "b",
    everyPacket,
  ],
];

describe("between two hosts", () => {
  test.each(scenarios)("%s", (_, cloud, from, to, expected) => {
    const { network } = cloud();
    const found = opens(network, from, to);
    expect(network.unknowns).toEqual([]);
    expect(found.passes.certain.equals(found.expected(expected))).toBe(true);
    expect(found.passes.possible.equals(found.expected(expected))).toBe(true);
  });
});

describe("with groups that refer to groups", () => {
  const { network } = new Cloud("10.240.0.0/16")
    .subnet("apps", "10.240.20.0/24")
    .subnet("data", "10.240.30.0/24")
    .subnet("edge", "10.240.10.0/24")
    .subnet("staff", "10.240.40.0/24")
    .group("app", "all from 10.240.40.0/24", "tcp 9080 from edge", "tcp to data")
    .group("data", "all from app", "all from 10.240.40.0/24")
    .group("edge", "all from any", "all to any")
    .group("staff", "all from any", "all to any")
    .host("app1", "apps", ["app"])
    .host("app2", "apps", ["app"])
    .host("db", "data", ["data"])
    .host("proxy", "edge", ["edge"])
    .host("dashboard", "staff", ["staff"]);

  test.each([
    ["app1", "db", tcp(), "the client's group lets out TCP only; answers need no rule"],
    ["db", "app1", noAddress, "the database's group lets nothing out"],
    ["proxy", "app1", tcp(9080), "its group is admitted on one port"],
    ["proxy", "db", noAddress, "its group is not admitted"],
    ["dashboard", "db", everyPacket, "its range is admitted"],
    ["app1", "app2", noAddress, "members of a group are not admitted by that alone"],
  ])("%s to %s: %#", (from, to, expected) => {
    const found = opens(network, from, to);
    expect(found.passes.certain.equals(found.expected(expected))).toBe(true);
    expect(found.passes.possible.equals(found.passes.certain)).toBe(true);
  });

  test("a host without a route to the internet does not reach it, whatever its group admits", () => {
    expect(opens(network, "proxy", "internet").passes.possible.isEmpty).toBe(true);
  });
});

describe("across a peering connection", () => {
  const peered = (change: (cloud: Cloud) => Cloud = (cloud) => cloud) =>
    change(
      new Cloud("10.10.0.0/16")
        .vpc("other", "192.168.0.0/16")
        .subnet("a", "10.10.1.0/24")
        .subnet("b", "192.168.1.0/24", { vpc_id: id("aws_vpc", "other") })
        .group("open", "all from any", "all to any")
        .group("client", "tcp 5432 to server")
        .group("server", "tcp 5432 from client")
        .add("aws_vpc_peering_connection", "p", {
          vpc_id: id("aws_vpc", "main"),
          peer_vpc_id: id("aws_vpc", "other"),
          auto_accept: true,
        })
        .routes("ra", ["a"], {
          "192.168.1.0/24": { vpc_peering_connection_id: id("aws_vpc_peering_connection", "p") },
        })
        .routes(
          "rb",
          ["b"],
          { "10.10.0.0/16": { vpc_peering_connection_id: id("aws_vpc_peering_connection", "p") } },
          "other",
        )
        .host("a", "a", ["client"])
        .host("b", "b", ["server"])
        .host("a2", "a", ["open"])
        .host("b2", "b", ["open"]),
    );

  test("routes in both directions open it, and groups of the peer VPC count", () => {
    const { network } = peered();
    const found = opens(network, "a", "b");
    expect(network.unknowns).toEqual([]);
    expect(found.passes.certain.equals(found.expected(tcp(5432)))).toBe(true);
    expect(opens(network, "a2", "b2").passes.certain.isEmpty).toBe(false);
  });

  test.each([
    ["to the peer", "ra-0", "aws_route_table.ra", false],
    ["back", "rb-0", "aws_route_table.rb", true],
  ])("without the route %s no packet passes", (_, route, component, answer) => {
    const { network } = peered((cloud) => {
      delete cloud.resource.aws_route?.[route];
      return cloud;
    });
    const [block] = opens(network, "a", "b").blocks;
    expect(block).toMatchObject({ code: "NO_ROUTE_TO_DESTINATION", answer });
    expect(block?.component).toContain(component);
  });

  test("a third VPC is not reachable through it", () => {
    const { network } = peered((cloud) =>
      cloud
        .vpc("third", "172.16.0.0/16")
        .subnet("c", "172.16.1.0/24", { vpc_id: id("aws_vpc", "third") })
        .add("aws_vpc_peering_connection", "q", {
          vpc_id: id("aws_vpc", "other"),
          peer_vpc_id: id("aws_vpc", "third"),
          auto_accept: true,
        })
        .add("aws_route", "on", {
          route_table_id: id("aws_route_table", "ra"),
          destination_cidr_block: "172.16.0.0/16",
          vpc_peering_connection_id: id("aws_vpc_peering_connection", "p"),
        })
        .host("c", "c", ["open"]),
    );
    expect(opens(network, "a2", "c").passes.possible.isEmpty).toBe(true);
  });

  test("an unaccepted peering is not understood", () => {
    const { network } = peered((cloud) => {
      const { auto_accept: _, ...connection } = cloud.resource.aws_vpc_peering_connection?.p ?? {};
      return cloud.add("aws_vpc_peering_connection", "p", connection);
    });
    expect(network.unknowns).toEqual([expect.stringContaining("nothing accepts")]);
  });
});

describe("with the internet", () => {
  const gateway = { gateway_id: id("aws_internet_gateway", "igw") };
  const cloud = (change: (cloud: Cloud) => Cloud = (same) => same) =>
    change(
      new Cloud()
        .subnet("public", "10.0.1.0/24")
        .subnet("private", "10.0.2.0/24")
        .subnet("isolated", "10.0.3.0/24")
        .group("open", "all from any", "all to any")
        .group("ssh", "tcp 22 from any")
        .add("aws_internet_gateway", "igw", { vpc_id: id("aws_vpc", "main") })
        .add("aws_nat_gateway", "nat", { subnet_id: id("aws_subnet", "public") })
        .routes("rp", ["public"], { "0.0.0.0/0": gateway })
        .routes("rn", ["private"], { "0.0.0.0/0": { nat_gateway_id: id("aws_nat_gateway", "nat") } })
        .host("public", "public", ["ssh"], { associate_public_ip_address: true })
        .host("unaddressed", "public", ["open"])
        .host("private", "private", ["open"])
        .host("isolated", "isolated", ["open"], { associate_public_ip_address: true }),
    ).network;

  test("a public host is reachable where its group admits the client", () => {
    const { passes } = opens(cloud(), "internet", "public");
    expect(passes.certain.projected(4).intervals).toEqual([[22, 22]]);
    expect(passes.certain.projected(0).has(8 * 2 ** 24)).toBe(true);
    expect(passes.certain.projected(0).has(10 * 2 ** 24)).toBe(false);
  });

  test.each([
    ["private", "NO_PUBLIC_ADDRESS"],
    ["unaddressed", "NO_PUBLIC_ADDRESS"],
    ["isolated", "NO_ROUTE_TO_DESTINATION"],
  ])("%s is not reachable: %s", (host, code) => {
    expect(opens(cloud(), "internet", host).blocks).toEqual([expect.objectContaining({ code })]);
  });

  test("a private host reaches the internet through the NAT gateway, and no address reaches the host", () => {
    expect(opens(cloud(), "private", "internet").passes.certain.projected(4).has(443)).toBe(true);
    expect(opens(cloud(), "isolated", "internet").passes.possible.isEmpty).toBe(true);
  });

  test("the ACL of the NAT gateway's subnet must admit the answers", () => {
    const network = cloud((one) => one.acl("acl", ["public"], "tcp 443 from any", "all to any"));
    expect(opens(network, "private", "internet").passes.possible.isEmpty).toBe(true);
  });

  test("two halves of the internet count as the internet", () => {
    const network = cloud((one) =>
      one
        .group("halves", "tcp 5432 from 0.0.0.0/1", "tcp 5432 from 128.0.0.0/1")
        .host("halved", "public", ["halves"], { associate_public_ip_address: true }),
    );
    const found = opens(network, "internet", "halved").passes.certain.projected(0);
    expect(found.equals(opens(network, "internet", "public").passes.certain.projected(0))).toBe(true);
  });
});

describe("with the defaults of AWS", () => {
  const defaults = (change: (cloud: Cloud) => Cloud = (same) => same) =>
    change(
      new Cloud()
        .subnet("one", "10.0.1.0/24")
        .subnet("two", "10.0.2.0/24")
        .add("aws_instance", "a", { subnet_id: id("aws_subnet", "one") })
        .add("aws_instance", "b", { subnet_id: id("aws_subnet", "two") })
        .group("open", "all from any", "all to any")
        .host("c", "two", ["open"]),
    ).network;

  test("members of the default group reach each other, and no other address reaches them", () => {
    expect(opens(defaults(), "a", "b").passes.certain.isEmpty).toBe(false);
    expect(opens(defaults(), "c", "b").passes.possible.isEmpty).toBe(true);
  });

  test("a default group that Terraform manages has the rules of its resource", () => {
    const adopted = (rules: Record<string, unknown>) =>
      defaults((cloud) =>
        cloud.add("aws_default_security_group", "default", { vpc_id: id("aws_vpc", "main"), ...rules }),
      );
    expect(opens(adopted({}), "a", "b").passes.possible.isEmpty).toBe(true);
    const all = { protocol: "-1", from_port: 0, to_port: 0 };
    const itself = adopted({
      ingress: { ...all, self: true },
      egress: { ...all, cidr_blocks: ["0.0.0.0/0"] },
    });
    expect(opens(itself, "a", "b").passes.certain.isEmpty).toBe(false);
    expect(opens(itself, "c", "b").passes.possible.isEmpty).toBe(true);
  });

  test("subnets without an ACL use the default one, which is open until Terraform manages it", () => {
    const closed = defaults((cloud) =>
      cloud.add("aws_default_network_acl", "default", {
        default_network_acl_id: "${aws_vpc.main.default_network_acl_id}",
      }),
    );
    expect(opens(closed, "a", "b").blocks).toEqual([
      expect.objectContaining({ code: "SUBNET_ACL_RESTRICTION" }),
    ]);
  });
});

describe("with a route through another resource", () => {
  const between = (target: Record<string, unknown>) =>
    new Cloud()
      .subnet("one", "10.0.1.0/24")
      .subnet("two", "10.0.2.0/24")
      .group("open", "all from any", "all to any")
      .routes("r", ["one"], { "10.0.2.0/24": target })
      .host("a", "one", ["open"])
      .host("b", "two", ["open"]).network;

  test.each([
    ["a firewall's interface", { network_interface_id: "${aws_instance.b.primary_network_interface_id}" }],
    ["a firewall endpoint", { vpc_endpoint_id: "vpce-0123456789abcdef0" }],
    ["a gateway that is not declared here", { gateway_id: "igw-0123456789abcdef0" }],
  ])("%s is not understood: it may forward packets", (_, target) => {
    const { passes } = opens(between(target), "a", "b");
    expect(passes.certain.isEmpty).toBe(true);
    expect(passes.possible.isEmpty).toBe(false);
  });

  test("a route to the VPC's own addresses changes nothing", () => {
    expect(opens(between({ gateway_id: "local" }), "a", "b").passes.certain.isEmpty).toBe(false);
  });
});

describe("with unknown values", () => {
  const cloud = () =>
    new Cloud()
      .subnet("one", "10.0.1.0/24")
      .group("open", "all from any", "all to any")
      .host("a", "one", ["open"]);
  const perhaps = (network: Cloud["network"]) => {
    const { passes } = opens(network, "a", "b");
    return [passes.certain.isEmpty, passes.possible.isEmpty];
  };

  test("a group that is not declared may admit everything", () => {
    const groups = { vpc_security_group_ids: ["sg-0123456789abcdef0"] };
    expect(perhaps(cloud().host("b", "one", [], groups).network)).toEqual([true, false]);
  });

  test("a rule with unknown ports may admit any port", () => {
    const unknown = cloud().group("some", "tcp 22 from any").host("b", "one", ["some"]);
    Object.assign(unknown.resource.aws_vpc_security_group_ingress_rule?.["some-0"] ?? {}, {
      to_port: "${var.x}",
    });
    expect(perhaps(unknown.network)).toEqual([true, false]);
  });
});
