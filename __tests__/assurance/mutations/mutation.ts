import type { Change } from "../support/edits";

/** A change that weakens an environment, and what the gate has to say about it: all of it. */
export type Weakening = [name: string, change: Change, ...caught: [RegExp, ...RegExp[]]];

/** A change after which everything that is meant still holds. */
export type Harmless = [name: string, change: Change];

/** What the gate says of a rule that does not hold, or is not known to. */
export const rule = (sentence: string): RegExp =>
  new RegExp(
    `invariants: .*\n(.+\n)*(does not hold|not known to hold)( at .+)?: ${sentence} \\([\\w-]+\\)\n`,
  );
