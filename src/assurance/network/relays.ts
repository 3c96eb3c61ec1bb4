import type { IntervalSet } from "../sets";
import { isEqual, type Named, possible } from "../terraform";
import type { Leg } from "./legs";
import type { Party } from "./parties";
import type { Terrain } from "./terrain";

/** Something that accepts connections and opens others on behalf of its clients. */
export class Relay {
  /**
   * @param entrance where its clients connect
   * @param exits whose interfaces open connections on its clients' behalf
   * @param openings what it opens for them
   * @param basis all else that its openings are made from: with the same entrance and basis it is the same relay
   */
  constructor(
    readonly entrance: Party,
    readonly exits: readonly Party[],
    readonly openings: readonly Opening[],
    private readonly basis: readonly unknown[],
  ) {}

  get name(): string {
    return this.entrance.name;
  }

  get address(): string {
    return this.entrance.address;
  }

  isSame(other: Relay): boolean {
    return isEqual([this.entrance, this.basis], [other.entrance, other.basis]);
  }
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
