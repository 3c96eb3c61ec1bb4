import { rememberedByKey } from "../../remembered";
import {
  absent,
  type Configuration,
  type Dictionary,
  isAbsent,
  isUnknown,
  policyStatements,
  type Resource,
  textOf,
  type Value,
} from "../../terraform";
import { itemsOf } from "../../terraform/blocks";
import type { Condition, Policy, PrincipalPattern, Selection, Statement } from "../policy/statement";
import { Text } from "../policy/text";
import { Names } from "./names";

/** The policy that an argument of a resource contains or refers to. It is a fact, derived once. */
export function policyOf(configuration: Configuration, holder: Resource, argument: string): Policy {
  const value = holder.get(argument);
  return value.kind === "reference"
    ? configuration.derived(policyInDocument, value.address)
    : configuration.derived(policyIn(argument), holder.address);
}

const policyInDocument = (configuration: Configuration, address: string): Policy =>
  readPolicy(configuration, { kind: "reference", address, path: ["json"] }, address);

/** One function per argument, since facts are identified by the function that derives them. */
const policyIn = rememberedByKey(
  (argument: string) =>
    (configuration: Configuration, address: string): Policy =>
      readPolicy(configuration, configuration.find(address)?.get(argument) ?? absent, address),
);

/** Parses a policy's statements. If a part cannot be parsed, the policy is unclear as a whole. */
export function readPolicy(configuration: Configuration, value: Value, holder: string): Policy {
  const names = new Names(configuration);
  const place = value.kind === "reference" ? value.address : holder;
  const statements: Statement[] = [];
  const unclear: string[] = [];
  for (const [index, block] of policyStatements(configuration, value).entries()) {
    if (isUnknown(block)) {
      unclear.push(block.reason);
      continue;
    }
    const name = nameOf(block, index);
    const statement = readStatement(names, block, `${place} ${name}`);
    if (typeof statement === "string") unclear.push(`${name} has ${statement}`);
    else statements.push(statement);
  }
  return { place, statements, unclear };
}

/** What a statement is called: by its sid, or by its number. */
function nameOf({ entries }: Dictionary, index: number): string {
  const sid = textOf(entries.get("sid") ?? absent);
  return typeof sid === "string" && sid !== "" ? sid : `statement ${index + 1}`;
}

/** @returns a string: what of the statement is not understood */
function readStatement(names: Names, block: Dictionary, place: string): Statement | string {
  const get = (name: string): Value => block.entries.get(name) ?? absent;
  const effect = textOf(get("effect")) ?? "Allow";
  const actions = selection(names, get("actions"), get("not_actions"));
  if (effect !== "Allow" && effect !== "Deny") return "an effect other than Allow and Deny";
  if (!actions) return "no actions";
  const resources = selection(names, get("resources"), get("not_resources"));
  const [principals, notPrincipals] = [
    principalsIn(names, get("principals")),
    principalsIn(names, get("not_principals")),
  ];
  const conditions = itemsOf(get("condition")).map((condition) => readCondition(names, condition));
  const bad = [principals, notPrincipals, ...conditions].find((part) => typeof part === "string");
  if (typeof bad === "string") return bad;
  if (haveKeyTwice(conditions as Condition[])) return "two conditions on one key";
  const named = notPrincipals ?? principals;
  return {
    place,
    effect,
    actions,
    ...(resources && { resources }),
    ...(named && {
      principals: { except: notPrincipals !== undefined, patterns: named as PrincipalPattern[] },
    }),
    conditions: conditions as Condition[],
  };
}

function selection(names: Names, these: Value, allBut: Value): Selection | undefined {
  if (!isAbsent(these)) return { except: false, patterns: names.texts(these) };
  return isAbsent(allBut) ? undefined : { except: true, patterns: names.texts(allBut) };
}

function principalsIn(names: Names, value: Value): PrincipalPattern[] | undefined | string {
  if (isAbsent(value)) return undefined;
  const patterns: PrincipalPattern[] = [];
  for (const block of itemsOf(value)) {
    const type = block.kind === "dictionary" && textOf(block.entries.get("type") ?? absent);
    const identifiers = block.kind === "dictionary" && block.entries.get("identifiers");
    if (typeof type !== "string" || !identifiers) return "principals without a type or without identifiers";
    patterns.push(...names.texts(identifiers).map((identifier) => ({ type, identifier })));
  }
  return patterns;
}

function readCondition(names: Names, block: Value): Condition | string {
  if (block.kind !== "dictionary") return "a condition without an operator, a key or values";
  const operator = textOf(block.entries.get("test") ?? absent);
  const values = block.entries.get("values");
  const key = block.entries.get("variable");
  if (typeof operator !== "string" || !values || !key)
    return "a condition without an operator, a key or values";
  return { operator, key: names.text(key), values: names.texts(values) };
}

/** The data source merges two conditions with the same operator and key, and either value then suffices. */
const haveKeyTwice = (conditions: readonly Condition[]): boolean =>
  new Set(conditions.map(({ operator, key }) => `${operator} ${key.key}`.toLowerCase())).size <
  conditions.length;

/** An unknown policy. */
export const unknownPolicy = (place: string, reason: string): Policy => ({
  place,
  statements: [],
  unclear: [reason],
});

/** A policy that allows its identity everything. */
export const everythingAllowed = (place: string): Policy => ({
  place,
  statements: [
    {
      place,
      effect: "Allow",
      actions: { except: false, patterns: [Text.of("*")] },
      resources: { except: false, patterns: [Text.of("*")] },
      conditions: [],
    },
  ],
  unclear: [],
});
