import type { IntervalSet } from "../sets";
import type { Database } from "./databases";
import type { Leg } from "./legs";
import type { Party } from "./parties";
import type { Terrain } from "./terrain";

/** Something that accepts connections and opens others on behalf of its clients. */
export interface Relay {
  readonly name: string;
  readonly address: string;
  /** Where its clients connect. */
  readonly entrance: Party;
  /** Whose interfaces connect to databases on its clients' behalf. */
  readonly exits: readonly Party[];
  /** How it leads on from the entrance to a database, for connections of a source. Empty where it does not. */
  onwards(network: Terrain, source: Party, database: Database): readonly Continuation[];
}

export interface Continuation {
  /** Names of further relays. */
  readonly through: readonly string[];
  /** Ports of the entrance that lead there. */
  readonly listeners: IntervalSet;
  /** What has to be open behind the entrance. */
  readonly legs: readonly Leg[];
}
