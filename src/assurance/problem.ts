import type { Permission } from "./intent";

/** Something that is not as it is meant to be. */
export interface Problem {
  readonly about: "config" | "network" | "credentials" | "invariants" | "exceptions";
  /** One sentence: who, what, and that it is not meant. */
  readonly text: string;
  /** The counter-example, or what is missing, line by line. */
  readonly details: readonly string[];
  /** Address of the resource that is not as it is meant to be. @default - the first of `follows`, or that the text names */
  readonly at?: string | undefined;
  /**
   * Addresses of resources of which this may be the consequence, the likeliest first: what a counter-example passes, or
   * what is not understood. @default - it is no consequence of anything else
   */
  readonly follows?: readonly string[];
  /** Addresses of resources that a counter-example passes and that are as they are meant, as far as is known. @default - none */
  readonly beside?: readonly string[];
  /**
   * What an exception would have to allow. @default - no exception answers for it: something that is meant is missing, or
   * something is not understood, and an exception cannot allow what is unknown
   */
  readonly needs?: Permission;
}
