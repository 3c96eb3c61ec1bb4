import { remembered } from "../remembered";
import type { Database } from "./databases";
import type { Network } from "./network";
import type { Party } from "./parties";
import { type Reach, reach, type Verdict } from "./reach";

/** Who can reach the databases of an environment. */
export interface Matrix {
  readonly sources: readonly Party[];
  readonly databases: readonly Database[];
  /** Pairs that were judged individually: all that a rule may admit. */
  readonly judged: readonly Reach[];
  /** All other pairs: no security group on any path admits them, unless something unknown does. */
  readonly others: { readonly count: number; readonly verdict: Verdict };
  readonly unknowns: readonly string[];
}

/** Judges every source against every database. */
export const matrix = remembered((network: Network): Matrix => {
  const { sources, databases, unknowns, candidates } = network;
  const judged = databases.flatMap((database) => {
    const { sources: near, chains } = candidates.of(database);
    return near.map((source) => reach(network, source, database, { chains }));
  });
  return {
    sources,
    databases,
    judged,
    others: {
      count: sources.length * databases.length - judged.length,
      verdict: unknowns.length > 0 ? "UNKNOWN" : "DENIED",
    },
    unknowns,
  };
});
