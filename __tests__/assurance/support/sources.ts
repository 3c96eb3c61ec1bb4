import type { StackSource } from "../../../src/assurance/terraform";
import { Configuration, readOutputFolder } from "../../../src/assurance/terraform";
import { loadEnvironments } from "../../../src/config/load";
import type { Environment } from "../../../src/config/model";
import { outputFolder } from "../../support/environments";
import { withDocuments } from "../../support/policies";

/** The stacks of environments, as an output folder holds them, but for policies: those are documents that tests change. */
export const sourcesOf = (...configs: Environment[]): StackSource[] =>
  writtenSources(...configs).map((one) => ({ ...one, json: withDocuments(one.json as Json) }));

/** The stacks of environments, as an output folder holds them. */
export const writtenSources = (...configs: Environment[]): StackSource[] =>
  readOutputFolder(outputFolder(...configs)).map(({ name, json, archives = {} }) => ({
    ...source(name, json),
    archives,
  }));

/** The shipped environments, as `npm start` writes them. */
export const shippedSources = (): StackSource[] => writtenSources(...loadEnvironments("config"));

export const source = (name: string, json: unknown): StackSource => ({
  name,
  workingDirectory: `stacks/${name}`,
  json,
});

/** One stack of the given resources, by type and name. */
export const configurationOf = (
  resource: Record<string, Record<string, unknown>>,
  others: Record<string, unknown> = {},
): Configuration => new Configuration([source("stack", { resource, ...others })]);

// biome-ignore lint/suspicious/noExplicitAny: edits of any attribute of any resource
export type Json = Record<string, any>;

/** The same stacks, with an edit of each resource of a type. */
export function resourcesEdited(
  sources: readonly StackSource[],
  type: string,
  edit: (block: Json, name: string) => void,
): StackSource[] {
  const edited = structuredClone(sources) as (StackSource & { json: Json })[];
  for (const { json } of edited)
    for (const [name, block] of Object.entries<Json>(json.resource?.[type] ?? {})) edit(block, name);
  return edited;
}
