import { IntervalSet } from "../sets";
import type { Database } from "./databases";
import { connectionsTo, packetsBetween, pairs, stagesBetween, walked } from "./legs";
import type { Network } from "./network";
import type { Party } from "./parties";
import type { Reach } from "./reach";
import type { Code, Stage } from "./stages";

/** Defences that do not rely on each other. */
export type Layer = "no public address" | "no route" | "network ACLs" | "security groups";

const layers: Record<Layer, readonly Code[]> = {
  "no public address": ["NO_PUBLIC_ADDRESS"],
  "no route": ["NO_INTERNET_GATEWAY", "NO_ROUTE_TO_DESTINATION"],
  "network ACLs": ["SUBNET_ACL_RESTRICTION"],
  "security groups": ["ENI_SG_RULES_MISMATCH"],
};

/**
 * The layers that keep a source from connecting to a database directly, each of them alone: as if all others let
 * everything through. A verdict that stays DENIED may hang by a thread; this says by how many.
 */
export function layersBetween(network: Network, source: Party, database: Database): Layer[] {
  const question = connectionsTo(IntervalSet.single(database.port));
  const ways = pairs(source, database).map(([from, to]) => ({
    stages: stagesBetween(network, from, to),
    start: packetsBetween(from, to, question),
  }));
  const stops = (codes: readonly Code[]): boolean =>
    ways.every(({ stages, start }) => {
      const own = stages.filter((stage: Stage) => codes.includes(stage.code));
      return walked(own, start).passes.possible.isEmpty;
    });
  return (Object.keys(layers) as Layer[]).filter((layer) => stops(layers[layer]));
}

/** The layers at which the ways of a source end first, load balancers and endpoints included. */
export function firstLayers({ closed }: Reach): Layer[] {
  const codes = new Set(closed.flatMap(({ blocks }) => blocks.map(({ code }) => code)));
  return (Object.keys(layers) as Layer[]).filter((layer) => layers[layer].some((code) => codes.has(code)));
}
