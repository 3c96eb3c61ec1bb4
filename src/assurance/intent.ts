import type { IdentityIntent } from "./identity";
import type { Asked } from "./invariants";

/**
 * What is meant in one environment. Declared apart from what is built, and compared with what the Terraform JSON says, so
 * that a mistake in one shows in the other.
 */
export interface Intent {
  /** Name of the environment, with which the names of its stacks begin. */
  readonly environment: string;
  /** All databases that there are meant to be. */
  readonly databases: readonly DatabaseIntent[];
  readonly identity: IdentityIntent;
  readonly asked: Asked;
}

export interface DatabaseIntent {
  /** Identifier of the instance. */
  readonly database: string;
  /** Names of the sources that must be able to connect, such as `acme/metabase`; nobody else may. */
  readonly clients: readonly string[];
  /** Ranges of the internet that must be able to connect; no other address may. @default - none */
  readonly ranges?: readonly string[];
}
