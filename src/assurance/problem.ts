import type { Permission } from "./intent";

/** Something that is not as it is meant to be. */
export interface Problem {
  readonly about: "config" | "network" | "credentials" | "invariants" | "exceptions";
  /** One sentence: who, what, and that it is not meant. */
  readonly text: string;
  /** The counter-example, or what is missing, line by line. */
  readonly details: readonly string[];
  /**
   * What an exception would have to allow. @default - no exception answers for it: something that is meant is missing, or
   * something is not understood, and an exception cannot allow what is unknown
   */
  readonly needs?: Permission;
}
