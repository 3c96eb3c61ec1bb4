import { loadEnvironments } from "../../../src/config/load";
import type { Environment } from "../../../src/config/model";
import { everyTopology } from "../../support/every-topology";

/** Environments that have an accepted list of addresses, by the name of its file. */
export const environments: ReadonlyMap<string, Environment> = new Map([
  ...loadEnvironments("config").map((one): [string, Environment] => [one.name, one]),
  ...everyTopology,
]);

/** The list of the buckets of their states. */
export const stateBucket = "state-bucket";
