import { addressesNamed } from "../terraform";
import type { Block, Witness } from "./legs";
import { answerTo, packetText } from "./packets";
import type { Party } from "./parties";
import type { Reach, Way } from "./reach";
import type { Code } from "./stages";

/** What a client observes, by the component that stops its packets. All of these drop packets silently. */
export const symptoms: Record<Code, string> = {
  ENI_SG_RULES_MISMATCH: "the connection times out: a security group drops it",
  NETWORK_POLICY: "the connection times out: the node drops it before it leaves the pod",
  SUBNET_ACL_RESTRICTION: "the connection times out: a network ACL drops it",
  NO_ROUTE_TO_DESTINATION: "the connection times out: no route leads there",
  NO_PUBLIC_ADDRESS: "there is nothing to connect to: the name stands for a private address",
  NO_INTERNET_GATEWAY: "the connection times out: the VPC has no way to the internet",
  NO_TARGET: "the connection is refused or reset: nothing stands behind it",
};

/** A verdict in words: for what is open each hop and its rule, for what is closed what stops it. */
export function explain(reach: Reach): string[] {
  const { source, database, verdict, always } = reach;
  const partly = verdict === "ALLOWED" && !always ? ", from some of its addresses or ports only" : "";
  return [
    `${source.name} > ${database.name}:${database.port} ${verdict}${partly}`,
    ...openWays(reach),
    ...closedWays(reach),
  ];
}

/** Ways that are open, rule by rule, those that may be, and why that is not known. */
export const openWays = ({ open, unclear, unknowns }: Reach): string[] => [
  ...open.flatMap((way) => [`  ${named(way)} is open`, ...way.witnesses.flatMap(witnessLines)]),
  ...unclear.map((way) => `  ${named(way)} may be open`),
  ...oneOfEach(unknowns).map((unknown) => `  not understood: ${unknown}`),
];

/** What stops each way that is closed, from some addresses or all, with one of the packets. */
const closedWays = ({ closed, open }: Reach): string[] => [
  ...open
    .map((way) => ({ way, blocks: way.legs.flatMap((leg) => leg.blocks) }))
    .filter(({ blocks }) => blocks.length > 0)
    .flatMap(({ way, blocks }) => [`  ${named(way)} is closed to some`, ...firstOf(blocks)]),
  ...closed.flatMap((way) => [`  ${named(way)} is closed`, ...firstOf(way.blocks)]),
];

/** What is wrong with ways that are meant: those that may be closed, else those that are. */
export const missedWays = (reach: Reach): string[] => [
  ...openWays(reach),
  ...(reach.unclear.length > 0 ? [] : closedWays(reach)),
];

const firstOf = (blocks: readonly Block[]): string[] =>
  blocks
    .slice(0, 1)
    .flatMap(blockLines)
    .map((line) => `    ${line}`);

/** What is not understood of one resource is said once: all else follows from that. */
function oneOfEach(unknowns: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const text of unknowns) {
    const key = addressesNamed(text)[0] ?? text;
    if (!found.has(key)) found.set(key, text);
  }
  return [...found.values()];
}

/** Addresses of the rules that let packets through, nearest to the database first, and of what is not understood. */
export const passed = ({ open, unknowns }: Reach): string[] => [
  ...open
    .flatMap(({ witnesses }) => witnesses)
    .flatMap(({ hops }) => hops.filter(({ answer }) => !answer).toReversed())
    .flatMap(({ rule }) => addressesNamed(rule)),
  ...unknowns.flatMap(addressesNamed),
];

/** Addresses of the rules and components that stop packets, those next to the database first, and of what is not understood. */
export function stoppedBy({ open, closed, unknowns, database }: Reach): string[] {
  const [stack] = database.address.split("/");
  const isBeside = (address: string): number => (address.startsWith(`${stack}/`) ? 0 : 1);
  // What stops some packets of a way that others pass is nearer to the reason than a way that none passes.
  const partly = open.flatMap(({ legs }) => legs).flatMap(({ blocks }) => blocks);
  const wholly = closed
    .flatMap(({ to, blocks }) => blocks.map((block) => ({ block, rank: rankOf(to, block) })))
    .sort((a, b) => a.rank - b.rank)
    .map(({ block }) => block);
  return [
    ...unknowns.flatMap(addressesNamed),
    ...[...partly, ...wholly].flatMap(({ reason, component }) => [
      ...addressesNamed(reason),
      ...addressesNamed(component).sort((a, b) => isBeside(a) - isBeside(b)),
    ]),
  ];
}

/**
 * Where there is an endpoint or a proxy, it is there for clients, and the direct way is closed. Ways that lead nowhere are
 * closed in every topology but one: what stops them is the last to be missed.
 */
function rankOf({ kind }: Party, { code }: Block): number {
  if (code === "NO_PUBLIC_ADDRESS" || code === "NO_ROUTE_TO_DESTINATION") return 2;
  return kind === "endpoint" || kind === "proxy" ? 0 : 1;
}

const named = ({ through }: Way): string =>
  through.length === 0 ? "the direct path" : `the path through ${through.join(" and ")}`;

const witnessLines = ({ packet, hops }: Witness): string[] => [
  `    ${packetText(packet)}`,
  ...hops.filter(({ answer }) => !answer).map(({ component, rule }) => `      ${component}: ${rule}`),
  `    answered by ${packetText(answerTo(packet))}`,
  ...hops.filter(({ answer }) => answer).map(({ component, rule }) => `      ${component}: ${rule}`),
];

const blockLines = ({ code, component, answer, packet, reason }: Block): string[] => [
  `${code} at ${component}: ${reason}`,
  `${answer ? `the answer ${packetText(answerTo(packet))}` : packetText(packet)} gets no further; ${symptoms[code]}`,
];
