import { env } from "node:process";
import { systemClock } from "./clock";
import { readConfiguration } from "./configuration";
import { writeToStdout } from "./log";
import { nameServerQuery } from "./resolve";
import { createHandler } from "./run";
import { loadBalancingClient } from "./targets";

/**
 * Keeps target groups pointed at databases whose addresses change.
 *
 * The function is attached to no VPC, on purpose. It needs DNS and one public API, and the name of an instance that is
 * not publicly accessible leads to its private address wherever it is asked for: so the function gets no network
 * position from which a database could be reached. A publicly accessible instance would show its public address here;
 * it is refused as outside of the allowed ranges.
 */
export const handler = createHandler({
  configuration: readConfiguration(env),
  client: loadBalancingClient(),
  query: nameServerQuery(),
  clock: systemClock,
  write: writeToStdout,
});
