import type { Synthesis } from "../support/mutations";
import { inTurn } from "./strangers";

// biome-ignore lint/suspicious/noExplicitAny: attributes of any synthesized resource
export type Attributes = any;

/** One weakening of one synthesized object. */
export interface Mutant {
  /** What is weakened: an address, or a statement of a policy document. */
  readonly object: string;
  readonly change: (json: Synthesis) => void;
  /** The first line of a problem must contain one of these. */
  readonly named: readonly string[];
}

/** A kind of weakening, with a mutant for every object of an environment to which it applies. */
export interface Family {
  readonly name: string;
  mutants(json: Synthesis): Mutant[];
}

/** A resource or data source of an environment, by which a mutant finds it in its own copy. */
export interface Found {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly address: string;
  readonly block: Attributes;
}

/** Name of a stack without its environment, as `Synthesis` uses it. */
const shortName = (stack: string): string => stack.slice(stack.indexOf("-") + 1);

/** All resources of some types. */
export const resources = (json: Synthesis, ...types: string[]): Found[] =>
  json.sources.flatMap((source) => {
    const byType = (source.json as Attributes).resource ?? {};
    return types.flatMap((type) =>
      Object.entries(byType[type] ?? {}).map(([name, block]) => ({
        stack: shortName(source.name),
        type,
        name,
        address: `${source.name}/${type}.${name}`,
        block,
      })),
    );
  });

export const everyResource = (json: Synthesis): Found[] =>
  resources(
    json,
    ...new Set(json.sources.flatMap((source) => Object.keys((source.json as Attributes).resource ?? {}))),
  );

/** The same resource in a copy that may be changed. */
export const blockIn = (json: Synthesis, { stack, type, name }: Found): Attributes =>
  json.block({ stack, mode: "resource", type, name });

/** Names of all stacks, without their environment's. */
export const stackNames = (json: Synthesis): string[] => json.sources.map(({ name }) => shortName(name));

export interface FoundStatement {
  readonly stack: string;
  readonly document: string;
  readonly index: number;
  readonly statement: Attributes;
  /** Names that identify it: the resources whose policy it is, their names, and its own. */
  readonly named: readonly string[];
}

/** All statements of policy documents, with the resources that use them. */
export function statements(json: Synthesis): FoundStatement[] {
  return json.sources.flatMap((source) => {
    const all = source.json as Attributes;
    const users = usersOfDocuments(all, source.name);
    return Object.entries<Attributes>(all.data?.aws_iam_policy_document ?? {}).flatMap(([document, block]) =>
      (block.statement as Attributes[]).map((statement, index) => ({
        stack: shortName(source.name),
        document,
        index,
        statement,
        named: [...(users.get(document) ?? []), document],
      })),
    );
  });
}

/** The document of a statement in a copy that may be changed. */
export const documentIn = (json: Synthesis, { stack, document }: FoundStatement): Attributes =>
  json.block({ stack, mode: "data", type: "aws_iam_policy_document", name: document });

export const statementIn = (json: Synthesis, found: FoundStatement): Attributes =>
  documentIn(json, found).statement[found.index];

function usersOfDocuments(json: Attributes, stack: string): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const [type, byName] of Object.entries<Attributes>(json.resource ?? {}))
    for (const [name, block] of Object.entries<Attributes>(byName))
      for (const [, document] of JSON.stringify(block).matchAll(
        /data\.aws_iam_policy_document\.([\w-]+)\.json/g,
      ))
        users.set(document as string, [
          ...(users.get(document as string) ?? []),
          `${stack}/${type}.${name}`,
          ...ownNames(block),
        ]);
  return users;
}

/** Names of a resource in AWS or Kubernetes. */
export const ownNames = (block: Attributes): string[] =>
  [block.name, block.identifier, block.function_name, block.role, block.metadata?.name, block.secret_arn]
    .filter((name): name is string => typeof name === "string")
    .map((name) => /\$\{[a-z0-9_]+\.([\w-]+)\.\w+\}/.exec(name)?.[1] ?? name);

/** A mutant of each found resource. */
export const each = (
  found: readonly Found[],
  change: (block: Attributes, json: Synthesis, found: Found) => void,
  named: (found: Found) => readonly string[] = ({ address, block }) => [address, ...ownNames(block)],
): Mutant[] =>
  found.map((one) => ({
    object: one.address,
    change: (json) => change(blockIn(json, one), json, one),
    named: named(one),
  }));

/** A mutant for each found resource and each of several variants. */
export const product = <T>(
  found: readonly Found[],
  variants: readonly (readonly [name: string, variant: T])[],
  change: (variant: T, block: Attributes, json: Synthesis, found: Found) => void,
  named: (found: Found, variant: T) => readonly string[] = ({ address, block }) => [
    address,
    ...ownNames(block),
  ],
): Mutant[] =>
  found.flatMap((one) =>
    variants.map(([name, variant]) => ({
      object: `${one.address}: ${name}`,
      change: (json: Synthesis) => change(variant, blockIn(json, one), json, one),
      named: named(one, variant),
    })),
  );

/** The same with kinds of variants: each resource gets one variant per kind, in turn. */
export const productInTurn = <T>(
  found: readonly Found[],
  kinds: readonly (readonly (readonly [name: string, variant: T])[])[],
  ...change: Tail<Parameters<typeof product<T>>>
): Mutant[] =>
  found.flatMap((one, index) =>
    product(
      [one],
      kinds.map((alike) => inTurn(alike, index)),
      ...change,
    ),
  );

type Tail<All extends readonly unknown[]> = All extends [unknown, unknown, ...infer Rest] ? Rest : never;

/** Paths of all strings in a value for which a condition holds. */
export function textsIn(
  value: Attributes,
  isMeant: (text: string, path: readonly (string | number)[]) => boolean,
  path: readonly (string | number)[] = [],
): (string | number)[][] {
  if (typeof value === "string") return isMeant(value, path) ? [[...path]] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, isMeant, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => key !== "//")
    .flatMap(([key, item]) => textsIn(item, isMeant, [...path, key]));
}

export function setAt(block: Attributes, path: readonly (string | number)[], value: unknown): void {
  const parent = path.slice(0, -1).reduce((current, step) => current[step], block);
  parent[path.at(-1) as string | number] = value;
}

export const at = (block: Attributes, path: readonly (string | number)[]): Attributes =>
  path.reduce((current, step) => current[step], block);
