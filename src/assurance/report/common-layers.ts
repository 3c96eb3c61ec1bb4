import type { Proof } from "../gate";
import { type Database, type Layer, layersAround, layersBetween, type Network, type Party } from "../network";
import { isAboutRest } from "../reach-intent";

/** The layers each of which denies all of these sources access to all of these databases. */
export function commonLayers(
  network: Network,
  sources: readonly Party[],
  databases: readonly Database[],
): Layer[] {
  return inAll(
    sources.flatMap((source) => databases.map((database) => layersBetween(network, source, database))),
  );
}

/**
 * The layers each of which denies unlisted addresses of the internet access to all of these databases, on every path.
 */
export function layersAroundRest({ network, pairs }: Proof, databases: readonly Database[]): Layer[] {
  const rest = pairs.filter(isAboutRest);
  const internet = network.sources.filter(({ kind }) => kind === "internet");
  return inAll(
    databases.flatMap((database) => {
      const pair = rest.find(({ reach }) => reach.database === database);
      return pair?.from
        ? [layersAround(network, pair.reach.source, database, pair.from)]
        : internet.map((source) => layersBetween(network, source, database));
    }),
  );
}

const inAll = ([first = [], ...others]: readonly Layer[][]): Layer[] =>
  first.filter((layer) => others.every((layers) => layers.includes(layer)));
