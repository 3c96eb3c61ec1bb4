import type { IntervalSet } from "../sets";
import { isEqual, type Named, possible } from "../terraform";
import type { Leg } from "./legs";
import type { Party } from "./parties";
import type { RoutedNetwork } from "./routed-network";

/** A component that accepts connections and opens others on behalf of its clients. */
export class Relay {
  /**
   * @param entrance party to which its clients connect
   * @param exits parties whose interfaces open connections on its clients' behalf
   * @param openings the connections that it opens
   * @param basis all other inputs of its openings: with the same entrance and basis, the relay is unchanged
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

/** The possible resources of a value, as addresses, and whether it is certain. */
export interface Target {
  readonly addresses: readonly string[];
  readonly isCertain: boolean;
}

export const targetOf = (named: Named): Target => ({
  addresses: possible(named).map(({ resource }) => resource.address),
  isCertain: named.answer === "exactly",
});

/** Whether a party is the named resource; undefined if it may be. */
export function isTarget({ addresses, isCertain }: Target, { address }: Party): boolean | undefined {
  if (!addresses.includes(address)) return false;
  return isCertain ? true : undefined;
}

/** One forwarding of a relay. */
export interface Opening {
  /** Names of the components between its entrance and its exit. */
  readonly through: readonly string[];
  /** The party to which its clients connect. */
  readonly entrance: Party;
  /** Ports of the entrance that lead to it. */
  readonly listeners: IntervalSet;
  /** The party that opens the next connection. */
  readonly exit: Party;
  /** Legs between entrance and exit that must be open for a client. */
  conditions(routed: RoutedNetwork, client: Party): readonly Leg[];
  /** Legs from the exit to ports of a target; undefined if it does not lead there. */
  onwards(routed: RoutedNetwork, target: Party, ports: IntervalSet): readonly Leg[] | undefined;
}
