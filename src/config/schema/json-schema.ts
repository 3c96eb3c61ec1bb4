import { z } from "zod";

/** The subset of JSON Schema that the configuration uses. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

const known = new WeakMap<z.ZodType, JsonSchema>();

/** JSON Schema of the input, before defaults are filled in. */
export function toJsonSchema(schema: z.ZodType): JsonSchema {
  const found = known.get(schema) ?? (z.toJSONSchema(schema, { io: "input" }) as JsonSchema);
  known.set(schema, found);
  return found;
}

/** The schema at `path`; variants are selected by `value`. */
export function schemaAt(
  schema: JsonSchema | undefined,
  path: readonly PropertyKey[],
  value: unknown,
): JsonSchema | undefined {
  const chosen = schema && variantFor(schema, value);
  const [part, ...rest] = path;
  if (!chosen || part === undefined) return chosen;
  const inner =
    typeof part === "number"
      ? chosen.items
      : (own(chosen.properties, part) ?? asSchema(chosen.additionalProperties));
  return schemaAt(inner, rest, own(value, part));
}

/** The variant whose fixed values (`kind`, `backend`) a mapping contains. */
function variantFor(schema: JsonSchema, value: unknown): JsonSchema {
  const holds = (variant: JsonSchema) =>
    Object.entries(variant.properties ?? {}).every(
      ([key, property]) => property.const === undefined || property.const === own(value, key),
    );
  return (schema.oneOf ?? schema.anyOf)?.find(holds) ?? schema;
}

/** Position of a mapping, formatted for messages: the keys that lead to it, with `[]` for a list index. */
export const placeOf = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? "the keys without indentation"
    : `\`${path.map((part, index) => (typeof part === "number" ? "[]" : `${index > 0 ? "." : ""}${String(part)}`)).join("")}\``;

/** Distinct positions of the mappings that define a key. */
export function placesOf(key: string, schema: JsonSchema, path: readonly PropertyKey[] = []): string[] {
  const inner = [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      placesOf(key, property, [...path, name]),
    ),
    ...(schema.items ? placesOf(key, schema.items, [...path, 0]) : []),
    ...(schema.oneOf ?? schema.anyOf ?? []).flatMap((variant) => placesOf(key, variant, path)),
  ];
  return [...new Set([...(own(schema.properties, key) ? [placeOf(path)] : []), ...inner])];
}

/** Allowed values of a schema, formatted for messages. */
export function describe(schema: JsonSchema | undefined): string {
  if (!schema) return "what the schema describes";
  const words = wordsFor(schema);
  return schema.description ? `${words}: ${schema.description.replace(/\.$/, "")}` : words;
}

/** Type of a value, formatted for messages. */
export function wordsFor(schema: JsonSchema): string {
  const variants = (schema.oneOf ?? schema.anyOf ?? []).map((variant) => variant.const);
  const choices = schema.const !== undefined ? [schema.const] : (schema.enum ?? variants);
  if (choices.length > 0 && choices.every((choice) => choice !== undefined)) return oneOf(choices);
  if (schema.type === "integer") return `a whole number${range(schema)}`;
  if (schema.type === "number") return `a number${range(schema)}`;
  if (schema.type === "boolean") return "true or false";
  if (schema.type === "string") return "text";
  if (schema.type === "array") return `a list${length(schema)}`;
  const keys = Object.keys(schema.properties ?? {});
  return keys.length > 0 ? `a mapping with the keys ${keys.join(", ")}` : "a mapping";
}

/** Formats choices: `one of "a", "b"`, or `"a"` if there is one. */
export const oneOf = (choices: readonly unknown[]): string =>
  `${choices.length > 1 ? "one of " : ""}${choices.map((choice) => JSON.stringify(choice)).join(", ")}`;

function range({ minimum, maximum }: JsonSchema): string {
  const from = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? minimum : undefined;
  const to = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
  if (from !== undefined && to !== undefined) return ` from ${from} to ${to}`;
  return from !== undefined ? `, at least ${from}` : to !== undefined ? `, at most ${to}` : "";
}

function length({ minItems, maxItems }: JsonSchema): string {
  if (minItems !== undefined && minItems === maxItems) return ` of exactly ${minItems}`;
  if (minItems && maxItems !== undefined) return ` of ${minItems} to ${maxItems}`;
  return minItems ? ` of at least ${minItems}` : maxItems !== undefined ? ` of at most ${maxItems}` : "";
}

const asSchema = (schema: boolean | JsonSchema | undefined): JsonSchema | undefined =>
  typeof schema === "object" ? schema : undefined;

/** Value of an own property only: inherited ones such as `constructor` are not keys of the configuration. */
export function own<T = unknown>(value: unknown, key: PropertyKey): T | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<PropertyKey, T>)[key];
}
