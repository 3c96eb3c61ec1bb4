import { type JsonSchema, own } from "../schema/json-schema";
import { examples } from "./remarks";

/** Fixed value of the key that tells variants apart: `s3` of `backend`, `metabase` of `kind`. */
export const variantName = ({ properties = {} }: JsonSchema): string =>
  String(Object.values(properties).find((property) => property.const !== undefined)?.const);

/** Path of a key below another. */
export const below = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);

/**
 * A value with every key, as a file could have it; of variants in a list, each of them.
 *
 * @param standard default of the value, where a mapping around it has one
 */
export function exampleOf(schema: JsonSchema, path: string, standard: unknown = schema.default): unknown {
  if (Object.hasOwn(examples, path)) return examples[path];
  const { const: fixed, enum: choices, properties, items, oneOf: [variant] = [] } = schema;
  if (fixed !== undefined) return fixed;
  if (properties)
    return Object.fromEntries(
      Object.entries(properties).map(([key, property]) => [
        key,
        exampleOf(property, below(path, key), own(standard, key) ?? property.default),
      ]),
    );
  if (variant) return exampleOf(variant, `${path}[${variantName(variant)}]`);
  if (items?.oneOf) return items.oneOf.map((one) => exampleOf(one, `${path}[${variantName(one)}]`));
  if (items?.properties) return [exampleOf(items, `${path}[]`)];
  const value = standard ?? choices?.[0];
  if (value !== undefined) return value;
  throw new Error(`${path} has neither a default nor choices: add a value to examples in remarks.ts.`);
}
