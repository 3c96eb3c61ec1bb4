import { balancerReach } from "../../../applications/balancers";
import type { JudgedApplication } from "../../../applications/judge";
import type { Proof } from "../../../gate";
import type { Party } from "../../../network";
import { everyPort } from "../../../network/packets";
import { partyText, restOfInternet } from "../../../party";
import { IntervalSet } from "../../../sets";
import { type Actor, boxWith, grouped, inLines, maxSeparateBoxes, shortened } from "./actors";
import type { Box, Drawing, Line, Opening } from "./drawing";

/** Paths of people to applications: from ranges to load balancers, and from there to everything that they reach. */
export function applicationPaths(proof: Proof, actors: readonly Actor[]): Pick<Drawing, "boxes" | "lines"> {
  const openers = proof.applications.flatMap(openersOf);
  const isShort = new Set(openers.map(wordsOf)).size <= maxSeparateBoxes;
  const groups = grouped(openers, false, (one) => (isShort ? wordsOf(one) : `${one.title} ${one.kind}`));
  const boxes = groups.map(boxOf);
  return {
    boxes,
    lines: labelled([
      ...groups.flatMap((group, index) =>
        group.flatMap((one) => entering(boxes[index]?.id ?? "", one, actors)),
      ),
      ...leaving(proof, actors),
    ]),
  };
}

/** Addresses that can open an application, or may. */
interface Openers {
  readonly title: string;
  readonly ranges: readonly string[];
  readonly notes: readonly string[];
  readonly kind: Opening;
  /** The parties to which they connect. */
  readonly doors: readonly Party[];
  readonly ports: IntervalSet;
}

const toApplications = (name: string): string => `${name}, to applications`;

const wordsOf = ({ title, kind, ranges }: Openers): string => `${title} ${kind} ${ranges.join(" ")}`;

function openersOf({ found, target, ranges, withoutRoute, rest }: JudgedApplication): Openers[] {
  const { entrance, openings } = found.balancer;
  const ports = IntervalSet.unionOf(openings.map(({ listeners }) => listeners));
  const title = toApplications(found.isInternal ? "other networks" : partyText({ kind: "internet" }));
  const doorsFor = (listed: readonly string[]) => (listed.length > 0 ? [entrance] : []);
  const isOpen = rest.verdict === "ALLOWED";
  const openers: Openers[] = [
    { title, ranges, notes: [], kind: "allowed", doors: doorsFor(ranges), ports },
    {
      title,
      ranges: withoutRoute,
      notes: ["no route leads there"],
      kind: "doubtful",
      doors: doorsFor(withoutRoute),
      ports,
    },
    {
      title: toApplications(partyText(restOfInternet)),
      ranges: [],
      notes: [],
      kind: isOpen ? "breach" : "doubtful",
      doors: (isOpen ? rest.open : rest.unclear).map(({ to }) => (to === target ? found.pods : to)),
      ports,
    },
  ];
  return openers.filter(({ doors }) => doors.length > 0);
}

function boxOf(openers: readonly Openers[]): Box {
  const [{ title, kind, notes }] = openers as [Openers];
  const ranges = [...new Set(openers.flatMap((one) => one.ranges))];
  return {
    id: `${title} ${kind} ${ranges.join(" ")}`,
    title,
    kind,
    notes: [...inLines(shortened(ranges)), ...notes],
  };
}

interface Connection extends Line {
  readonly ports: IntervalSet;
}

const entering = (from: string, { doors, kind, ports }: Openers, actors: readonly Actor[]): Connection[] =>
  doors.flatMap((door) => {
    const to = boxWith(door, actors);
    return to === undefined ? [] : [{ from, to, kind, ports }];
  });

/** Everything that a load balancer reaches: pods of its organization, and anything else. */
function leaving({ network, applications }: Proof, actors: readonly Actor[]): Connection[] {
  const found = applications.map((one) => one.found);
  return [...new Set(found.map(({ balancer }) => balancer))].flatMap((balancer) =>
    balancerReach(network, balancer, found).flatMap(({ party, ports, isCertain, isMeant }) => {
      const [from, to] = [boxWith(balancer.entrance, actors), boxWith(party, actors)];
      if (from === undefined || to === undefined) return [];
      return [{ from, to, ports, kind: isCertain ? (isMeant ? "allowed" : "breach") : "doubtful" }];
    }),
  );
}

/** One line for connections between the same boxes, with all ports. */
function labelled(connections: readonly Connection[]): Line[] {
  const groups = grouped(connections, false, ({ from, to, kind }) => `${from} ${to} ${kind}`);
  return groups.flatMap((group) => {
    const [one] = group;
    if (!one) return [];
    const { from, to, kind } = one;
    const ports = IntervalSet.unionOf(group.map((each) => each.ports));
    return [{ from, to, kind, label: portsText(ports) }];
  });
}

const portsText = (ports: IntervalSet): string =>
  ports.equals(everyPort)
    ? "any port"
    : shortened(
        ports.intervals.map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`)),
      ).join(", ");
