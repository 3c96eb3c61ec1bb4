import { readIdentityModel } from "../identity";
import { networkOf } from "../network";
import { remembered } from "../remembered";
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
  none.concat(...checks.map(({ find, judged }) => judged(configuration.derived(find, choices))));

const none: Judgement[] = [];

/** Each rule as a function of the configuration and of what the owners chose, and its findings as judgements by it. */
const checks = rules.map(({ id, check }: Rule) => {
  const judgedOne = remembered((finding: Finding): Judgement => ({ rule: id, ...finding }));
  return {
    find: (configuration: Configuration, choices: OwnerChoices): readonly Finding[] =>
      check({
        configuration,
        identity: readIdentityModel(configuration),
        get network() {
          return configuration.derived(networkOf);
        },
        choices,
      }),
    judged: remembered((findings: readonly Finding[]) => findings.map(judgedOne)),
  };
});
