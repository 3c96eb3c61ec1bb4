import { type JsonSchema, own } from "../schema/json-schema";
import { examples } from "./remarks";

/** Fixed value of the key that selects a variant, such as `s3` of `backend` or `metabase` of `kind`. */
export const variantName = ({ properties = {} }: JsonSchema): string =>
  String(Object.values(properties).find((property) => property.const !== undefined)?.const);

/** Path of a key in a mapping. */
export const below = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);

/**
 * An example value with every key; for a list with variants, one item per variant.
 *
 * @param standard default of the value, if the enclosing mapping defines one
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
