import { readArguments } from "../../known/arguments";
import { harmlessEverywhere, harmlessMentions, protectedTypes } from "../../known/mentions";
import { type Configuration, type Resource, textOf, type Value } from "../../terraform";
import { compliant, type Evidence, type Finding, type Rule, unknown } from "../rule";

/**
 * Taint: what names a key, a credential or who holds one in an argument that no reader of the model reads may do with it
 * whatever it likes. It asks no list of dangerous types, so that it holds for those of next year as well.
 */
export const protectedThingsRead: Rule = {
  id: "protected-things-read",
  threat: "A service that is given a role or a group, and that nobody looked at, acts with it.",
  mayBeAnswered: true,
  check: ({ configuration }: Evidence) => {
    const names = protectedNames(configuration);
    return configuration.stacks.flatMap(({ resources }) =>
      resources
        .filter(({ mode, type }) => mode === "resource" && !readArguments.has(type))
        .map((resource) => judgeResource(resource, configuration, names)),
    );
  },
};

function judgeResource(
  resource: Resource,
  configuration: Configuration,
  names: ReadonlyMap<string, string>,
): Finding {
  const harmless = [...harmlessEverywhere, ...(harmlessMentions[resource.type] ?? [])];
  const found = resource.argumentNames
    .filter((argument) => !harmless.includes(argument))
    .flatMap((argument) => {
      const named = mentioned(resource.get(argument), configuration, names);
      return named === undefined
        ? []
        : [`its ${argument} names ${named}, and the proof does not read what that does`];
    });
  return found.length === 0 ? compliant(resource.address) : unknown(resource.address, found.join("; "));
}

/** Names that are written out in config, each with the address of what it names. */
const protectedNames = (configuration: Configuration): ReadonlyMap<string, string> =>
  new Map(
    protectedTypes.flatMap((type) =>
      configuration.resources(type).flatMap((resource) =>
        ["name", "identifier", "function_name"].flatMap((argument): [string, string][] => {
          const text = textOf(resource.get(argument));
          return typeof text === "string" ? [[text, resource.address]] : [];
        }),
      ),
    ),
  );

/** The first protected thing that a value names, by reference, by name or at the end of an ARN. */
function mentioned(
  value: Value,
  configuration: Configuration,
  names: ReadonlyMap<string, string>,
): string | undefined {
  switch (value.kind) {
    case "constant":
      return typeof value.value === "string" ? named(value.value, names) : undefined;
    case "reference":
      return protectedTypes.includes(configuration.find(value.address)?.type ?? "")
        ? value.address
        : undefined;
    case "list":
      return first(value.items, configuration, names);
    case "dictionary":
      return first(value.entries.values(), configuration, names);
    case "template":
      return first(value.parts, configuration, names);
    case "call":
      return first(value.args, configuration, names);
    case "encoded":
      return mentioned(value.content, configuration, names);
    case "unknown":
      return undefined;
  }
}

function first(
  values: Iterable<Value>,
  configuration: Configuration,
  names: ReadonlyMap<string, string>,
): string | undefined {
  for (const value of values) {
    const found = mentioned(value, configuration, names);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A name alone is a word like any other: it counts where it is a whole ARN's end, or has the form of a group's id. */
const named = (text: string, names: ReadonlyMap<string, string>): string | undefined =>
  /^arn:[^:]*:(iam|kms|lambda|rds|secretsmanager):/.test(text)
    ? (names.get(text.split(/[:/]/).at(-1) ?? "") ?? text)
    : /^sg-[0-9a-f]+$/.test(text)
      ? text
      : undefined;
