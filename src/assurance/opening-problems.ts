import type { DatabaseIntent } from "./intent";
import { addressesIn, type Network, openings } from "./network";
import type { Problem } from "./problem";

/** A layer that is open is a problem before the next one is. */
export function openingProblems(network: Network, intents: readonly DatabaseIntent[]): Problem[] {
  const ranges = new Map(intents.map(({ database, ranges = [] }) => [database, addressesIn(ranges)]));
  const found = openings(network, (database) => ranges.get(database) ?? addressesIn([]));
  return [...new Set(found)].map((text) => ({ about: "network", text, details: [] }));
}
