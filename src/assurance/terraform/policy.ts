import type { Configuration } from "./configuration";
import { decodedJson } from "./json-text";
import { blocksOf, isUnknown, textOf } from "./read";
import {
  absent,
  constant,
  type Dictionary,
  dictionary,
  list,
  type Unknown,
  unknown,
  type Value,
} from "./value";

/**
 * The statements of a policy in any notation: an `aws_iam_policy_document`, `jsonencode({...})`, or JSON text. All in
 * the terms of the data source (`actions`, `not_resources`, `principals { type, identifiers }`, `condition { test,
 * variable, values }`), with symbolic values. A policy that cannot be parsed is one Unknown.
 */
export function policyStatements(
  configuration: Configuration,
  policy: Value,
): readonly (Dictionary | Unknown)[] {
  if (policy.kind === "unknown") return [policy];
  if (policy.kind === "reference") return documentStatements(configuration, policy.address);
  return jsonStatements(decodedJson(policy));
}

function documentStatements(
  configuration: Configuration,
  address: string,
): readonly (Dictionary | Unknown)[] {
  const document = configuration.find(address);
  if (document?.mode !== "data" || document.type !== "aws_iam_policy_document")
    return [unknown(`${address} is no policy document`)];
  if (document.repetition) return [document.repetition];
  const merged = ["source_policy_documents", "override_policy_documents"].filter((name) =>
    document.argumentNames.includes(name),
  );
  if (merged.length > 0) return [unknown(`${address} merges other policies (${merged.join(", ")})`)];
  if (document.makesBlocks) return [unknown(`${address} makes blocks with dynamic`)];
  const statements = document.get("statement");
  return (
    wrongVersion(document.get("version"), statements, currentVersion) ??
    blocksOf(statements).map((statement) => (isUnknown(statement) ? statement : withoutEmpty(statement)))
  );
}

/** The data source omits empty lists: without resources, for example, `not_resources` applies. */
const withoutEmpty = ({ entries }: Dictionary): Dictionary =>
  dictionary([...entries].filter(([, value]) => value.kind !== "list" || value.items.length > 0));

const currentVersion = "2012-10-17";

/**
 * In the earlier policy version, variables are plain text: a condition that compares with one never matches.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
function wrongVersion(version: Value, statements: Value, otherwise: string): [Unknown] | undefined {
  const found = textOf(version) ?? otherwise;
  return found === currentVersion || !hasVariable(statements)
    ? undefined
    : [unknown(`a policy of version ${isUnknown(found) ? found.reason : found} with variables`)];
}

function hasVariable(value: Value): boolean {
  switch (value.kind) {
    case "constant":
      return /[$&]\{/.test(String(value.value));
    case "list":
      return value.items.some(hasVariable);
    case "dictionary":
      return [...value.entries.values()].some(hasVariable);
    case "template":
      return value.parts.some(hasVariable);
    case "call":
      return value.args.some(hasVariable);
    default:
      return false;
  }
}

function jsonStatements(content: Value): readonly (Dictionary | Unknown)[] {
  if (content.kind !== "dictionary")
    return [content.kind === "unknown" ? content : unknown("a policy without statements")];
  const strange = [...content.entries.keys()].find((name) => !["Id", "Statement", "Version"].includes(name));
  if (strange !== undefined) return [unknown(`a policy with "${strange}"`)];
  const statements = content.entries.get("Statement") ?? absent;
  return (
    wrongVersion(content.entries.get("Version") ?? absent, statements, "2008-10-17") ??
    blocksOf(statements).map((statement) =>
      isUnknown(statement) ? statement : inWordsOfTheDataSource(statement),
    )
  );
}

const renamed: Record<string, string> = {
  Sid: "sid",
  Effect: "effect",
  Action: "actions",
  NotAction: "not_actions",
  Resource: "resources",
  NotResource: "not_resources",
};

function inWordsOfTheDataSource({ entries }: Dictionary): Dictionary | Unknown {
  const statement = new Map<string, Value>();
  for (const [name, value] of entries) {
    const word = renamed[name];
    if (word) statement.set(word, word.endsWith("s") ? asList(value) : value);
    else if (name === "Principal") statement.set("principals", principals(value));
    else if (name === "NotPrincipal") statement.set("not_principals", principals(value));
    else if (name === "Condition") statement.set("condition", conditions(value));
    else return unknown(`a statement with "${name}"`);
  }
  return dictionary(statement);
}

function principals(value: Value): Value {
  if (value.kind === "constant")
    return list([
      dictionary([
        ["type", value],
        ["identifiers", list([value])],
      ]),
    ]);
  if (value.kind !== "dictionary") return unknown("principals that are no object");
  return list(
    [...value.entries].map(([type, identifiers]) =>
      dictionary([
        ["type", { kind: "constant", value: type }],
        ["identifiers", asList(identifiers)],
      ]),
    ),
  );
}

function conditions(value: Value): Value {
  if (value.kind !== "dictionary") return unknown("conditions that are no object");
  return list(
    [...value.entries].flatMap(
      ([test, variables]): readonly Value[] =>
        entriesOf(variables)?.map(([variable, values]) =>
          dictionary([
            ["test", constant(test)],
            ["variable", variable],
            ["values", asList(values)],
          ]),
        ) ?? [unknown(`a condition ${test} that is no object`)],
    ),
  );
}

/** Condition keys may contain symbols, such as the address of an issuer. */
function entriesOf(variables: Value): readonly (readonly [Value, Value])[] | undefined {
  if (variables.kind === "unknown") return variables.entries;
  return variables.kind === "dictionary"
    ? [...variables.entries].map(([name, value]) => [constant(name), value] as const)
    : undefined;
}

const asList = (value: Value): Value =>
  value.kind === "list" || value.kind === "unknown" ? value : list([value]);
