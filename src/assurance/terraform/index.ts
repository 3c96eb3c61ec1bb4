/**
 * Terraform JSON as a structure of symbolic values: the ground on which network and identity are judged.
 *
 *     const configuration = loadConfiguration("cdktf.out");            // or new Configuration(sources) from parsed JSON
 *     for (const role of configuration.resources("aws_iam_role")) {
 *       role.address                       // "dev-org-acme/aws_iam_role.identity_role_D1778818"
 *       textOf(role.get("name"))           // "dev-org-acme" | undefined (left out) | Unknown (with its reason)
 *       role.get("assume_role_policy")     // a Reference to data.aws_iam_policy_document.x.json
 *       policyStatements(configuration, role.get("assume_role_policy"))   // statements, each value symbolic
 *     }
 *
 * What a value can be is in value.ts; how to read one narrowly in read.ts (`textOf`, `numberOf`, `booleanOf`, `listOf`,
 * `blocksOf`, `identifierOf`). What to rely on:
 *
 * - `${aws_x.y.attribute}` is the configured value where the configuration has one (`aws_iam_role.x.name`), else a
 *   Reference `{ address, path }`. `resource.symbol("arn")` is the same Reference seen from the resource, so
 *   `keyOf(value) === keyOf(resource.symbol("arn"))` says "this is that resource's ARN", across stacks too: outputs are
 *   followed through `data.terraform_remote_state` by the place of the state.
 * - Which declared thing a value names, `configuration.named("aws_security_group", value)` answers: exactly one, one of
 *   some, none, or not known. It knows ids, ARNs, names, aliases, data sources and what is written out; ask it instead of
 *   comparing keys.
 * - Text with symbols in it is a Template of parts; a known function of a symbol (`trimprefix(issuer, ...)`) is a Call.
 *   Both compare by `keyOf`. `jsonencode` and `yamlencode` are Encoded: the structure, not its text.
 * - What is not understood is an Unknown with a reason: count, for_each, dynamic blocks, modules, variables, operators,
 *   other functions, references to nothing. A text or call with an Unknown inside is Unknown as a whole; lists and
 *   objects keep theirs (`unknownsIn`). Nothing is dropped. `configuration.unread` names blocks that could hold more
 *   resources; `resource.repetition`, `resource.provider` and `resource.ignoredChanges` say what else may differ.
 * - `new Configuration(sources, earlier)` keeps what is the same: a resource whose JSON and references are worth the same is
 *   the same object, and `configuration.derived(f)` is the same fact where nothing that `f` asked is answered otherwise.
 *   `f` is a function of the configuration alone; what it gives must never be changed.
 */
export { Configuration } from "./configuration";
export { type Environment, environments } from "./environments";
export { loadConfiguration, readOutputFolder, withPlan } from "./folder";
export { decodedJson } from "./json-text";
export { policyStatements } from "./policy";
export {
  blocksOf,
  booleanOf,
  identifierOf,
  isUnknown,
  listOf,
  numberOf,
  textOf,
  wordsFor,
  wordsOf,
} from "./read";
export { certain, type Named, possible } from "./resolver";
export { addressesNamed, type Resource, stackOf } from "./resource";
export { isEqual, sharing } from "./sharing";
export type { SourceFile, Stack, StackSource } from "./stack";
export type { Thing } from "./things";
export * from "./value";
