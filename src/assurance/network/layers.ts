import { IntervalSet } from "../sets";
import { everyAddress } from "./addresses";
import type { Chains } from "./chains";
import type { Database } from "./databases";
import { connectionsTo, packetsBetween, pairs, stagesBetween, walked } from "./legs";
import type { Network } from "./network";
import { packets } from "./packets";
import type { Party } from "./parties";
import type { Code, Stage } from "./stages";

/** Independent layers of defence. */
export type Layer = "no public address" | "no route" | "network ACLs" | "security groups";

const layers: Record<Layer, readonly Code[]> = {
  "no public address": ["NO_PUBLIC_ADDRESS"],
  "no route": ["NO_INTERNET_GATEWAY", "NO_ROUTE_TO_DESTINATION"],
  "network ACLs": ["SUBNET_ACL_RESTRICTION"],
  "security groups": ["ENI_SG_RULES_MISMATCH"],
};

/**
 * The layers each of which alone denies direct connections from a source to a database, if all others were open. A
 * DENIED verdict may depend on one layer only.
 */
export const layersBetween = (network: Network, source: Party, database: Database): Layer[] =>
  layersBefore(network, source, [{ party: database, ports: IntervalSet.single(database.port) }]);

/**
 * The same for some addresses of a source, of which others are admitted, on every path: each of these layers denies
 * them access to the database and to all relays in front of it.
 */
export function layersAround(
  network: Network,
  source: Party,
  database: Database,
  from: IntervalSet,
  chains: Chains = network.chainsTo(database),
): Layer[] {
  const relays = chains.relays.flatMap(({ openings }) =>
    openings
      .filter((opening) => chains.from(opening, source).length > 0)
      .map(({ entrance, listeners }) => ({ party: entrance, ports: listeners })),
  );
  const direct = { party: database, ports: IntervalSet.single(database.port) };
  return layersBefore(network, source, [direct, ...relays], from);
}

/** A party that accepts connections. */
interface Destination {
  readonly party: Party;
  readonly ports: IntervalSet;
}

function layersBefore(
  network: Network,
  source: Party,
  destinations: readonly Destination[],
  addresses: IntervalSet = everyAddress,
): Layer[] {
  const paths = destinations.flatMap(({ party, ports }) => {
    const question = connectionsTo(ports).intersect(packets({ source: addresses }));
    return pairs(source, party).map(([from, to]) => ({
      stages: stagesBetween(network, from, to),
      start: packetsBetween(from, to, question),
    }));
  });
  const stops = (codes: readonly Code[]): boolean =>
    paths.every(({ stages, start }) => {
      const own = stages.filter((stage: Stage) => codes.includes(stage.code));
      return walked(own, start).passes.possible.isEmpty;
    });
  return (Object.keys(layers) as Layer[]).filter((layer) => stops(layers[layer]));
}
