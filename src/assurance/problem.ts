import type { Permission } from "./intent";

/** A deviation from the intent. */
export interface Problem {
  readonly about: "config" | "network" | "credentials" | "invariants" | "exceptions";
  /** One sentence with the subject, the deviation and its object. */
  readonly text: string;
  /** The counterexample, or what is missing, line by line. */
  readonly details: readonly string[];
  /** Address of the resource with the deviation. @default - the first of `follows`, or the first in the text */
  readonly at?: string | undefined;
  /**
   * Addresses of resources of which this may be a consequence, the likeliest first: components of the counterexample,
   * or unknowns.
   * @default - none
   */
  readonly follows?: readonly string[];
  /**
   * Addresses of resources that a counterexample passes and that are as intended, as far as is known.
   * @default - none
   */
  readonly beside?: readonly string[];
  /**
   * The permission that an exception would need.
   *
   * @default - none: something intended is missing, or something is unknown, which an exception cannot accept
   */
  readonly needs?: Permission;
}

/** A problem of the network, which names no address of its own. */
export const networkProblem = (text: string, details: readonly string[] = []): Problem => ({
  about: "network",
  text,
  details,
});
