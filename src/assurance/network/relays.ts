import type { IntervalSet } from "../sets";
import type { Leg } from "./legs";
import type { Party } from "./parties";
import type { Terrain } from "./terrain";

/** Something that accepts connections and opens others on behalf of its clients. */
export interface Relay {
  readonly name: string;
  readonly address: string;
  /** Where its clients connect. */
  readonly entrance: Party;
  /** Whose interfaces open connections on its clients' behalf. */
  readonly exits: readonly Party[];
  /** What it opens for them. */
  readonly openings: readonly Opening[];
}

/** One of the things that a relay does with its clients' connections. */
export interface Opening {
  /** Names of what is between its entrance and its exit. */
  readonly through: readonly string[];
  /** Where its clients connect. */
  readonly entrance: Party;
  /** Ports of the entrance that lead to it. */
  readonly listeners: IntervalSet;
  /** What opens the next connection. */
  readonly exit: Party;
  /** What has to be open between entrance and exit for the connections of a client. */
  conditions(terrain: Terrain, client: Party): readonly Leg[];
  /** What has to be open from the exit to ports of a target; undefined where it does not lead there. */
  onwards(terrain: Terrain, target: Party, ports: IntervalSet): readonly Leg[] | undefined;
}
