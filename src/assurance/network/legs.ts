import { remembered } from "../remembered";
import { IntervalSet, type Region } from "../sets";
import { internetAddresses } from "./addresses";
import { anyOf, both, type Extent, exactly, nothing } from "./extent";
import { noGroups } from "./held-groups";
import { clientPorts, type Packet, packets, samplePacket, tcp } from "./packets";
import type { End, NetworkInterface, Party } from "./parties";
import type { Direction, SecurityGroups } from "./security-groups";
import { type Peer, policyStage, type Stage, securityGroupStage } from "./stages";
import type { Terrain } from "./terrain";
import { type Trail, trailOf } from "./trails";
import { routeBetween } from "./ways";

/** One step of a packet, or of its answer, through a component. */
export interface Hop {
  readonly component: string;
  readonly answer: boolean;
  /** The rule that lets the packet through. */
  readonly rule: string;
}

/** A packet that gets through, and its answer, component by component. */
export interface Witness {
  readonly packet: Packet;
  readonly hops: readonly Hop[];
}

/** Where all packets of a way end. */
export interface Block {
  readonly code: Stage["code"];
  readonly component: string;
  readonly answer: boolean;
  /** A packet that got as far as this, and why it gets no further. */
  readonly packet: Packet;
  readonly reason: string;
}

/** Packets that get from one party to another, and whose answers get back. */
export interface Leg {
  /** Connections that open whatever the unknown parts are, and those that may. */
  readonly passes: Extent;
  /** Whether every address of the one can connect to every address of the other, from every port that clients use. */
  readonly always: boolean;
  readonly witness: Witness | undefined;
  /** First blocking component of each way that is closed. */
  readonly blocks: readonly Block[];
  /** How far a packet gets between each two interfaces. Computed on demand: most verdicts are not explained. */
  trails(): readonly Trail[];
}

/** The packets that a question is about: protocol and destination port, from any address to any. */
export type Question = Region;

/** Packets that open a connection to one of some ports. */
export const connectionsTo = (ports: IntervalSet): Question =>
  packets({ protocol: IntervalSet.single(tcp), destinationPort: ports });

/**
 * All connections between two parties without anything in between that opens connections of its own. A party holds all
 * that decides about its packets but for the terrain, so the answer is kept until one of them is another.
 */
export function leg(network: Terrain, from: Party, to: Party, question: Question): Leg {
  const asked = legsOf(network.groups)(network.nats)(network.peerings)(to)(from);
  const known = asked.find((one) => one.question.isSame(question));
  if (known) return known.leg;
  const found = newLeg(network, from, to, question);
  asked.push({ question, leg: found });
  return found;
}

const legsOf = remembered((_: Terrain["groups"]) =>
  remembered((_: Terrain["nats"]) =>
    remembered((_: Terrain["peerings"]) =>
      remembered((_: Party) => remembered((_: Party): { question: Question; leg: Leg }[] => [])),
    ),
  ),
);

function newLeg(network: Terrain, from: Party, to: Party, question: Question): Leg {
  const ends = pairs(from, to);
  const results = ends.map(([a, b]) => between(network, a, b, question));
  return {
    passes: anyOf(results.map((one) => one.passes)),
    always: results.length > 0 && results.every((one) => one.always),
    witness: results.find((one) => one.witness)?.witness,
    blocks: results.flatMap((one) => one.blocks),
    trails: () => results.flatMap((one) => one.trails()),
  };
}

export const endsOf = (party: Party): readonly End[] =>
  party.kind === "internet" ? ["internet"] : party.interfaces;

/** Every interface of the one with every interface of the other. */
export const pairs = (from: Party, to: Party): (readonly [End, End])[] =>
  endsOf(from).flatMap((a) => endsOf(to).map((b) => [a, b] as const));

export const addressesOf = (end: End): IntervalSet =>
  end === "internet" ? internetAddresses : end.subnet.addresses;
