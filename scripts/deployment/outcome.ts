import type { Change } from "./messages";
import type { Ran } from "./stack-run";

/** What happened to a stack. */
export type Outcome =
  | { readonly kind: "unchanged" }
  | { readonly kind: "planned"; readonly changes: readonly Change[] }
  | { readonly kind: "applied"; readonly ran: Ran }
  | { readonly kind: "failed"; readonly step: Step; readonly ran: Ran }
  /** AWS would refuse it half-way through, for these reasons. */
  | { readonly kind: "refused"; readonly problems: readonly string[] }
  /** An earlier run could not save its state: another would go on from an old one. */
  | { readonly kind: "unsaved" };

/** Whether nothing is left to do with a stack. */
export const isDone = (outcome: Outcome | undefined): boolean =>
  outcome?.kind === "unchanged" || outcome?.kind === "applied";

export type Step = "initializing" | "planning" | "applying";
