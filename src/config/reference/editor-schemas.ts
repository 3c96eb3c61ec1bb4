import { environmentSchema } from "../schema/environment";
import { type JsonSchema, toJsonSchema } from "../schema/json-schema";
import { organizationSchema } from "../schema/organization";
import { below, variantName } from "./example";
import { changesAfterApply } from "./remarks";

/** JSON Schemas for editors, by file name: completion and validation while typing. */
export const editorSchemas = (): Record<string, string> => ({
  "environment.schema.json": format(environmentSchema),
  "organization.schema.json": format(organizationSchema),
});

const format = (schema: Parameters<typeof toJsonSchema>[0]): string =>
  `${JSON.stringify(withRemarks(toJsonSchema(schema), ""), null, 2)}\n`;

/** The schema with descriptions that include the consequence of a change to an applied environment. */
function withRemarks(schema: JsonSchema, path: string): JsonSchema {
  const { description, properties, items, oneOf } = schema;
  const remark = changesAfterApply[path];
  return {
    ...schema,
    ...(remark && { description: `${description} ${remark}` }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, property]) => [key, withRemarks(property, below(path, key))]),
      ),
    }),
    ...(items && { items: withRemarks(items, items.oneOf ? path : `${path}[]`) }),
    ...(oneOf && { oneOf: oneOf.map((one) => withRemarks(one, `${path}[${variantName(one)}]`)) }),
  };
}
