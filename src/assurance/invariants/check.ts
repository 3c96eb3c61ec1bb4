import { readIdentityModel } from "../identity";
import { networkOf } from "../network";
import type { RuleId } from "../rule-names";
import type { Configuration } from "../terraform";
import type { Finding, OwnerChoices, Rule } from "./rule";
import { rules } from "./rules/all";

/** One rule with what was found. */
export interface Judgement extends Finding {
  readonly rule: RuleId;
}

/** Judges an environment by every rule. */
export const checkInvariants = (configuration: Configuration, choices: OwnerChoices): Judgement[] =>
  none.concat(...checks.map((check) => configuration.derived(check, choices)));

const none: Judgement[] = [];

/** Each rule as a function of the configuration and of what the owners chose. */
const checks = rules.map(
  ({ id, check }: Rule) =>
    (configuration: Configuration, choices: OwnerChoices): Judgement[] =>
      check({
        configuration,
        identity: readIdentityModel(configuration),
        get network() {
          return configuration.derived(networkOf);
        },
        choices,
      }).map((finding) => ({ rule: id, ...finding })),
);
