import { env } from "node:process";
import { systemClock } from "./clock";
import { readConfiguration } from "./configuration";
import { writeToStdout } from "./log";
import { nameServerQuery } from "./resolve";
import { createHandler } from "./run";
import { loadBalancingClient } from "./targets";

/**
 * Registers the current addresses of databases in target groups.
 *
 * The function is deliberately in no VPC. It needs DNS and one public API, and the name of an instance that is not
 * publicly accessible resolves to its private address everywhere: so the function cannot reach a database. The address
 * of a publicly accessible instance is refused, because it is outside of the allowed ranges.
 */
export const handler = createHandler({
  configuration: readConfiguration(env),
  client: loadBalancingClient(),
  query: nameServerQuery(),
  clock: systemClock,
  write: writeToStdout,
});
