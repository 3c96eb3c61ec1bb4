/**
 * Rules that every environment must meet in addition to connections and credentials, one per file.
 *
 *     checkInvariants(configuration, choices)   // [{ rule, result, place, found }]
 *
 * Results are `compliant`, `violated`, or `unknown` if the configuration does not determine it; only the first one
 * passes.
 */
export { checkInvariants, type Judgement } from "./check";
export type { Evidence, Finding, OwnerChoices, Rule } from "./rule";
export { rules } from "./rules/all";
