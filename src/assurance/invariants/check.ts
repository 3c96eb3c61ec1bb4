import type { Evidence, Finding } from "./rule";
import { rules } from "./rules/all";

/** One rule with what was found. */
export interface Judgement extends Finding {
  /** The rule's sentence. */
  readonly rule: string;
}

/** Judges an environment by every rule. */
export const checkInvariants = (evidence: Evidence): Judgement[] =>
  rules.flatMap((rule) => rule.check(evidence).map((finding) => ({ rule: rule.name, ...finding })));
