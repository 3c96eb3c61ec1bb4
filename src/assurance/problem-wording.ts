import { reading as permissionToRead } from "./exceptions";
import type { Difference } from "./identity";
import { unclearPart } from "./identity/policy/text";
import { type Judgement, rules } from "./invariants";
import { noTakeovers } from "./invariants/rules/no-takeovers";
import { providersOwnPlace } from "./invariants/rules/providers-own-place";
import type { Problem } from "./problem";
import { type RuleId, ruleNames } from "./rule-names";
import { addressesNamed } from "./terraform";

/**
 * Converts differences about credentials to problems.
 *
 * @param broken rules that do not certainly hold
 */
export function credentialsProblem(broken: readonly Judgement[]): (difference: Difference) => Problem {
  const places = broken.filter(({ rule }) => rule === providersOwnPlace.id).map(({ place }) => place);
  return ({ text, details = [], at, follows, reading, takeover, installedBy }) => {
    const unknown =
      installedBy !== undefined &&
      broken.find(({ rule, place }) => place === installedBy && answerable.has(rule));
    const isUnclear = details.some((line) => line.includes(unclearPart));
    return {
      about: "credentials",
      text,
      details,
      ...(at !== undefined && { at }),
      ...(follows && { follows: [...follows, ...(isUnclear ? places : [])] }),
      ...(reading && { needs: permissionToRead(reading.principal, reading.secret) }),
      ...(takeover !== undefined && { needs: { allow: "violation", rule: noTakeovers.id, at: takeover } }),
      // An exception for an unknown chart or add-on also covers its consequences on nodes.
      ...(unknown && { needs: { allow: "violation", rule: unknown.rule, at: unknown.place } }),
    };
  };
}

/** Takeovers are among the differences already, each with its gain. */
export const isReportedByRuleAlone = ({ rule }: Judgement): boolean => rule !== noTakeovers.id;

/** Whether no rule reports the same unknown resource. */
export function isNotReportedByRule(broken: readonly Judgement[]): (problem: Problem) => boolean {
  const places = new Set(broken.map(({ place }) => place));
  const texts = new Set(broken.map(({ place, found }) => `${place}: ${found}`));
  return ({ text }) => {
    const [place = "", ...others] = text.split(" may carry packets;");
    return !texts.has(text) && !(others.length > 0 && places.has(place));
  };
}

/** The first line names the problem and the resource, followed by the rule. */
export const ruleProblem = ({ rule, result, place, found, cause, because = [] }: Judgement): Problem => {
  const at = cause ?? addressesNamed(place)[0] ?? place;
  const { text, details } = firstLine(found.startsWith(`${at} `) ? found.slice(at.length + 1) : found);
  const others = [found, ...because].flatMap(addressesNamed).filter((address) => !place.startsWith(address));
  const verb = result === "violated" ? "does not hold" : "not known to hold";
  return {
    about: "invariants",
    at,
    text: `${cause ?? place}: ${text}`,
    ...(result === "unknown" && others.length > 0 && { follows: others }),
    details: [
      ...details,
      ...because,
      `${verb}${cause === undefined || cause === place ? "" : ` at ${place}`}: ${ruleNames[rule]} (${rule})`,
    ],
    ...((result === "violated" || answerable.has(rule)) && {
      needs: { allow: "violation", rule, at: place },
    }),
  };
};

/** Rules about what the proof can read: if one of them is violated, other rules may have nothing to judge. */
const readingRules: ReadonlySet<RuleId> = new Set<RuleId>([
  "providers-own-place",
  "states-own-place",
  "terraform-runs-nothing",
  "arguments-known",
  "only-known-kinds",
]);

export const isReadingProblem = ({ rule }: Judgement): boolean => readingRules.has(rule);

/** Rules about single items that a list of known ones lacks. */
const answerable: ReadonlySet<string> = new Set(
  rules.filter(({ mayBeAnswered }) => mayBeAnswered).map(({ id }) => id),
);

/** Maximum length of a list in one line; the rest follows below. */
const longestLine = 240;

function firstLine(text: string): { readonly text: string; readonly details: readonly string[] } {
  const [first = "", ...others] = text.split("; ");
  const line = first.length > longestLine ? `${first.slice(0, longestLine)}...` : first;
  return {
    text: others.length > 0 ? `${line}; and ${others.length} more` : line,
    details: line === first ? others : [first, ...others],
  };
}
