import type { Decision } from "./policy/decide";
import { all } from "./policy/truth";

/** Whether a principal can do something, always with the reason. */
export type Verdict = Allowed | Denied | Undecided;

export interface Allowed {
  readonly kind: "allowed";
  /** The statements that allow it, per action. */
  readonly witness: readonly string[];
}

export interface Denied {
  readonly kind: "denied";
  /** The first missing permission, or the statement that denies. */
  readonly because: string;
}

/** Possible, but not certain. Counts as possible wherever a principal must be denied. */
export interface Undecided {
  readonly kind: "unknown";
  readonly because: readonly string[];
}

/** The verdict that follows from several decisions, all of which must allow. */
export function verdictOn(decisions: readonly Decision[]): Verdict {
  const value = all(decisions.map(({ truth }) => truth));
  if (value === "true") return { kind: "allowed", witness: decisions.flatMap(witnesses) };
  if (value === "unknown") {
    const open = decisions.filter(({ truth }) => truth === "unknown");
    return { kind: "unknown", because: open.map(({ action, because }) => `${action}: ${because}`) };
  }
  const missing = decisions.find(({ truth }) => truth === "false");
  return { kind: "denied", because: missing?.because ?? "nothing allows it" };
}

const witnesses = ({ action, by, because }: Decision): string[] =>
  by.length > 0 ? by.map(({ statement }) => `${statement.place} allows ${action}`) : because ? [because] : [];

export const isPossible = ({ kind }: Verdict): boolean => kind !== "denied";

export const isCertain = ({ kind }: Verdict): boolean => kind === "allowed";
