import type { Proof } from "../gate";
import { indented } from "../indented";
import {
  answerTo,
  type Code,
  isClosed,
  isOpen,
  type Leg,
  type NetworkPath,
  type Packet,
  type PacketTrace,
  packetText,
  type Reach,
  reach,
  type Step,
  symptoms,
} from "../network";
import { failures } from "./failures/failures";
import { descriptionOf, type Explanation, type Hop, type HopVerdict, hopLines } from "./hop";
import { meaningOf, meaningText } from "./meaning";
import type { ConnectionQuestion } from "./words";

export const verdicts: Record<Reach["verdict"], HopVerdict> = {
  ALLOWED: "allowed",
  DENIED: "denied",
  UNKNOWN: "unknown",
};

/**
 * Explains whether a connection opens: each path hop by hop, the symptoms if it is closed, and what to check if it
 * should be open.
 */
export function explainConnection(proof: Proof, question: ConnectionQuestion): Explanation {
  const { source, database, from } = question;
  // Only the paths that the gate judges: a thousand instances have a thousand load balancers that lead elsewhere.
  const { chains } = proof.network.candidates.of(database);
  const found = reach(proof.network, source, database, { chains, ...(from && { from }) });
  const { verdict, always } = found;
  const partly = verdict === "ALLOWED" && !always ? ", from some of its addresses or ports only" : "";
  return {
    verdict: verdicts[verdict],
    lines: [
      `${source.name} > ${database.name}:${database.port}  ${verdict}${partly}`,
      meaningText(proof, meaningOf(proof, question), verdicts[verdict]),
      ...pathsOf(proof, found),
      ...failures(proof, found),
    ],
  };
}

/**
 * The decisive paths: open and possibly open ones, and what closes the others; or, if none is open, the closed ones hop
 * by hop; and everything that is not understood.
 */
export function pathsOf(proof: Proof, { open, unclear, closed, unknowns }: Reach): string[] {
  const decides = open.length > 0 || unclear.length > 0;
  const shown = decides ? [] : closed;
  const others = decides ? closed : [];
  return [
    ...open.flatMap((path) => ["", `${named(path)} is open`, ...pathLines(proof, path)]),
    ...unclear.flatMap((path) => ["", `${named(path)} may be open`, ...pathLines(proof, path)]),
    ...shown.flatMap((path) => ["", `${named(path)} is closed`, ...pathLines(proof, path), ...endOf(path)]),
    ...(others.length > 0
      ? ["", "Closed paths, and the hop that closes each", ...indented(others.map(closing))]
      : []),
    ...(unknowns.length > 0
      ? [
          "",
          "Not understood",
          ...indented(unknowns),
          "  While this list is not empty, no connection is reported as DENIED.",
        ]
      : []),
  ];
}

const named = ({ through }: NetworkPath): string =>
  through.length === 0 ? "The direct path" : `The path through ${through.join(" and ")}`;

/** A closed path, with the first hop that denies it. */
function closing(path: NetworkPath): string {
  const [block] = path.blocks;
  return `${named(path)}: ${block ? `${block.reason}, at ${block.component}` : "nothing leads there"}`;
}

/** One trace per leg, up to the leg that ends the path. */
function pathLines(proof: Proof, { legs }: NetworkPath): string[] {
  const traces = legs.map((leg) => telling(leg)).filter((trace) => trace !== undefined);
  const stop = traces.findIndex(isClosed);
  return indented(
    (stop < 0 ? traces : traces.slice(0, stop + 1)).flatMap((trace) => traceLines(proof, trace)),
  );
}

/** The decisive trace of a leg: an open one, else a possibly open one, else the longest. */
function telling(leg: Leg): PacketTrace | undefined {
  // Between two subnets, more layers filter a packet than inside of one: the longest trace is the most informative.
  const traces = leg.traces().toSorted((a, b) => b.steps.length - a.steps.length);
  return traces.find(isOpen) ?? traces.find((trace) => !isClosed(trace)) ?? traces[0];
}

function traceLines(proof: Proof, { packet, steps }: PacketTrace): string[] {
  const there = steps.filter(({ answer }) => !answer).map((step) => hopOf(proof, step));
  const back = steps.filter(({ answer }) => answer).map((step) => hopOf(proof, step));
  return [
    ...(isAddressed(packet) ? [packetText(packet)] : []),
    ...indented(hopLines(there)),
    ...(back.length > 0 ? [`answered by ${packetText(answerTo(packet))}`, ...indented(hopLines(back))] : []),
  ];
}

/** Hand-overs between AWS services concern no packet with addresses. */
const isAddressed = ({ source, destination }: Packet): boolean => source !== 0 && destination !== 0;

const names: Record<Code, string> = {
  ENI_SG_RULES_MISMATCH: "security group",
  NETWORK_POLICY: "network policy",
  SUBNET_ACL_RESTRICTION: "network ACL",
  NO_ROUTE_TO_DESTINATION: "route",
  NO_PUBLIC_ADDRESS: "public address",
  NO_INTERNET_GATEWAY: "internet gateway",
  NO_TARGET: "target",
};

const hopOf = ({ configuration }: Proof, { verdict, code, component, rule }: Step): Hop => ({
  verdict,
  what: names[code],
  details: [
    rule,
    ...descriptionOf(configuration, rule),
    ...(component === rule ? [] : component.split(", ").map((one) => `at ${one}`)),
  ],
});

/** The results of other pairs of interfaces, with the symptom of each. */
function endOf({ blocks, legs }: NetworkPath): string[] {
  const closed = legs.find(({ passes }) => passes.possible.isEmpty);
  const ends = new Set(blocks.map(({ code, component }) => `${names[code]} ${component}`));
  const pairs = closed?.traces().length ?? 0;
  return indented([
    ...(pairs > 1 && ends.size === 1 ? [`All ${pairs} pairs of interfaces are denied there.`] : []),
    ...(ends.size > 1 ? [`The ${pairs} pairs of interfaces are denied at`, ...indented([...ends])] : []),
    ...[...new Set(blocks.map(({ code }) => `Symptom: ${symptoms[code]}.`))],
  ]);
}
