import type { Database } from "./databases";
import type { Network } from "./network";
import type { Party } from "./parties";
import { type Reach, reach } from "./reach";

/** Who can reach the databases of an environment. */
export interface Matrix {
  readonly sources: readonly Party[];
  readonly databases: readonly Database[];
  /** Couples that were judged one by one: all that some group or range may let in. */
  readonly judged: readonly Reach[];
  /** All other couples are denied: their source holds no group, and has no address, that the database admits. */
  readonly denied: number;
  readonly unknowns: readonly string[];
}

/**
 * Judges every source against every database. A database that admits by group only is judged against the holders of
 * those groups; this keeps a thousand organizations with an instance each from being a million questions.
 */
export function matrix(network: Network): Matrix {
  const { sources, databases } = network;
  const holders = new Map<string, Party[]>();
  for (const source of sources)
    for (const group of new Set(source.interfaces.flatMap(({ groups }) => groups)))
      holders.set(group, [...(holders.get(group) ?? []), source]);
  const judged = databases.flatMap((database) =>
    candidates(network, database, holders).map((source) => reach(network, source, database)),
  );
  return {
    sources,
    databases,
    judged,
    denied: sources.length * databases.length - judged.length,
    unknowns: network.unknowns,
  };
}

/** Sources that a database's groups may admit; all of them where anything but a group is admitted. */
function candidates(
  network: Network,
  database: Database,
  holders: ReadonlyMap<string, readonly Party[]>,
): readonly Party[] {
  const groups = [...new Set(database.interfaces.flatMap((one) => one.groups))].map((key) =>
    network.groups.get(key),
  );
  const rules = groups.flatMap(
    (group) => group?.rules.filter(({ direction }) => direction === "ingress") ?? [],
  );
  const onlyGroups = rules.every(({ peer }) => "group" in peer);
  if (!onlyGroups || groups.includes(undefined) || network.relays.length > 0 || network.unknowns.length > 0)
    return network.sources;
  const admitted = new Set(
    rules.flatMap(({ peer }) => ("group" in peer ? (holders.get(peer.group) ?? []) : [])),
  );
  return network.sources.filter((source) => admitted.has(source));
}
