import fs from "node:fs";
import path from "node:path";
import { editorSchemas } from "../../src/config/reference/editor-schemas";
import { exampleOf } from "../../src/config/reference/example";
import { configPage } from "../../src/config/reference/page";
import { changesAfterApply, examples } from "../../src/config/reference/remarks";
import { environmentSchema } from "../../src/config/schema/environment";
import { type JsonSchema, toJsonSchema } from "../../src/config/schema/json-schema";
import { organizationSchema } from "../../src/config/schema/organization";
import { stateSchema } from "../../src/config/schema/state";
import { atLeastOne } from "../support/at-least-one";

const page = fs.readFileSync(path.resolve(__dirname, "../../docs/config.md"), "utf8");
const environment = toJsonSchema(environmentSchema);
const organization = toJsonSchema(organizationSchema);

/** Names of all keys, wherever they stand. */
const keysOf = (schema: JsonSchema): string[] => [
  ...Object.entries(schema.properties ?? {}).flatMap(([key, property]) => [key, ...keysOf(property)]),
  ...[schema.items, ...(schema.oneOf ?? [])].flatMap((inner) => (inner ? keysOf(inner) : [])),
];

test("docs/config.md is what `npm run schema` writes", () => expect(page).toBe(configPage()));

test.each([
  ["environment.yaml", environment],
  ["organizations/<name>.yaml", organization],
])("has a row for every key of %s", (_, schema) => {
  const keys = [...new Set(keysOf(schema))];
  expect(keys.length).toBeGreaterThan(20);
  expect(keys.filter((key) => !page.includes(`\n| \`${key}\` | `))).toEqual([]);
});

test("shows examples that the schema accepts", () => {
  expect(environmentSchema.safeParse(exampleOf(environment, "")).error).toBeUndefined();
  expect(organizationSchema.safeParse(exampleOf(organization, "")).error).toBeUndefined();
  const variants = toJsonSchema(stateSchema).oneOf ?? [];
  expect(variants.length).toBe(2);
  for (const one of atLeastOne(variants))
    expect(
      stateSchema.safeParse(exampleOf(one, `state[${one.properties?.backend?.const}]`)).error,
    ).toBeUndefined();
});

test("remarks are about existing keys", () => {
  const sections = (text: string) => text.replace(/\[[^\]]*\]/g, "").split(".");
  const known = new Set([...keysOf(environment), ...keysOf(organization)]);
  const named = Object.keys({ ...examples, ...changesAfterApply });
  expect(named.filter((one) => !sections(one).every((key) => known.has(key)))).toEqual([]);
  const schemas = Object.values(editorSchemas()).join("");
  for (const remark of atLeastOne(Object.values(changesAfterApply))) {
    expect(page).toContain(`*${remark}*`);
    expect(schemas).toContain(` ${remark}"`);
  }
});
