import type { RuleId } from "../rule-names";
import type { Evidence, Finding } from "./rule";
import { rules } from "./rules/all";

/** One rule with what was found. */
export interface Judgement extends Finding {
  readonly rule: RuleId;
}

/** Judges an environment by every rule. */
export const checkInvariants = (evidence: Evidence): Judgement[] =>
  rules.flatMap((rule) => rule.check(evidence).map((finding) => ({ rule: rule.id, ...finding })));
