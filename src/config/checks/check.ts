import type { Environment } from "../model";
import type { Problem } from "../problem";

/**
 * Judges values against each other once each of them is right by itself.
 *
 * @param all every environment, for what must not collide between them
 */
export type Check = (environment: Environment, all: readonly Environment[]) => Problem[];

/** What is known of an environment whose own file is not right, or not there. */
export type NamedOrganizations = Pick<Environment, "name" | "organizations">;
