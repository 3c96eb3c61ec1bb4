import type { Proof } from "../gate";
import { type Database, type Layer, layersAround, layersBetween, type Network, type Party } from "../network";
import { isAboutRest } from "../reach-intent";

/** The layers each of which keeps all of these sources from all of these databases. */
export function commonLayers(
  network: Network,
  sources: readonly Party[],
  databases: readonly Database[],
): Layer[] {
  return inAll(
    sources.flatMap((source) => databases.map((database) => layersBetween(network, source, database))),
  );
}

/** The layers each of which keeps what no range lists of the internet from all of these databases, on every way. */
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
