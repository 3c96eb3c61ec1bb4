import { environmentSchema } from "./environment";
import { toJsonSchema } from "./json-schema";
import { organizationSchema } from "./organization";

/** JSON Schemas for editors by file name: completion and checks while typing. */
export const editorSchemas = (): Record<string, string> => ({
  "environment.schema.json": format(environmentSchema),
  "organization.schema.json": format(organizationSchema),
});

const format = (schema: Parameters<typeof toJsonSchema>[0]): string =>
  `${JSON.stringify(toJsonSchema(schema), null, 2)}\n`;
