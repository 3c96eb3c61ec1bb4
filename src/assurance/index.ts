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
 *
 * Where it is decided, from the ground up:
 *
 * | place | decides |
 * |---|---|
 * | `sets/` | what two sets of packets or addresses have in common, exactly |
 * | `terraform/` | what a file says, as symbolic values; `resolver.ts`: which declared thing a value names, in four answers |
 * | `known/` | what is known: types, arguments, rights, charts. What is on no list is not understood |
 * | `network/` | which packets pass, component by component; `chains.ts`: through any chain of relays |
 * | `identity/` | who comes by credentials; `witnesses.ts`: strangers made from the policies' own patterns; `questions/locks.ts`: each policy as if the other were open |
 * | `applications/` | who opens an application |
 * | `binding/` | what the configuration calls that which is meant, and whether names keep owners apart |
 * | `invariants/` | rules, one per file; `rules/protected-things-read.ts`: nothing unread may name a key or a credential |
 * | `gate.ts` | the difference between what is found and what is meant, and `exceptions.ts`, what is excepted of it |
 * | `causes.ts` | which problem is the cause of which others |
 * | `report/`, `explain/` | nothing: they say what was found |
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
