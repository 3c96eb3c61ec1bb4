import type { Change } from "./messages";
import type { Ran } from "./stack-run";

/** Result of a stack. */
export type Outcome =
  | { readonly kind: "unchanged" }
  | { readonly kind: "planned"; readonly changes: readonly Change[] }
  | { readonly kind: "applied"; readonly ran: Ran }
  | { readonly kind: "failed"; readonly step: Step; readonly ran: Ran }
  /** AWS would refuse the plan halfway, for these reasons. */
  | { readonly kind: "refused"; readonly problems: readonly string[] }
  /** An earlier run could not save its state, so another run would continue from an old one. */
  | { readonly kind: "unsaved" };

/** Whether nothing remains to be done for a stack. */
export const isDone = (outcome: Outcome | undefined): boolean =>
  outcome?.kind === "unchanged" || outcome?.kind === "applied";

export type Step = "initializing" | "planning" | "applying";
