import type { Guide } from "../guide";
import type { IdentityIntent } from "../identity";
import type { Exception } from "../intent";
import type { OwnerChoices } from "../invariants";
import type { PartyId } from "../party";

/** What is meant, with the names that the things it speaks of have in the configuration. */
export interface BoundIntent {
  readonly environment: string;
  readonly databases: readonly DatabaseIntent[];
  readonly identity: IdentityIntent;
  readonly choices: OwnerChoices;
  /** What belongs to each organization, so that people may ask for "the database" of one. */
  readonly organizations: readonly Belongings[];
  readonly guide: Guide;
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

/** What an organization has. */
export interface Belongings {
  readonly name: string;
  /** Identifier of the instance that holds its data. */
  readonly database: string;
  /** Name of the secret with its login. */
  readonly credentials: string;
}
