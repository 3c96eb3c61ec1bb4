import { stringify } from "yaml";
import { environmentSchema } from "../schema/environment";
import { type JsonSchema, toJsonSchema, wordsFor } from "../schema/json-schema";
import { organizationSchema } from "../schema/organization";
import { below, exampleOf, variantName } from "./example";
import { changesAfterApply } from "./remarks";

const introduction = `<!-- Made by npm run schema from src/config/schema and src/config/reference. -->
# Config, key by key

\`config/<environment>/environment.yaml\` describes an environment; \`config/<environment>/organizations/<name>.yaml\` describes one
of its organizations. Names of folders and files become names in AWS, Kubernetes and PostgreSQL: they are fixed once applied. Keys
without "required" can be left out. Examples show every key; a file needs few of them.`;

const files = [
  { title: "environment.yaml", schema: toJsonSchema(environmentSchema) },
  { title: "organizations/<name>.yaml", schema: toJsonSchema(organizationSchema) },
];

/** docs/config.md: every key with its type, default and meaning, an example, and what is fixed once applied. */
export const configPage = (): string =>
  `${[introduction, ...files.map(({ title, schema }) => file(title, schema))].join("\n\n")}\n`;

function file(title: string, schema: JsonSchema): string {
  const { properties = {} } = schema;
  const sections = Object.entries(properties).flatMap(([key, property]) => {
    const own = tables(property, key);
    return own.length === 0
      ? []
      : [[`### ${key}`, property.description, ...own, ...exampleFences(key, property)].join("\n\n")];
  });
  return [`## ${title}`, table(schema, ""), ...sections].join("\n\n");
}

/** One example per variant for a mapping with variants, otherwise one example. */
const exampleFences = (key: string, property: JsonSchema): string[] =>
  property.oneOf
    ? property.oneOf.map((one) => fence({ [key]: exampleOf(one, `${key}[${variantName(one)}]`) }))
    : [fence({ [key]: exampleOf(property, key) })];

/** One table per mapping: the key's own, those of its items, and those of each variant. */
function tables(schema: JsonSchema, path: string): string[] {
  const variants = schema.oneOf ?? schema.anyOf ?? [];
  if (variants.some(({ properties }) => properties))
    return variants.flatMap((one) => tables(one, `${path}[${variantName(one)}]`));
  if (schema.items) return tables(schema.items, schema.items.oneOf ? path : `${path}[]`);
  // A mapping with keys that users choose: its values.
  if (typeof schema.additionalProperties === "object")
    return tables(schema.additionalProperties, `${path}.*`);
  if (!schema.properties) return [];
  const inner = Object.entries(schema.properties).flatMap(([key, property]) =>
    tables(property, below(path, key)),
  );
  return [
    path.includes(".") || path.includes("[") ? `\`${path}\`\n\n${table(schema, path)}` : table(schema, path),
    ...inner,
  ];
}

function table(schema: JsonSchema, path: string): string {
  const rows = Object.entries(schema.properties ?? {}).map(([key, property]) => {
    const { description = "", default: standard } = property;
    const [, meaning = description, otherwise] = /^(.*?) (?:Default|Absent): (.*)\.$/.exec(description) ?? [];
    const value =
      standard !== undefined && !isEmptyMapping(standard)
        ? `\`${JSON.stringify(standard)}\``
        : schema.required?.includes(key)
          ? "required"
          : (otherwise ?? "-");
    const fixed = changesAfterApply[below(path, key)];
    return [
      `\`${key}\``,
      typeOf(property),
      value,
      [meaning, fixed && `*${fixed}*`].filter(Boolean).join(" "),
    ];
  });
  return [["key", "type", "default", "meaning; *once applied*"], ["---", "---", "---", "---"], ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

/** Keys of a mapping are described in their own table. */
const typeOf = (schema: JsonSchema): string =>
  schema.properties ? "mapping" : wordsFor(schema).replace(/^an? /, "");

const isEmptyMapping = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;

const fence = (value: unknown): string => `\`\`\`yaml\n${stringify(value, { lineWidth: 0 })}\`\`\``;
