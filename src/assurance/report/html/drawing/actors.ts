import { connecting, reasonFor } from "../../../exceptions";
import type { Proof } from "../../../gate";
import { groupedBy } from "../../../grouping";
import type { Database, Layer, Party } from "../../../network";
import type { Pair } from "../../../reach-intent";
import { commonLayers } from "../../common-layers";
import type { Box, Opening } from "./drawing";
import type { Tiers } from "./tiers";

/** One box with its parties. */
export interface Actor {
  readonly box: Box;
  /** The place that contains it; undefined outside of every VPC. */
  readonly place: string | undefined;
  readonly parties: readonly Party[];
}

/** Maximum number of similar parties with their own boxes; more share one box with their number. */
export const maxSeparateBoxes = 4;
const mostNames = 3;

/** Pairs that can connect, or may. */
export const openPairs = ({ pairs }: Proof): Pair[] =>
  pairs.filter(({ reach }) => reach.verdict !== "DENIED");

const worst: readonly Opening[] = ["breach", "doubtful", "excepted", "allowed"];

/** Classification of a connection that opens, or may. */
export function openingOf(proof: Proof, { source, isMeant, reach: { verdict, database } }: Pair): Opening {
  if (verdict !== "ALLOWED") return "doubtful";
  if (isMeant) return "allowed";
  const reason = reasonFor(proof.exceptions, connecting(source, database.name));
  return reason === undefined ? "breach" : "excepted";
}

/** The worst classification of any of their connections. */
export function openingOfAll(proof: Proof, parties: readonly Party[]): Opening {
  const own = openPairs(proof).filter(({ reach }) => parties.includes(reach.source));
  const openings = new Set(own.map((pair) => openingOf(proof, pair)));
  return worst.find((opening) => openings.has(opening)) ?? "allowed";
}

/** Databases; similar ones (in the same subnets, shared or dedicated) share a box if there are many. */
export function databaseActors(proof: Proof, tiers: Tiers): Actor[] {
  const clients = new Map<Database, Set<string>>();
  for (const { reach } of openPairs(proof))
    if (reach.source.kind === "pods")
      clients.set(reach.database, (clients.get(reach.database) ?? new Set()).add(namespaceOf(reach.source)));
  const isShared = (database: Database) => (clients.get(database)?.size ?? 0) > 1;
  const { databases } = proof.network;
  const groups = grouped(
    databases,
    databases.length <= maxSeparateBoxes,
    (database) => `${tiers.placeOf(database)} ${isShared(database)}`,
  );
  return groups.map((group) =>
    actor(tiers, "database", group, {
      one: group[0]?.name ?? "",
      many: `${count(group.length)} instances`,
      notes: [
        `PostgreSQL, port ${[...new Set(group.map(({ port }) => port))].join(", ")}`,
        ...(group.length > 1 && !group.some(isShared) ? ["each for one namespace only"] : []),
      ],
    }),
  );
}

/** Pods by namespace, or by the databases that they reach if there are many namespaces. */
export function podActors(proof: Proof, tiers: Tiers, databases: readonly Actor[]): Actor[] {
  const clients = sourcesOf(openPairs(proof), "pods");
  const parties = [...new Set([...clients, ...proof.applications.map(({ found }) => found.pods)])];
  const namespaces = new Set(parties.map(namespaceOf));
  const reached = reachedBy(proof, databases);
  const groups = grouped(parties, false, (pods) =>
    namespaces.size <= maxSeparateBoxes
      ? `${tiers.placeOf(pods)} ${namespaceOf(pods)}`
      : `${tiers.placeOf(pods)} ${reached(pods)}`,
  );
  return groups.map((group) => {
    const names = [...new Set(group.map(namespaceOf))];
    const own = group.map(({ id }) => (id.kind === "pods" && id.workload) || "any other pod");
    const isClient = group.some((one) => clients.includes(one));
    return actor(tiers, isClient ? openingOfAll(proof, group) : "kept-out", group, {
      one: `pods of ${names.length === 1 ? names[0] : `${count(names.length)} namespaces`}`,
      many: `pods of ${names.length === 1 ? names[0] : `${count(names.length)} namespaces`}`,
      notes: inLines(shortened(names.length === 1 ? own : names)),
    });
  });
}

/** Clients of databases other than pods and the internet. */
export function otherClientActors(proof: Proof, tiers: Tiers, databases: readonly Actor[]): Actor[] {
  const pairs = openPairs(proof).filter(({ reach }) => !["pods", "internet"].includes(reach.source.kind));
  const parties = [...new Set(pairs.map(({ reach }) => reach.source))];
  const reached = reachedBy(proof, databases);
  const groups = grouped(
    parties,
    parties.length <= maxSeparateBoxes,
    (party) => `${party.kind} ${tiers.placeOf(party)} ${reached(party)}`,
  );
  return groups.map((group) =>
    actor(tiers, openingOfAll(proof, group), group, {
      one: titleOf(group[0] as Party, tiers),
      many: group[0]?.kind === "address" ? "any host in them" : `${count(group.length)} ${group[0]?.kind}s`,
      notes:
        group.length > 1
          ? inLines(shortened(group.map((party) => titleOf(party, tiers))))
          : [group[0]?.kind ?? ""],
    }),
  );
}

