import type { Guide } from "../guide";
import type { IdentityIntent } from "../identity";
import type { Exception } from "../intent";
import type { OwnerChoices } from "../invariants";
import type { PartyId } from "../party";

/** The intent, with names of the resources in the configuration. */
export interface BoundIntent {
  readonly environment: string;
  readonly databases: readonly DatabaseIntent[];
  readonly identity: IdentityIntent;
  readonly choices: OwnerChoices;
  /** Resources of each organization, so that a question can name "the database" of an organization. */
  readonly organizations: readonly OrganizationResources[];
  readonly guide: Guide;
  readonly exceptions: readonly Exception[];
}

export interface DatabaseIntent {
  /** Identifier of the instance. */
  readonly database: string;
  /** Sources that must be able to connect; all others must not. */
  readonly clients: readonly PartyId[];
  /** A proxy, and the clients that must connect through it and have no other path. @default - none */
  readonly behind?: { readonly proxy: PartyId; readonly clients: readonly PartyId[] };
  /** Ranges of the internet that must be able to connect; all other addresses must not. @default - none */
  readonly ranges?: readonly string[];
}

/** Resources of an organization. */
export interface OrganizationResources {
  readonly name: string;
  /** Identifier of the instance with its data. */
  readonly database: string;
  /** Name of the secret with its login. */
  readonly credentials: string;
}