const groupsOf = (end: End): Peer => ({ groups: end === "internet" ? noGroups : end.groups });

function between(network: Terrain, from: End, to: End, question: Question): Leg {
  return walked(stagesBetween(network, from, to), packetsBetween(from, to, question));
}

export const packetsBetween = (from: End, to: End, question: Question): Region =>
  question.intersect(packets({ source: addressesOf(from), destination: addressesOf(to) }));

/** Everything that a connection meets, in the order of its packets' way: out, across, in; then that of the answers. */
export function stagesBetween(network: Terrain, from: End, to: End): readonly Stage[] {
  const stages = [
    ...(from === "internet" || !from.policies ? [] : [policyStage(from.policies, "egress")]),
    ...(from === "internet" ? [] : judgedBy(network, from, "egress", groupsOf(to))),
    ...routeBetween(network, from, to),
    ...(to === "internet" ? [] : judgedBy(network, to, "ingress", groupsOf(from))),
    ...(to === "internet" || !to.policies ? [] : [policyStage(to.policies, "ingress")]),
  ];
  return [...stages.filter(({ answer }) => !answer), ...stages.filter(({ answer }) => answer)];
}

function judgedBy(
  network: Terrain,
  own: NetworkInterface,
  direction: Direction,
  peer: Peer,
): readonly Stage[] {
  const who = own.unfiltered ? own.subnet.key : own.groups.key;
  const key = `${direction} ${who} ${peer.groups.key}`;
  const known = groupStages(network.groups);
  const stages = known.get(key) ?? [securityGroupStage(network.groups, own, direction, peer)];
  known.set(key, stages);
  return stages;
}

/** What groups let through to others, by the keys of both: thousands of pods share few of them. */
const groupStages = remembered((_: SecurityGroups) => new Map<string, readonly Stage[]>());

/** Sends all packets through all stages. Where there is no packet to send, nothing passes and nothing is in the way. */
export function walked(stages: readonly Stage[], start: Region): Leg {
  // The source sends no such packet: the internet, for example, has no interface that reaches a VPC endpoint.
  if (start.isEmpty)
    return { passes: nothing, always: false, witness: undefined, blocks: [], trails: () => [] };
  let passes = exactly(start);
  for (const stage of stages) {
    const next = both(passes, stage.passes);
    if (next.possible.isEmpty) return blocked(stage, passes, stages);
    passes = next;
  }
  const packet = samplePacket(preferClientPorts(passes.certain));
  const sample = packet ?? samplePacket(preferClientPorts(passes.possible));
  const wanted = start.intersect(packets({ sourcePort: clientPorts }));
  return {
    passes: passes.certain.equals(passes.possible) ? { ...passes, unknowns: [] } : passes,
    always: wanted.isSubsetOf(passes.certain),
    witness: packet && { packet, hops: stages.map((stage) => hop(stage, packet)) },
    blocks: [],
    trails: () => (sample ? [trailOf(stages, sample)] : []),
  };
}

function blocked(stage: Stage, before: Extent, stages: readonly Stage[]): Leg {
  const packet = samplePacket(preferClientPorts(before.possible)) as Packet;
  const { code, component, answer } = stage;
  return {
    passes: nothing,
    always: false,
    witness: undefined,
    blocks: [{ code, component, answer, packet, reason: stage.why(packet) }],
    trails: () => [trailOf(stages, packet)],
  };
}

const hop = (stage: Stage, packet: Packet): Hop => ({
  component: stage.component,
  answer: stage.answer,
  rule: stage.why(packet),
});

/** Packets as a client would send them, where there are any: from the first of its ports, so that all samples look alike. */
function preferClientPorts(region: Region): Region {
  const first = IntervalSet.single(clientPorts.smallest as number);
  const preferred = [first, clientPorts].map((sourcePort) => region.intersect(packets({ sourcePort })));
  return preferred.find(({ isEmpty }) => !isEmpty) ?? region;
}
