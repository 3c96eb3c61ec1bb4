import fc from "fast-check";
import { hosts, subnets } from "./layout";

/** A rule of an ACL or a security group. Groups know no denial, ACLs no groups. */
export interface Rule {
  readonly side: "from" | "to";
  readonly protocol: "tcp" | "udp" | "all";
  readonly ports: readonly [number, number];
  readonly peer: string;
  readonly deny: boolean;
}

export interface Route {
  readonly destination: string;
  /** Through the peering connection, or to a gateway behind which there is no host. */
  readonly target: "peering" | "gateway";
}

/** What a team could have written down. */
export interface World {
  readonly acls: Readonly<Record<string, readonly Rule[]>>;
  readonly groups: Readonly<Record<string, readonly Rule[]>>;
  /** Groups of each host. */
  readonly held: Readonly<Record<string, readonly string[]>>;
  readonly routes: Readonly<Record<string, readonly Route[]>>;
}

const names = ["g1", "g2", "g3"];
const ranges = [
  "0.0.0.0/0",
  "10.0.0.0/8",
  "10.0.0.0/16",
  "10.0.1.0/24",
  "10.0.1.128/25",
  "10.0.2.0/25",
  "10.0.2.150/32",
  "10.1.3.0/24",
  "10.1.3.128/25",
];
const ports = fc
  .tuple(fc.constantFrom(0, 22, 1024, 5432, 32768), fc.constantFrom(22, 1023, 5432, 32767, 65535))
  .filter(([first, last]) => first <= last);
const rule = (peers: fc.Arbitrary<string>): fc.Arbitrary<Rule> =>
  fc.record({
    side: fc.constantFrom("from", "to"),
    protocol: fc.constantFrom("tcp", "tcp", "tcp", "udp", "all"),
    ports,
    peer: peers,
    deny: fc.boolean(),
  });
const open = (side: Rule["side"]): Rule => ({
  side,
  protocol: "all",
  ports: [0, 65535],
  peer: "0.0.0.0/0",
  deny: false,
});
const bothWays = [open("from"), open("to")];

/** Some rules, and mostly an open end, so that connections have a chance to get through all that is on the way. */
const acl = fc
  .tuple(
    fc.array(rule(fc.constantFrom(...ranges)), { maxLength: 4 }),
    fc.constantFrom([], bothWays, bothWays, bothWays),
  )
  .map(([some, end]) => [...some, ...end]);
const group = fc
  .tuple(
    fc.array(rule(fc.constantFrom(...ranges, ...names, ...names)), { minLength: 1, maxLength: 4 }),
    fc.constantFrom([], [open("to")], bothWays),
  )
  .map(([some, end]) => [...some, ...end]);
const routes = (destinations: string[]): fc.Arbitrary<Route[]> =>
  fc.uniqueArray(
    fc.record<Route>({
      destination: fc.constantFrom(...destinations),
      target: fc.constantFrom("peering", "peering", "peering", "gateway"),
    }),
    { selector: ({ destination }) => destination, maxLength: 4 },
  );

const each = <T>(keys: readonly string[], value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.record(Object.fromEntries(keys.map((key) => [key, value])));

export const world: fc.Arbitrary<World> = fc.record({
  acls: each(Object.keys(subnets), acl),
  groups: each(names, group),
  held: each(Object.keys(hosts), fc.subarray(names, { minLength: 1, maxLength: 2 })),
  routes: fc.record({
    one: routes(["10.1.0.0/16", "10.1.3.0/24", "10.1.3.0/25", "10.1.3.128/25"]),
    two: routes(["10.1.0.0/16", "10.1.3.0/24", "10.1.3.0/25", "10.1.3.128/25"]),
    three: routes(["10.0.0.0/16", "10.0.1.0/24", "10.0.2.0/24", "10.0.1.128/25"]),
  }),
});
