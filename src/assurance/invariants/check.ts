import { concatenated } from "../grouping";
import { type IdentityModel, readIdentityModel } from "../identity";
import { type Network, networkOf } from "../network";
import { remembered } from "../remembered";
import type { RuleId } from "../rule-names";
import type { Configuration } from "../terraform";
import type { Evidence, Finding, OwnerChoices, Rule } from "./rule";
import { rules } from "./rules/all";

/** One rule with its finding. */
export interface Judgement extends Finding {
  readonly rule: RuleId;
}

/** Judges an environment by every rule. */
export const checkInvariants = (configuration: Configuration, choices: OwnerChoices): Judgement[] =>
  concatenated(checks.map((check) => check(configuration, choices)));

/** Input of rules. A model is read when the first rule needs it. */
class FoundEvidence implements Evidence {
  constructor(
    readonly configuration: Configuration,
    readonly choices: OwnerChoices,
  ) {}

  get identity(): IdentityModel {
    return readIdentityModel(this.configuration);
  }

  get network(): Network {
    return this.configuration.derived(networkOf);
  }
}

/** Each rule as a function of the configuration and the owners' choices, so that its findings are remembered. */
const checks = rules.map(({ id, check }: Rule) => {
  const judged = remembered((finding: Finding): Judgement => ({ rule: id, ...finding }));
  const allJudged = remembered((findings: readonly Finding[]) => findings.map(judged));
  const findings = (configuration: Configuration, choices: OwnerChoices): readonly Finding[] =>
    check(new FoundEvidence(configuration, choices));
  return (configuration: Configuration, choices: OwnerChoices): readonly Judgement[] =>
    allJudged(configuration.derived(findings, choices));
});
