import { NetworkStack } from "../../src/stacks/network-stack";
import { atLeastOne } from "../support/at-least-one";
import { environment } from "../support/fixtures";
import { type Synthesized, synthesize } from "../support/synthesize";
import { Packets } from "./packets";

const ports = [22, 53, 80, 443, 1023, 1024, 3306, 5432, 8080, 40000, 65535];
const unprivileged = ports.filter((port) => port >= 1024);

const unmerged = {
  cidr: "172.16.0.0/12",
  subnets: {
    clusterPrivate: ["172.20.0.0/20", "172.21.16.0/20"],
    databasePrivate: ["172.22.1.0/24", "172.22.2.0/24"],
    clusterPublic: ["172.23.0.0/26", "172.24.0.64/26"],
    databasePublic: ["172.25.0.0/28", "172.25.1.0/28"],
  },
};

/** Pods reach the database's subnets themselves where VPCs are one, or peered; elsewhere an endpoint among their own. */
const variants = {
  defaults: { routed: true },
  "one NAT gateway": { routed: true, network: { natGateways: "single" } },
  "networks that cannot be merged": { routed: true, network: unmerged },
  peering: { routed: true, topology: "peering" },
  "peering, networks that cannot be merged": {
    routed: true,
    topology: "peering",
    network: {
      cidr: "172.20.0.0/15",
      databaseCidr: "172.22.0.0/16",
      subnets: {
        ...unmerged.subnets,
        clusterPublic: ["172.20.64.0/26", "172.21.64.64/26"],
        databasePublic: ["172.22.25.0/28", "172.22.26.0/28"],
      },
    },
  },
  "private link": { routed: false, topology: "private-link" },
  "resource endpoint": { routed: false, topology: "resource-endpoint" },
};

describe.each(Object.entries(variants))(
  "who reaches whom through network ACLs and routes: %s",
  (_, { routed, ...settings }) => {
    const config = environment(settings);
    const stack = synthesize((app) => new NetworkStack(app, config)).get("test-network") as Synthesized;
    const packets = new Packets(stack);
    const host = (cidr: string, last: number) =>
      cidr.replace(/\d+\/\d+$/, (end) => String(Number(end.split("/")[0]) + last));
    const { subnets } = config.network;
    const places = {
      clusterPrivate: subnets.clusterPrivate.map((cidr) => host(cidr, 10)),
      clusterPublic: subnets.clusterPublic.map((cidr) => host(cidr, 10)),
      databasePrivate: subnets.databasePrivate.map((cidr) => host(cidr, 10)),
      databasePublic: subnets.databasePublic.map((cidr) => host(cidr, 10)),
      internet: ["198.51.100.7", "8.8.8.8"],
    };
    type Place = keyof typeof places;
    const names = Object.keys(places) as Place[];

    /** Pairs of hosts that are not in the same subnet: ACLs do not look inside one. */
    const pairs = (from: Place, to: Place) =>
      places[from]
        .flatMap((source) => places[to].map((target) => [source, target] as const))
        .filter(([a, b]) => a !== b);

    const expected: Partial<Record<`${Place} to ${Place}`, number[]>> = {
      "clusterPrivate to clusterPrivate": ports,
      "clusterPrivate to databasePrivate": routed ? [5432] : [],
      "clusterPrivate to internet": [443],
      // The NAT gateways themselves.
      "clusterPublic to internet": [443],
      // Answers and requests look alike between two subnets that play both parts; security groups tell them apart.
      "databasePrivate to databasePrivate": [443, ...unprivileged],
    };

    const cases = names
      .flatMap((from) => names.map((to) => ({ from, to, open: expected[`${from} to ${to}`] ?? [] })))
      .filter(({ from, to }) => !(from === "internet" && to === "internet"));

    test("covers every direction between four pairs and the internet", () => expect(cases).toHaveLength(24));

    test.each(cases)("$from to $to: TCP $open", ({ from, to, open }) => {
      for (const [source, target] of atLeastOne(pairs(from, to))) {
        const connected = ports.filter((port) => packets.connects(source, target, port));
        expect({ source, target, connected }).toEqual({ source, target, connected: open });
      }
    });

    test("responses reach every ephemeral port", () => {
      for (const fromPort of [1024, 5432, 32768, 60999, 65535]) {
        for (const [pod, database] of atLeastOne(pairs("clusterPrivate", "databasePrivate"))) {
          expect(packets.connects(pod, database, 5432, fromPort)).toBe(routed);
        }
        for (const [pod, server] of atLeastOne(pairs("clusterPrivate", "internet"))) {
          expect(packets.connects(pod, server, 443, fromPort)).toBe(true);
        }
      }
    });

    test("UDP passes only inside the private cluster subnets, for DNS", () => {
      const passing = names.flatMap((from) =>
        names
          .filter((to) => {
            if (from === "internet" && to === "internet") return false;
            return pairs(from, to).some(([a, b]) =>
              [53, 123, 443, 40000].some((toPort) =>
                packets.arrives({ from: a, to: b, protocol: "udp", fromPort: 40000, toPort }),
              ),
            );
          })
          .map((to) => `${from} to ${to}`),
      );
      expect(passing).toEqual(["clusterPrivate to clusterPrivate"]);
    });

    test("path MTU messages from the internet reach pods, and no other ICMP does", () => {
      for (const [from, to] of atLeastOne(pairs("internet", "clusterPrivate"))) {
        const icmp = (icmpType: number, icmpCode: number) => ({
          from,
          to,
          protocol: "icmp" as const,
          icmpType,
          icmpCode,
        });
        expect(packets.returns(icmp(3, 4))).toBe(true);
        expect(packets.returns(icmp(8, 0))).toBe(false);
        expect(packets.returns(icmp(5, 1))).toBe(false);
      }
    });

    test("no packet from outside reaches a private subnet, whatever source port it uses", () => {
      for (const place of ["clusterPrivate", "databasePrivate", "databasePublic"] as const) {
        for (const [from, to] of atLeastOne(pairs("internet", place))) {
          const arriving = atLeastOne(ports).filter((toPort) =>
            packets.arrives({ from, to, protocol: "tcp", fromPort: 443, toPort }),
          );
          expect({ from, to, arriving }).toEqual({ from, to, arriving: [] });
        }
      }
    });
  },
);

describe("two VPCs with the same addresses", () => {
  const range = "10.0.0.0/16";
  const config = environment({ topology: "private-link", network: { cidr: range, databaseCidr: range } });
  const stack = synthesize((app) => new NetworkStack(app, config)).get("test-network") as Synthesized;

  test("have no route to each other, so equal addresses cannot be confused", () => {
    const vpcs = Object.values(stack.resources("aws_vpc"));
    expect(vpcs.map(({ cidr_block }) => cidr_block)).toEqual([range, range]);
    expect(stack.count("aws_vpc_peering_connection")).toBe(0);
    const destinations = Object.values(stack.resources("aws_route")).map((r) => r.destination_cidr_block);
    expect(new Set(destinations)).toEqual(new Set(["0.0.0.0/0"]));
  });

  test("deny their common range once, before the entries for the internet", () => {
    const denials = Object.values(stack.resources("aws_network_acl_rule")).filter(
      ({ rule_action }) => rule_action === "deny",
    );
    expect(denials).toHaveLength(4);
    expect(new Set(denials.map(({ cidr_block }) => cidr_block))).toEqual(new Set([range]));
  });
});
