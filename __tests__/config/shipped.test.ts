import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { loadEnvironments } from "../../src/config/load";
import { editorSchemas } from "../../src/config/reference/editor-schemas";
import { type JsonSchema, schemaAt } from "../../src/config/schema/json-schema";
import { atLeastOne } from "../support/at-least-one";
import { filesIn } from "../support/files";
import { minimal } from "./support";

const folder = path.join(__dirname, "../../config");
const files = filesIn(folder, ".yaml");

test("the shipped environments hold two organizations each: Metabase alone, and a plain application", () => {
  const environments = loadEnvironments(folder);
  expect(environments.map(({ name }) => name)).toEqual(["dev", "prod"]);
  for (const { organizations } of atLeastOne(environments)) {
    const kinds = organizations.map(({ isolation, applications }) => [
      isolation,
      ...applications.map(({ kind }) => kind),
    ]);
    expect(kinds).toEqual([
      ["database", "metabase"],
      ["schema", "container"],
    ]);
  }
});

test("groups of Spot nodes list types of several families, since AWS may have no capacity of one", () => {
  const groups = loadEnvironments(folder).flatMap(({ cluster }) => cluster.nodeGroups);
  for (const { instanceTypes } of atLeastOne(groups.filter(({ capacity }) => capacity === "spot")))
    expect(new Set(instanceTypes.map((type) => type.split(".")[0])).size).toBeGreaterThan(3);
});

test("the shipped Miniflux stays healthy without its database: otherwise a failover would restart every pod", () => {
  const containers = loadEnvironments(folder).flatMap(({ organizations }) =>
    organizations.flatMap(({ applications }) => applications.filter((one) => one.kind === "container")),
  );
  const paths = atLeastOne(containers.filter(({ image }) => image.includes("/miniflux:"))).map(
    ({ healthPath }) => healthPath,
  );
  // Of its paths these two answer by themselves; /healthcheck, /readiness and /readyz query the database.
  expect(["/healthz", "/liveness"]).toEqual(expect.arrayContaining(paths));
});

test("the shortest valid environment has fewer than ten lines", () => {
  expect(minimal.trimEnd().split("\n").length).toBeLessThan(10);
});

test.each(Object.entries(editorSchemas()))("%s is what `npm run schema` writes", (name, text) => {
  expect(fs.readFileSync(path.join(folder, name), "utf8")).toBe(text);
});

describe("JSON Schemas", () => {
  const schemas = Object.entries(editorSchemas()).map(([name, text]): [string, JsonSchema] => [
    name,
    JSON.parse(text),
  ]);
  const nodes = (schema: JsonSchema): JsonSchema[] => [
    schema,
    ...[
      ...Object.values(schema.properties ?? {}),
      ...(schema.items ? [schema.items] : []),
      ...(schema.oneOf ?? []),
    ].flatMap(nodes),
  ];

  test.each(schemas)("%s refuses unknown keys everywhere and explains every key", (_, schema) => {
    const mappings = nodes(schema).filter(({ properties }) => properties);
    expect(mappings.length).toBeGreaterThan(4);
    for (const { properties, additionalProperties } of atLeastOne(mappings)) {
      expect(additionalProperties).toBe(false);
      const unexplained = Object.entries(properties ?? {}).filter(
        ([, property]) => !property.const && !property.description,
      );
      expect(unexplained).toEqual([]);
    }
  });

  test("only keys without a safe default are required", () => {
    const [environment, organization] = schemas.map(([, schema]) => schema);
    expect(environment?.required).toEqual(["account", "region", "state", "cluster"]);
    expect(environment?.properties?.cluster?.required).toEqual(["admins"]);
    expect(organization?.required).toEqual(["isolation", "applications"]);
  });

  test.each(files)("%s names its schema, which has every key in the file", (file) => {
    const text = fs.readFileSync(path.join(folder, file), "utf8");
    const reference = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1] as string;
    const schema = JSON.parse(fs.readFileSync(path.join(folder, path.dirname(file), reference), "utf8"));
    const value = parse(text);
    const paths = pathsOf(value);
    expect(paths.length).toBeGreaterThan(1);
    for (const one of atLeastOne(paths)) expect([one, schemaAt(schema, one, value)]).not.toContain(undefined);
  });
});

const pathsOf = (value: unknown): (string | number)[][] =>
  typeof value !== "object" || value === null
    ? [[]]
    : Object.entries(value).flatMap(([key, inner]) => {
        const part = Array.isArray(value) ? Number(key) : key;
        return pathsOf(inner).map((rest) => [part, ...rest]);
      });
