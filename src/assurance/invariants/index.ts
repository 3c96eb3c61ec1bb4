/**
 * What holds in every environment besides reach and credentials, a rule a file.
 *
 *     checkInvariants(configuration, asked)   // [{ rule, result, place, found }]
 *
 * `compliant`, `violated`, or `unknown` where the configuration does not say; only the first one passes.
 */
export { checkInvariants, type Judgement } from "./check";
export type { Asked, Evidence, Finding, Rule } from "./rule";
export { rules } from "./rules/all";
