import { readIdentityModel } from "../identity";
import { networkOf } from "../network";
import { remembered } from "../remembered";
import type { RuleId } from "../rule-names";
import type { Configuration } from "../terraform";
import type { Asked, Finding, Rule } from "./rule";
import { rules } from "./rules/all";

/** One rule with what was found. */
export interface Judgement extends Finding {
  readonly rule: RuleId;
}

/** Judges an environment by every rule. */
export const checkInvariants = (configuration: Configuration, asked: Asked): Judgement[] =>
  checks.flatMap((check) => configuration.derived(check, asked));

/** Each rule as a function of the configuration and of what is asked. */
const checks = rules.map(({ id, check }: Rule) => {
  const judgement = remembered((finding: Finding): Judgement => ({ rule: id, ...finding }));
  return (configuration: Configuration, asked: Asked): Judgement[] =>
    check({
      configuration,
      identity: readIdentityModel(configuration),
      get network() {
        return configuration.derived(networkOf);
      },
      asked,
    }).map(judgement);
});
