import type { Proof } from "../gate";
import { type Database, type Layer, layersAround, layersBetween, type Network, type Party } from "../network";
import { restOfInternet } from "../reach-intent";

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
export function layersAroundRest({ network, couples }: Proof, databases: readonly Database[]): Layer[] {
  const rest = couples.filter(({ name }) => name === restOfInternet);
  const internet = network.sources.filter(({ kind }) => kind === "internet");
  return inAll(
    databases.flatMap((database) => {
      const couple = rest.find(({ reach }) => reach.database === database);
      return couple?.from
        ? [layersAround(network, couple.reach.source, database, couple.from)]
        : internet.map((source) => layersBetween(network, source, database));
    }),
  );
}

const inAll = ([first = [], ...others]: readonly Layer[][]): Layer[] =>
  first.filter((layer) => others.every((layers) => layers.includes(layer)));
