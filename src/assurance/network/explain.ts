import { addressesNamed } from "../terraform";
import type { Block, Witness } from "./legs";
import { answerTo, packetText } from "./packets";
import type { Party } from "./parties";
import type { NetworkPath, Reach } from "./reach";
import type { Code } from "./stages";

/** Symptoms that a client observes, by the component that drops its packets. None of them sends a response. */
export const symptoms: Record<Code, string> = {
  ENI_SG_RULES_MISMATCH: "the connection times out: a security group drops it",
  NETWORK_POLICY: "the connection times out: the node drops it before it leaves the pod",
  SUBNET_ACL_RESTRICTION: "the connection times out: a network ACL drops it",
  NO_ROUTE_TO_DESTINATION: "the connection times out: no route leads there",
  NO_PUBLIC_ADDRESS: "there is nothing to connect to: the name stands for a private address",
  NO_INTERNET_GATEWAY: "the connection times out: the VPC has no internet gateway",
  NO_TARGET: "the connection is refused or reset: nothing stands behind it",
};

/** A verdict as text: for open paths each hop with its rule, for closed ones what blocks them. */
export function explain(reach: Reach): string[] {
  const { source, database, verdict, always } = reach;
  const partly = verdict === "ALLOWED" && !always ? ", from some of its addresses or ports only" : "";
  return [
    `${source.name} > ${database.name}:${database.port} ${verdict}${partly}`,
    ...openPaths(reach),
    ...closedPaths(reach),
  ];
}

/** Open paths, rule by rule; possibly open ones, and why they are uncertain. */
export const openPaths = ({ open, unclear, unknowns }: Reach): string[] => [
  ...open.flatMap((path) => [`  ${named(path)} is open`, ...path.witnesses.flatMap(witnessLines)]),
  ...unclear.map((path) => `  ${named(path)} may be open`),
  ...oneOfEach(unknowns).map((unknown) => `  not understood: ${unknown}`),
];

/** What blocks each closed path, for some addresses or all, with an example packet. */
const closedPaths = ({ closed, open }: Reach): string[] => [
  ...open
    .map((path) => ({ path, blocks: path.legs.flatMap((leg) => leg.blocks) }))
    .filter(({ blocks }) => blocks.length > 0)
    .flatMap(({ path, blocks }) => [`  ${named(path)} is closed to some`, ...firstOf(blocks)]),
  ...closed.flatMap((path) => [`  ${named(path)} is closed`, ...firstOf(path.blocks)]),
];

/** Problems of intended paths: possibly closed ones, otherwise closed ones. */
export const missedPaths = (reach: Reach): string[] => [
  ...openPaths(reach),
  ...(reach.unclear.length > 0 ? [] : closedPaths(reach)),
];

const firstOf = (blocks: readonly Block[]): string[] =>
  blocks
    .slice(0, 1)
    .flatMap(blockLines)
    .map((line) => `    ${line}`);

/** Reports one unknown per resource: others follow from it. */
function oneOfEach(unknowns: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const text of unknowns) {
    const key = addressesNamed(text)[0] ?? text;
    if (!found.has(key)) found.set(key, text);
  }
  return [...found.values()];
}

/** Addresses of the rules that admit packets, nearest to the database first, and of unknowns. */
export const passed = ({ open, unknowns }: Reach): string[] => [
  ...open
    .flatMap(({ witnesses }) => witnesses)
    .flatMap(({ hops }) => hops.filter(({ answer }) => !answer).toReversed())
    .flatMap(({ rule }) => addressesNamed(rule)),
  ...unknowns.flatMap(addressesNamed),
];

/** Addresses of the rules and components that block packets, nearest to the database first, and of unknowns. */
export function stoppedBy({ open, closed, unknowns, database }: Reach): string[] {
  const [stack] = database.address.split("/");
  const isBeside = (address: string): number => (address.startsWith(`${stack}/`) ? 0 : 1);
  // A component that blocks only some packets of a path is more likely the cause than a path that is closed altogether.
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
 * With an endpoint or a proxy, clients use it and the direct path is closed. Paths without a route are closed in every
 * topology but one, so their block is the least likely cause.
 */
function rankOf({ kind }: Party, { code }: Block): number {
  if (code === "NO_PUBLIC_ADDRESS" || code === "NO_ROUTE_TO_DESTINATION") return 2;
  return kind === "endpoint" || kind === "proxy" ? 0 : 1;
}

const named = ({ through }: NetworkPath): string =>
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
