import { readArguments } from "../../known/arguments";
import { harmlessEverywhere, harmlessMentions, protectedTypes } from "../../known/mentions";
import { remembered } from "../../remembered";
import { type Configuration, type Reference, type Resource, textOf, type Value } from "../../terraform";
import { compliantOne, type Finding, forEachStack, type Rule, unknown } from "../rule";

/**
 * Taint analysis: an argument that no model reads may have any effect on a key, a credential or its holder that it
 * names. It needs no list of dangerous types, so it covers future types as well.
 */
export const protectedThingsRead: Rule = {
  id: "protected-things-read",
  threat:
    "A service that receives a role or a group acts with it; the proof knows how only if it models that service.",
  mayBeAnswered: true,
  check: forEachStack(({ resources }, configuration) =>
    resources
      .filter(({ mode, type }) => mode === "resource" && !readArguments.has(type))
      .map((resource) => judgeResource(resource, configuration)),
  ),
};

function judgeResource(resource: Resource, configuration: Configuration): Finding {
  const found = new Map<string, string>();
  for (const { argument, value } of mentions(resource)) {
    const named = protectedThing(value, configuration);
    if (named !== undefined && !found.has(argument))
      found.set(argument, `its ${argument} names ${named}, and the proof does not know the effect`);
  }
  return found.size === 0
    ? compliantOne(resource)
    : unknown(resource.address, [...found.values()].join("; "));
}

/** A possibly protected resource that an argument names. */
interface Mention {
  readonly argument: string;
  readonly value: Reference | string;
}

const mentions = remembered((resource: Resource): readonly Mention[] => {
  const harmless = [...harmlessEverywhere, ...(harmlessMentions[resource.type] ?? [])];
  return resource.argumentNames
    .filter((argument) => !harmless.includes(argument))
    .flatMap((argument) => mentionedIn(resource.get(argument)).map((value) => ({ argument, value })));
});

function mentionedIn(value: Value): readonly (Reference | string)[] {
  switch (value.kind) {
    case "constant":
      return typeof value.value === "string" && isName(value.value) ? [value.value] : [];
    case "reference":
      return [value];
    case "list":
      return value.items.flatMap(mentionedIn);
    case "dictionary":
      return [...value.entries.values()].flatMap(mentionedIn);
    case "template":
      return value.parts.flatMap(mentionedIn);
    case "call":
      return value.args.flatMap(mentionedIn);
    case "encoded":
      return mentionedIn(value.content);
    case "unknown":
      return [];
  }
}

/** A plain name may be any word: it counts only inside an ARN, or in the form of a security group's id. */
const isName = (text: string): boolean => isArn(text) || /^sg-[0-9a-f]+$/.test(text);

const isArn = (text: string): boolean => /^arn:[^:]*:(iam|kms|lambda|rds|secretsmanager):/.test(text);

function protectedThing(value: Reference | string, configuration: Configuration): string | undefined {
  if (typeof value === "string")
    return isArn(value)
      ? (configuration.derived(protectedNames).get(value.split(/[:/]/).at(-1) ?? "") ?? value)
      : value;
  const type = configuration.find(value.address)?.type ?? "";
  return protectedTypes.includes(type) ? value.address : undefined;
}

/** Exact names in the configuration, each with the address of its resource. */
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
