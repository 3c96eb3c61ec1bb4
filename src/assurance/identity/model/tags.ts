import { type Configuration, isAbsent, type Resource, type Value } from "../../terraform";
import { field } from "../../terraform/blocks";
import type { Text } from "../policy/text";
import type { Names } from "./names";
import { providerOf } from "./place";

/** Tags of a resource; undefined if not all of them are known. */
export type Tags = ReadonlyMap<string, Text> | undefined;

/** Effective tags: the provider's default tags, overridden by the resource's own. */
export function tagsOf(configuration: Configuration, names: Names, resource: Resource): Tags {
  const provider = providerOf(configuration, resource);
  const layers = [field(provider, "default_tags", "tags"), resource.get("tags")];
  const tags = new Map<string, Text>();
  for (const layer of layers) {
    const entries = entriesOf(layer);
    if (!entries) return undefined;
    for (const [key, value] of entries) tags.set(key, names.text(value));
  }
  return areToldApart(tags) ? tags : undefined;
}

/**
 * Policy conditions compare tag keys without case: with two keys that differ only in case, it is not known which one
 * counts.
 */
const areToldApart = (tags: ReadonlyMap<string, Text>): boolean =>
  new Set([...tags.keys()].map((name) => name.toLowerCase())).size === tags.size;

function entriesOf(value: Value): Iterable<readonly [string, Value]> | undefined {
  if (isAbsent(value)) return [];
  return value.kind === "dictionary" ? value.entries : undefined;
}
