import fc from "fast-check";
import { leg } from "../../../src/assurance/network";
import { network as range } from "../../../src/assurance/network/addresses";
import { everyPacket, type Packet, pointOf } from "../../../src/assurance/network/packets";
import { atLeastOne } from "../../support/at-least-one";
import { full, holds } from "../../support/effort";
import { Cloud, party } from "../support/cloud";

/** A rule of an ACL or a security group, in the few values that make rules meet, overlap and miss each other. */
interface Rule {
  readonly side: "from" | "to";
  readonly protocol: "tcp" | "udp" | "all";
  readonly first: number;
  readonly last: number;
  readonly peer: string;
  readonly deny: boolean;
}

const ports = [22, 1024, 5432, 32768, 65535];
const ranges = ["0.0.0.0/0", "10.0.0.0/8", "10.0.1.0/24", "10.0.2.0/24", "10.0.2.128/25", "10.0.1.8/32"];
const addresses = ["10.0.1.8", "10.0.1.9", "10.0.2.8", "10.0.2.200"].map(
  (text) => range(`${text}/32`)?.smallest ?? 0,
);

const rule: fc.Arbitrary<Rule> = fc.record({
  side: fc.constantFrom("from", "to"),
  protocol: fc.constantFrom("tcp", "tcp", "udp", "all"),
  first: fc.constantFrom(0, ...ports),
  last: fc.constantFrom(...ports),
  peer: fc.constantFrom(...ranges),
  deny: fc.boolean(),
});
const open = (side: Rule["side"]): Rule => ({
  side,
  protocol: "all",
  first: 0,
  last: 65535,
  peer: "0.0.0.0/0",
  deny: false,
});
/** Often open at the end, so that packets have a chance to get through all of them. */
const rules = fc
  .tuple(
    fc.array(rule, { maxLength: 5 }),
    fc.constantFrom([], [open("from"), open("to")], [open("from"), open("to")]),
  )
  .map(([some, last]) => [...some, ...last]);

const words = ({ side, protocol, first, last, peer, deny }: Rule, acl: boolean): string =>
  `${acl && deny ? "deny " : ""}${protocol}${protocol === "all" ? "" : ` ${first}-${last}`} ${side} ${peer}`;

/** The plain meaning of a rule: this packet or not. */
function matches(one: Rule, packet: Packet): boolean {
  const peer = range(one.peer);
  const protocols = { tcp: 6, udp: 17, all: packet.protocol };
  const inPorts = one.first <= packet.destinationPort && packet.destinationPort <= one.last;
  return (
    protocols[one.protocol] === packet.protocol &&
    (one.protocol === "all" || inPorts) &&
    (peer?.has(one.side === "from" ? packet.source : packet.destination) ?? false)
  );
}

const admits = (group: readonly Rule[], side: Rule["side"], packet: Packet): boolean =>
  group.some((one) => one.side === side && matches(one, packet));

const passes = (acl: readonly Rule[], side: Rule["side"], packet: Packet): boolean =>
  acl.find((one) => one.side === side && matches(one, packet))?.deny === false;

const answer = (packet: Packet): Packet => ({
  ...packet,
  source: packet.destination,
  destination: packet.source,
  sourcePort: packet.destinationPort,
  destinationPort: packet.sourcePort,
});

describe("the sets of packets", () => {
  const seen = { through: 0, stopped: 0 };

  afterAll(() => {
    expect(Math.min(seen.through, seen.stopped)).toBeGreaterThan(full(150, 500));
  });

  test("contain exactly the packets that pass one by one, whatever the rules are", () => {
    const packet: fc.Arbitrary<Packet> = fc.record({
      source: fc.constantFrom(...addresses.slice(0, 2)),
      destination: fc.constantFrom(...addresses.slice(2)),
      protocol: fc.constantFrom(6, 17, 50),
      sourcePort: fc.constantFrom(...ports),
      destinationPort: fc.constantFrom(...ports),
    });
    holds(
      fc.property(
        fc.record({ aclA: rules, aclB: rules, groupA: rules, groupB: rules }),
        fc.array(packet, { minLength: 30, maxLength: 30 }),
        ({ aclA, aclB, groupA, groupB }, packets) => {
          const { network } = new Cloud()
            .subnet("one", "10.0.1.0/24")
            .subnet("two", "10.0.2.0/24")
            .acl("a", ["one"], ...aclA.map((one) => words(one, true)))
            .acl("b", ["two"], ...aclB.map((one) => words(one, true)))
            .group("a", ...groupA.map((one) => words(one, false)))
            .group("b", ...groupB.map((one) => words(one, false)))
            .host("a", "one", ["a"])
            .host("b", "two", ["b"]);
          const found = leg(network, party(network, "a"), party(network, "b"), everyPacket).passes;
          for (const one of atLeastOne(packets)) {
            const expected =
              admits(groupA, "to", one) &&
              passes(aclA, "to", one) &&
              passes(aclB, "from", one) &&
              admits(groupB, "from", one) &&
              passes(aclB, "to", answer(one)) &&
              passes(aclA, "from", answer(one));
            seen[expected ? "through" : "stopped"]++;
            expect(found.certain.has(pointOf(one))).toBe(expected);
            expect(found.possible.has(pointOf(one))).toBe(expected);
          }
        },
      ),
      60,
      200,
    );
  });
});
