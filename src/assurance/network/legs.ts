import { keptWith, remembered, rememberedByKey } from "../remembered";
import { IntervalSet, type Region } from "../sets";
import { internetAddresses } from "./addresses";
import { anyOf, both, type Extent, exactly, nothing } from "./extent";
import { noGroups } from "./held-groups";
import { type PacketTrace, traceOf } from "./packet-trace";
import { clientPorts, type Packet, packets, samplePacket, tcp } from "./packets";
import { type End, groupsHeldBy, type NetworkInterface, type Party } from "./parties";
import { routeBetween } from "./route-between";
import type { RoutedNetwork } from "./routed-network";
import type { Direction, SecurityGroups } from "./security-groups";
import { type Peer, policyStage, type Stage, securityGroupStage } from "./stages";

/** One step of a packet, or of its response, through a component. */
export interface Hop {
  readonly component: string;
  readonly answer: boolean;
  /** The rule that admits the packet. */
  readonly rule: string;
}

/** A packet that passes, with its response, component by component. */
export interface Witness {
  readonly packet: Packet;
  readonly hops: readonly Hop[];
}

/** The component at which all packets of a path end. */
export interface Block {
  readonly code: Stage["code"];
  readonly component: string;
  readonly answer: boolean;
  /** A packet that reaches this component, and the reason why it is dropped. */
  readonly packet: Packet;
  readonly reason: string;
}

/** Packets from one party to another, whose responses return. */
export interface Leg {
  /** Connections that certainly open, and connections that may. */
  readonly passes: Extent;
  /** Whether every address of one party can connect to every address of the other, from all client ports. */
  readonly always: boolean;
  // Computed on demand, since most verdicts are not explained:
  readonly witness: Witness | undefined;
  /** First blocking component of each closed path. */
  readonly blocks: readonly Block[];
  /** How far a packet gets, for each pair of interfaces. */
  traces(): readonly PacketTrace[];
}

/** The parts of a leg that explain it. */
interface Explanation {
  readonly witness?: () => Witness | undefined;
  readonly blocks?: () => readonly Block[];
  readonly traces: () => readonly PacketTrace[];
}

/** A class, because there are many: V8 keeps a table per object literal with a getter. */
class ExplainedLeg implements Leg {
  readonly traces: () => readonly PacketTrace[];

  constructor(
    readonly passes: Extent,
    readonly always: boolean,
    private readonly explanation: Explanation,
  ) {
    this.traces = explanation.traces;
  }

  get witness(): Witness | undefined {
    return this.explanation.witness?.();
  }

  get blocks(): readonly Block[] {
    return this.explanation.blocks?.() ?? [];
  }
}

/** The packets of a question: protocol and destination port, with any addresses. */
export type Question = Region;

/** Packets that open a connection to any of the ports. */
export const connectionsTo = remembered(
  (ports: IntervalSet): Question => packets({ protocol: IntervalSet.single(tcp), destinationPort: ports }),
);

/**
 * All direct connections between two parties. They depend only on the parties, their security groups and the routed,
 * so the result is remembered until one of these changes.
 */
export function leg(network: RoutedNetwork, from: Party, to: Party, question: Question): Leg {
  const { groups, nats, peerings } = network;
  const asked = legsKeptWith(nats, peerings, ...groupsOf(to, groups), ...groupsOf(from, groups), to, from);
  const known = asked.find((one) => one.question.isSame(question));
  if (known) return known.leg;
  const found = newLeg(network, from, to, question);
  asked.push({ question, leg: found });
  return found;
}

const legsKeptWith = keptWith(() => [] as { readonly question: Question; readonly leg: Leg }[]);

/** Every security group that a party may hold, with its rules. */
const groupsOf = (party: Party, groups: SecurityGroups): readonly object[] =>
  declaredOf(groupsHeldBy(party), groups);

const declaredOf = (keys: readonly string[], groups: SecurityGroups): readonly object[] =>
  keys.map((key) => groups.get(key) ?? undeclared);

const undeclared = {};

function newLeg(network: RoutedNetwork, from: Party, to: Party, question: Question): Leg {
  const ends = pairs(from, to);
  const results = ends.map(([a, b]) => between(network, a, b, question));
  return new ExplainedLeg(
    anyOf(results.map((one) => one.passes)),
    results.length > 0 && results.every((one) => one.always),
    {
      witness: () => results.map((one) => one.witness).find((one) => one !== undefined),
      blocks: () => results.flatMap((one) => one.blocks),
      traces: () => results.flatMap((one) => one.traces()),
    },
  );
}

