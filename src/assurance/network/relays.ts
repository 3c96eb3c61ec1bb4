import type { IntervalSet } from "../sets";
import { type Named, possible } from "../terraform";
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

/** What a value may name, as addresses, and whether it names that for certain. */
export interface Target {
  readonly addresses: readonly string[];
  readonly isCertain: boolean;
}

export const targetOf = (named: Named): Target => ({
  addresses: possible(named).map(({ resource }) => resource.address),
  isCertain: named.answer === "exactly",
});

/** Whether something is what is named; undefined where it may be and need not. */
export function isTarget({ addresses, isCertain }: Target, { address }: Party): boolean | undefined {
  if (!addresses.includes(address)) return false;
  return isCertain ? true : undefined;
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
