import type { Block, Witness } from "./legs";
import { answerTo, packetText } from "./packets";
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

/** A verdict in words: for what is open each hop and its rule, for what is closed what stops it and how that looks. */
export function explain(reach: Reach): string[] {
  const { source, database, verdict, always, open, closed, unknowns } = reach;
  const partly = verdict === "ALLOWED" && !always ? ", from some of its addresses or ports only" : "";
  return [
    `${source.name} > ${database.name}:${database.port} ${verdict}${partly}`,
    ...open.flatMap((way) => [`  ${named(way)} is open`, ...way.witnesses.flatMap(witnessLines)]),
    ...closed.flatMap((way) => [
      `  ${named(way)} is closed`,
      ...[...new Set(way.blocks.flatMap(blockLines))].map((line) => `    ${line}`),
    ]),
    ...unknowns.map((unknown) => `  not understood: ${unknown}`),
  ];
}

const named = ({ through }: Way): string =>
  through.length === 0 ? "the direct way" : `the way through ${through.join(" and ")}`;

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
