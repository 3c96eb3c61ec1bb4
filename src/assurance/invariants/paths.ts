import type { KnownPaths } from "../known/nested";
import { remembered, rememberedByKey } from "../remembered";
import { isAbsent, isUnknown, textOf, type Value, wordsFor } from "../terraform";

/** Reasons for which a value is not fully known: unlisted paths in it, and values that a path may not have. */
export const unknownPaths = (value: Value, known: KnownPaths): string[] => [
  ...new Set(leaves(value).flatMap(({ path, leaf }) => wrong(path, leaf, known))),
];

/** The same for listed paths only; other paths are ignored. */
export const wrongValues = (value: Value, known: KnownPaths): string[] => [
  ...new Set(
    leaves(value).flatMap(({ path, leaf }) => (Object.hasOwn(known, path) ? wrong(path, leaf, known) : [])),
  ),
];

/** Paths of empty blocks, maps and lists, whose presence may have another meaning than their absence. */
export const emptyPaths = (value: Value): string[] =>
  leaves(value).flatMap(({ path, leaf }) => (isEmpty(leaf) ? path : []));

function wrong(path: string, leaf: Value, known: KnownPaths): readonly string[] {
  const values = known[path];
  if (values !== undefined) {
    const text = textOf(leaf);
    if (typeof text === "string" && values.test(text)) return none;
    return [
      `${path} is ${isUnknown(text) ? "not readable" : `${wordsFor(text)}, which the proof does not know`}`,
    ];
  }
  return isListed(known)(path) ? none : [`${path} is not known`];
}

const none: readonly string[] = [];

/** Whether a path or one of its parents is listed. */
const isListed = remembered((known: KnownPaths) =>
  rememberedByKey((path: string): boolean =>
    [...path.matchAll(/[./]|$/g)].some(({ index }) => Object.hasOwn(known, path.slice(0, index))),
  ),
);

const isEmpty = (value: Value): boolean =>
  (value.kind === "list" && value.items.length === 0) ||
  (value.kind === "dictionary" && value.entries.size === 0);

/** A value without parts, with its path. */
interface Leaf {
  readonly path: string;
  readonly leaf: Value;
}

/**
 * All parts of a value that are not maps, or are empty ones. List indexes, and structures encoded as text, are not part
 * of a path.
 */
function leaves(value: Value, path?: string, found: Leaf[] = []): readonly Leaf[] {
  if (isAbsent(value)) return found;
  if (value.kind === "encoded") leaves(value.content, path, found);
  else if (value.kind === "dictionary" && value.entries.size > 0)
    for (const [name, entry] of value.entries)
      leaves(entry, path === undefined ? name : `${path}.${name}`, found);
  else if (value.kind === "list" && value.items.length > 0)
    for (const item of value.items) leaves(item, path, found);
  else if (path !== undefined || !isEmpty(value)) found.push({ path: path ?? "", leaf: value });
  return found;
}
