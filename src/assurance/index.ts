/**
 * The gate: what the Terraform JSON of an environment makes possible, held against what is meant.
 *
 *     const proofs = prove(readOutputFolder("cdktf.out"), intents);
 *     proofs.flatMap(({ problems }) => problems)     // empty: reach and credentials are exactly what is meant
 *     proofText(proofs[0])                           // the matrix, for people
 *     explain(proofs[0], "acme/api", "secret")       // one cell of it, hop by hop
 *
 * Two sets make it a proof: what may be possible has to lie inside of the intent, and the intent inside of what is
 * possible for certain. What is not understood belongs to the first and not to the second, so it always shows.
 */

export { type JudgedException, permissionText } from "./exceptions";
export { explain, questions } from "./explain/explain";
export { type Proof, prove, unjudgedStacks } from "./gate";
export type { Guide } from "./guide";
export type { Exception, Intent, Permission } from "./intent";
export type { PartyId } from "./party";
export type { Problem } from "./problem";
export { emptyIntent, provedBefore } from "./report/changes/before";
export { changesBetween } from "./report/changes/compare";
export { changesMarkdown } from "./report/changes/markdown";
export { proofJson } from "./report/json";
export { proofMarkdown } from "./report/markdown";
export { problemsText, problemText, proofText } from "./report/text";
export { readOutputFolder, type StackSource, withPlan } from "./terraform";
