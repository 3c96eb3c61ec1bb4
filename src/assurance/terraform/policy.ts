import type { Configuration } from "./configuration";
import { decodedJson } from "./json-text";
import { blocksOf, isUnknown } from "./read";
import { absent, type Dictionary, dictionary, list, type Unknown, unknown, type Value } from "./value";

/**
 * The statements of a policy, wherever it is written: an `aws_iam_policy_document`, `jsonencode({...})`, or JSON text.
 * All of them in the words of the data source (`actions`, `not_resources`, `principals { type, identifiers }`,
 * `condition { test, variable, values }`), each value symbolic. A policy that cannot be read is one Unknown.
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
  return blocksOf(document.get("statement"));
}

function jsonStatements(content: Value): readonly (Dictionary | Unknown)[] {
  if (content.kind !== "dictionary")
    return [content.kind === "unknown" ? content : unknown("a policy without statements")];
  return blocksOf(content.entries.get("Statement") ?? absent).map((statement) =>
    isUnknown(statement) ? statement : inWordsOfTheDataSource(statement),
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
    [...value.entries].flatMap(([test, variables]): Value[] =>
      variables.kind !== "dictionary"
        ? [unknown(`a condition ${test} that is no object`)]
        : [...variables.entries].map(([variable, values]) =>
            dictionary([
              ["test", { kind: "constant", value: test }],
              ["variable", { kind: "constant", value: variable }],
              ["values", asList(values)],
            ]),
          ),
    ),
  );
}

const asList = (value: Value): Value =>
  value.kind === "list" || value.kind === "unknown" ? value : list([value]);