/** All other parties of the network, with the layers that deny them every database. */
export function deniedActors(proof: Proof, tiers: Tiers): Actor[] {
  const open = new Set(openPairs(proof).map(({ reach }) => reach.source));
  const others = proof.network.sources.filter(
    (source) => !open.has(source) && ["nodes", "control plane", "function", "instance"].includes(source.kind),
  );
  return grouped(others, false, (party) => `${party.kind} ${tiers.placeOf(party)}`).map((group) =>
    actor(tiers, "kept-out", group, {
      one: bystanders[group[0]?.kind ?? ""] ?? group[0]?.name ?? "",
      many: bystanders[group[0]?.kind ?? ""] ?? `${count(group.length)} ${group[0]?.kind}s`,
      notes: keptOut(proof, group),
    }),
  );
}

const bystanders: Record<string, string> = {
  nodes: "nodes and other pods",
  "control plane": "control plane",
};

/** The layers that deny all of these access to all databases, in lines that fit a box. */
export function keptOut({ network }: Proof, parties: readonly Party[]): string[] {
  if (network.unknowns.length > 0) return ["not proved to be denied"];
  return keptOutBy(commonLayers(network, parties, network.databases));
}

export const keptOutBy = ([first, ...others]: readonly Layer[]): string[] =>
  first === undefined ? ["denied"] : inLines([`denied: ${first}`, ...others]);

/** Maximum number of characters per line in a box. */
const longestLine = 30;

/** A list in lines that fit a box. */
export function inLines(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < longestLine)
      lines[lines.length - 1] = `${last}, ${word}`;
    else lines.push(word);
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line},` : line));
}

/** Load balancers, endpoints and gateways that open connections on behalf of clients. */
export function relayActors({ network, applications }: Proof, tiers: Tiers): Actor[] {
  const hostnames = (party: Party) =>
    applications.flatMap(({ found }) => (found.balancer.entrance === party ? [found.hostname] : []));
  const parties = [...new Set(network.relays.flatMap(({ entrance, exits }) => [entrance, ...exits]))];
  return grouped(
    parties,
    parties.length <= 2 * maxSeparateBoxes,
    (party) => `${party.kind} ${tiers.placeOf(party)}`,
  ).map((group) =>
    actor(tiers, "relay", group, {
      one: titleOf(group[0] as Party, tiers),
      many: `${count(group.length)} ${group[0]?.kind}s`,
      notes:
        group.length === 1 ? group.flatMap((one) => [one.kind, ...inLines(shortened(hostnames(one)))]) : [],
    }),
  );
}

/** The name of a party without its kind. */
const titleOf = ({ id, address }: Party, tiers: Tiers): string =>
  "name" in id && id.name !== address ? id.name : tiers.nameOf(address);

/** The box with a party, if there is one. */
export const boxWith = (party: Party, actors: readonly Actor[]): string | undefined =>
  actors.find(({ parties }) => parties.includes(party))?.box.id;

const sourcesOf = (pairs: readonly Pair[], kind: Party["kind"]): Party[] => [
  ...new Set(pairs.map(({ reach }) => reach.source).filter((source) => source.kind === kind)),
];

/** The boxes of databases that a party reaches. */
function reachedBy(proof: Proof, databases: readonly Actor[]): (party: Party) => string {
  const reached = new Map<Party, Set<string>>();
  for (const { reach } of openPairs(proof)) {
    const box = databases.find(({ parties }) => parties.includes(reach.database))?.box.id ?? "";
    reached.set(reach.source, (reached.get(reach.source) ?? new Set()).add(box));
  }
  return (party) => [...(reached.get(party) ?? [])].sort().join(" ");
}

interface Words {
  readonly one: string;
  readonly many: string;
  readonly notes: readonly string[];
}

const actor = (
  tiers: Tiers,
  kind: Box["kind"],
  parties: readonly Party[],
  { one, many, notes }: Words,
): Actor => ({
  box: {
    id: `box ${parties[0]?.address} ${parties[0]?.name}`,
    kind,
    title: parties.length > 1 ? many : one,
    notes,
  },
  place: parties[0] && tiers.placeOf(parties[0]),
  parties,
});

/** Groups by key in order of appearance; each item on its own if requested. */
export function grouped<T>(all: readonly T[], alone: boolean, key: (one: T) => string): T[][] {
  if (alone) return all.map((one) => [one]);
  return [...groupedBy(all, key).values()];
}

const namespaceOf = ({ id }: Party): string => ("namespace" in id ? id.namespace : "");

export const shortened = (names: readonly string[]): string[] =>
  names.length <= mostNames
    ? [...names]
    : [...names.slice(0, mostNames - 1), `and ${count(names.length - mostNames + 1)} more`];

const count = (number: number): string => number.toLocaleString("en");
