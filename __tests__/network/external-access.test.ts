import { NetworkStack } from "../../src/stacks/network-stack";
import { atLeastOne } from "../support/at-least-one";
import { environment } from "../support/fixtures";
import { type Synthesized, synthesize } from "../support/synthesize";
import { Packets } from "./packets";

const ports = [22, 80, 443, 1023, 1024, 5432, 5433, 40000, 65535];
const unprivileged = ports.filter((port) => port >= 1024);
const allowedCidrs = ["203.0.113.0/25", "198.51.100.7/32", "192.0.2.128/26"];

const build = (settings: Record<string, unknown>): Synthesized =>
  synthesize((app) => new NetworkStack(app, environment(settings))).get("test-network") as Synthesized;

describe.each(["same-vpc", "peering", "private-link"])("external access in %s", (topology) => {
  const settings = { topology, externalAccess: { allowedCidrs } };
  const stack = build(settings);
  const without = build({ topology });
  const packets = new Packets(stack);
  const { subnets } = environment(settings).network;
  const host = (cidr: string) => cidr.replace(/\d+\/\d+$/, "10");
  const places = {
    clusterPrivate: subnets.clusterPrivate.map(host),
    clusterPublic: subnets.clusterPublic.map(host),
    databasePrivate: subnets.databasePrivate.map(host),
    databasePublic: subnets.databasePublic.map(host),
    listed: ["203.0.113.0", "203.0.113.127", "198.51.100.7", "192.0.2.130"],
    strangers: ["203.0.113.128", "203.0.112.255", "198.51.100.6", "192.0.2.192", "8.8.8.8"],
  };
  type Place = keyof typeof places;
  const names = Object.keys(places) as Place[];
  const outside = (place: Place) => place === "listed" || place === "strangers";
  const pairs = (from: Place, to: Place) =>
    places[from].flatMap((a) => places[to].map((b) => [a, b] as const)).filter(([a, b]) => a !== b);

  const expected: Partial<Record<`${Place} to ${Place}`, number[]>> = {
    "listed to databasePublic": [5432],
    "databasePublic to databasePrivate": [5432],
    // As without external access.
    "clusterPrivate to clusterPrivate": ports,
    "clusterPrivate to databasePrivate": topology === "private-link" ? [] : [5432],
    "clusterPrivate to listed": [443],
    "clusterPrivate to strangers": [443],
    "clusterPublic to listed": [443],
    "clusterPublic to strangers": [443],
    "databasePrivate to databasePrivate": [443, ...unprivileged],
  };
  const cases = names
    .flatMap((from) => names.map((to) => ({ from, to, open: expected[`${from} to ${to}`] ?? [] })))
    .filter(({ from, to }) => !(outside(from) && outside(to)));

  test("is judged in every direction", () => expect(cases).toHaveLength(32));

  test.each(cases)("$from to $to: TCP $open", ({ from, to, open }) => {
    for (const [source, target] of atLeastOne(pairs(from, to))) {
      const connected = ports.filter((port) => packets.connects(source, target, port));
      expect({ source, target, connected }).toEqual({ source, target, connected: open });
    }
  });

  test("admits any ephemeral port of clients and of the load balancer", () => {
    for (const fromPort of [1024, 5432, 32768, 65535]) {
      for (const [client, balancer] of atLeastOne(pairs("listed", "databasePublic")))
        expect(packets.connects(client, balancer, 5432, fromPort)).toBe(true);
      for (const [balancer, database] of atLeastOne(pairs("databasePublic", "databasePrivate")))
        expect(packets.connects(balancer, database, 5432, fromPort)).toBe(true);
    }
  });

  test("admits nothing from outside to private subnets, whatever source port it uses", () => {
    for (const from of ["listed", "strangers"] as const) {
      for (const to of ["clusterPrivate", "databasePrivate"] as const) {
        for (const [source, target] of atLeastOne(pairs(from, to))) {
          const arriving = ports.filter((toPort) =>
            packets.arrives({ from: source, to: target, protocol: "tcp", fromPort: 5432, toPort }),
          );
          expect({ source, target, arriving }).toEqual({ source, target, arriving: [] });
        }
      }
    }
  });

  test("admits no UDP, and only the ICMP that path MTU discovery needs, from listed ranges", () => {
    const icmp = (from: string, to: string, icmpType: number, icmpCode: number) =>
      packets.arrives({ from, to, protocol: "icmp", icmpType, icmpCode });
    for (const [from, to] of atLeastOne(pairs("listed", "databasePublic"))) {
      expect([icmp(from, to, 3, 4), icmp(from, to, 8, 0), icmp(from, to, 3, 1)]).toEqual([
        true,
        false,
        false,
      ]);
      expect(packets.arrives({ from, to, protocol: "udp", fromPort: 40000, toPort: 5432 })).toBe(false);
    }
    for (const [from, to] of atLeastOne(pairs("strangers", "databasePublic")))
      expect(icmp(from, to, 3, 4)).toBe(false);
  });

  test("routes the public database subnets to the gateway of their own VPC, and no other subnet of the database", () => {
    const added = Object.entries(stack.resources("aws_route")).filter(
      ([name]) => !(name in without.resources("aws_route")),
    );
    expect(added).toHaveLength(1);
    const [, route] = added[0] as [string, Record<string, string>];
    const one = topology === "same-vpc";
    expect(route).toMatchObject({
      route_table_id: expect.stringMatching(/^\$\{aws_route_table\.database-public_/),
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: expect.stringMatching(
        one
          ? /^\$\{aws_internet_gateway\.internet-gateway\b/
          : /^\$\{aws_internet_gateway\.database-internet-gateway\b/,
      ),
    });
    const gateways = Object.values(stack.resources("aws_internet_gateway"));
    expect(gateways).toHaveLength(one ? 1 : 2);
    expect(new Set(gateways.map(({ vpc_id }) => vpc_id)).size).toBe(gateways.length);
    expect(without.count("aws_internet_gateway")).toBe(1);
  });

  test("adds entries to the ACLs of the database's two pairs of subnets only, and changes no existing one", () => {
    const added: Record<string, number> = {};
    for (const [type, all] of atLeastOne(
      Object.entries(stack.json.resource) as [string, Record<string, unknown>][],
    )) {
      for (const [name, resource] of atLeastOne(Object.entries(all))) {
        const before = without.json.resource[type]?.[name];
        if (before) expect(resource).toEqual(before);
        else if (type === "aws_network_acl_rule") {
          const acl = /aws_network_acl\.(database-[a-z]+|cluster-[a-z]+)_/.exec(
            (resource as Record<string, string>).network_acl_id ?? "",
          );
          added[acl?.[1] ?? "?"] = (added[acl?.[1] ?? "?"] ?? 0) + 1;
        } else expect(type).toMatch(/^aws_(route|internet_gateway)$/);
      }
    }
    for (const [type, all] of atLeastOne(Object.entries(without.json.resource)))
      expect(Object.keys(stack.json.resource[type])).toEqual(
        expect.arrayContaining(Object.keys(all as object)),
      );
    // A range: request, answer, MTU. Load balancer and database, at either end: request and answer; pairs merge to one.
    expect(added).toEqual({ "database-public": 3 * allowedCidrs.length + 2, "database-private": 2 });
  });

  test("has the same outputs as without external access", () =>
    expect(stack.json.output).toEqual(without.json.output));
});

test("seven ranges and unmergeable networks leave one of the 20 entries of an ACL free, counting AWS's default entry", () => {
  const stack = build({
    externalAccess: { allowedCidrs: Array.from({ length: 7 }, (_, i) => `203.0.${2 * i}.0/24`) },
    network: {
      subnets: {
        databasePrivate: ["10.0.20.0/24", "10.0.30.0/24"],
        databasePublic: ["10.0.40.0/24", "10.0.50.0/24"],
      },
    },
  });
  const counts = new Map<string, number>();
  for (const { network_acl_id, egress } of Object.values(stack.resources("aws_network_acl_rule"))) {
    const key = `${/aws_network_acl\.(database-[a-z]+|cluster-[a-z]+)_/.exec(network_acl_id)?.[1]} ${egress ? "egress" : "ingress"}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  expect(counts.get("database-public ingress")).toBe(16);
  expect(Math.max(...counts.values()) + 2).toBeLessThanOrEqual(19);
});
