/**
 * What holds in every environment besides reach and credentials: one rule per file.
 *
 *     checkInvariants(configuration, choices)   // [{ rule, result, place, found }]
 *
 * `compliant`, `violated`, or `unknown` where the configuration does not say; only the first one passes.
 */
export { checkInvariants, type Judgement } from "./check";
export type { Evidence, Finding, OwnerChoices, Rule } from "./rule";
export { rules } from "./rules/all";