export const endsOf = (party: Party): readonly End[] =>
  party.kind === "internet" ? ["internet"] : party.interfaces;

/** All pairs of interfaces of two parties. */
export const pairs = (from: Party, to: Party): (readonly [End, End])[] =>
  endsOf(from).flatMap((a) => endsOf(to).map((b) => [a, b] as const));

export const addressesOf = (end: End): IntervalSet =>
  end === "internet" ? internetAddresses : end.subnet.addresses;
const asPeer = (end: End): Peer => ({ groups: end === "internet" ? noGroups : end.groups });

function between(network: RoutedNetwork, from: End, to: End, question: Question): Leg {
  return walked(stagesBetween(network, from, to), packetsBetween(from, to, question));
}

export const packetsBetween = (from: End, to: End, question: Question): Region =>
  question.intersect(packets({ source: addressesOf(from), destination: addressesOf(to) }));

/** All components of a connection, in the order of its packets: out, across, in; then those of the responses. */
export function stagesBetween(network: RoutedNetwork, from: End, to: End): readonly Stage[] {
  const stages = [
    ...(from === "internet" || !from.policies ? [] : [policyStage(from.policies, "egress")]),
    ...(from === "internet" ? [] : judgedBy(network, from, "egress", asPeer(to))),
    ...routeBetween(network, from, to),
    ...(to === "internet" ? [] : judgedBy(network, to, "ingress", asPeer(from))),
    ...(to === "internet" || !to.policies ? [] : [policyStage(to.policies, "ingress")]),
  ];
  return [...stages.filter(({ answer }) => !answer), ...stages.filter(({ answer }) => answer)];
}

function judgedBy(
  network: RoutedNetwork,
  own: NetworkInterface,
  direction: Direction,
  peer: Peer,
): readonly Stage[] {
  const who = own.unfiltered ? own.subnet.key : own.groups.key;
  const known = keptOfGroups(...declaredOf(own.groups.possible, network.groups))(who)(peer.groups.key);
  known[direction] ??= [securityGroupStage(network.groups, own, direction, peer)];
  return known[direction];
}

type Stages = { [Each in Direction]?: readonly Stage[] };

/** Traffic between security groups, by the keys of both: thousands of pods share few groups. */
const keptOfGroups = keptWith(() =>
  rememberedByKey((_own: string) => rememberedByKey((_peer: string): Stages => ({}))),
);

/** Sends all packets through all stages. Without packets, nothing passes and nothing blocks. */
export function walked(stages: readonly Stage[], start: Region): Leg {
  // The source sends no such packet: the internet, for example, cannot reach a VPC endpoint.
  if (start.isEmpty) return new ExplainedLeg(nothing, false, { traces: () => [] });
  let passes = exactly(start);
  for (const stage of stages) {
    const next = both(passes, stage.passes);
    if (next.possible.isEmpty) return blocked(stage, passes, stages);
    passes = next;
  }
  const { certain, possible } = passes;
  const wanted = start.intersect(packets({ sourcePort: clientPorts }));
  return new ExplainedLeg(
    certain.equals(possible) ? { ...passes, unknowns: [] } : passes,
    wanted.isSubsetOf(certain),
    {
      witness: () => {
        const packet = sampleOf(certain);
        return packet && { packet, hops: stages.map((stage) => hop(stage, packet)) };
      },
      traces: () => {
        const packet = sampleOf(certain) ?? sampleOf(possible);
        return packet ? [traceOf(stages, packet)] : [];
      },
    },
  );
}

function blocked(stage: Stage, before: Extent, stages: readonly Stage[]): Leg {
  const { code, component, answer } = stage;
  const sample = (): Packet => sampleOf(before.possible) as Packet;
  return new ExplainedLeg(nothing, false, {
    blocks: () => {
      const packet = sample();
      return [{ code, component, answer, packet, reason: stage.why(packet) }];
    },
    traces: () => [traceOf(stages, sample())],
  });
}

const hop = (stage: Stage, packet: Packet): Hop => ({
  component: stage.component,
  answer: stage.answer,
  rule: stage.why(packet),
});

/** A plausible packet of a client, from the lowest client port, so that examples look alike. */
function sampleOf(region: Region): Packet | undefined {
  const first = IntervalSet.single(clientPorts.smallest as number);
  const preferred = [first, clientPorts].map((sourcePort) => region.intersect(packets({ sourcePort })));
  return samplePacket(preferred.find(({ isEmpty }) => !isEmpty) ?? region);
}
