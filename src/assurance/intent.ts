import type { Guide } from "./guide";
import type { IdentityIntent } from "./identity";
import type { Asked } from "./invariants";
import type { PartyId } from "./party";

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
  /** What belongs to each organization, so that people may ask for "the database" of one. */
  readonly organizations: readonly OrganizationIntent[];
  readonly guide: Guide;
  /** What is possible beside all that, and has a reason. */
  readonly exceptions: readonly Exception[];
}

export interface DatabaseIntent {
  /** Identifier of the instance. */
  readonly database: string;
  /** The sources that must be able to connect; no other may. */
  readonly clients: readonly PartyId[];
  /** A proxy, and those of the clients who must come through it: no other way may be open to them. @default - none */
  readonly behind?: { readonly proxy: PartyId; readonly clients: readonly PartyId[] };
  /** Ranges of the internet that must be able to connect; no other address may. @default - none */
  readonly ranges?: readonly string[];
}

export interface OrganizationIntent {
  readonly name: string;
  /** Identifier of the instance that holds its data. */
  readonly database: string;
  /** Name of the secret with its login. */
  readonly credentials: string;
}

/**
 * One thing that is not meant and may be nevertheless. Sources, principals and master passwords have the spelling of
 * party.ts, so that no change of a report's words changes what is allowed.
 */
export type Permission =
  /** A source may open connections to a database. */
  | { readonly allow: "connect"; readonly source: string; readonly database: string }
  /** A role may read a secret. */
  | { readonly allow: "read"; readonly principal: string; readonly secret: string }
  /** A rule need not hold in one place. */
  | { readonly allow: "violation"; readonly rule: string; readonly at: string };

/** A permission with the written reason for it. */
export type Exception = Permission & { readonly reason: string };
