import { readIdentityModel } from "../identity";
import { networkOf } from "../network";
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
  none.concat(...checks.map((check) => configuration.derived(check, asked)));

const none: Judgement[] = [];

/** Each rule as a function of the configuration and of what is asked. */
const checks = rules.map(
  ({ id, check }: Rule) =>
    (configuration: Configuration, asked: Asked): Judgement[] =>
      check({
        configuration,
        identity: readIdentityModel(configuration),
        get network() {
          return configuration.derived(networkOf);
        },
        asked,
      }).map((finding) => ({ rule: id, ...finding })),
);
