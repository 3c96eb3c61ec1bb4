import { type Database, type Layer, layersBetween, type Network, type Party } from "../network";

/** The layers each of which keeps all of these sources from all of these databases. */
export function commonLayers(
  network: Network,
  sources: readonly Party[],
  databases: readonly Database[],
): Layer[] {
  const [first = [], ...others] = sources.flatMap((source) =>
    databases.map((database) => layersBetween(network, source, database)),
  );
  return first.filter((layer) => others.every((layers) => layers.includes(layer)));
}
