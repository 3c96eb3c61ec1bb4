/**
 * The gate compares what the Terraform JSON of an environment makes possible with the intent.
 *
 *     const proofs = prove(readOutputFolder("cdktf.out"), intents);
 *     proofs.flatMap(({ problems }) => problems)     // empty: connections and credentials are exactly as intended
 *     proofText(proofs[0])                           // the matrix as text
 *     explain(proofs[0], "acme/api", "secret")       // one answer, hop by hop
 *
 * Two inclusions make it a proof: everything possible must be intended, and everything intended must certainly be
 * possible. What is not understood counts as possible and not as certain, so it is always reported.
 *
 * Where decisions are made, bottom up:
 *
 * | place | decides |
 * |---|---|
 * | `sets/` | intersections of sets of packets and addresses, exactly |
 * | `terraform/` | the content of files, as symbolic values; `resolver.ts`: which declared resource a value names, in four answers |
 * | `known/` | known types, arguments, permissions and charts; everything else is not understood |
 * | `network/` | which packets pass, component by component; `chains.ts`: through any chain of relays |
 * | `identity/` | who obtains credentials; `witnesses.ts`: undeclared principals, constructed from the patterns of policies; `questions/locks.ts`: each policy as if the other were open |
 * | `applications/` | who can open an application |
 * | `binding/` | names of intended resources in the configuration, and whether names distinguish owners |
 * | `invariants/` | rules, one per file; `rules/protected-things-read.ts`: no unread argument may name a key or a credential |
 * | `gate.ts` | differences between what is possible and what is intended; `exceptions.ts`: which of them are accepted |
 * | `causes.ts` | which problem is the cause of which others |
 * | `report/`, `explain/` | nothing: they format results |
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
