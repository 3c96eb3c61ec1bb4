import type { KnownPaths } from "../known/nested";
import { isAbsent, isUnknown, textOf, type Value } from "../terraform";

/** Why a value is not known in full: a path below it that is not listed, or has another value than it may have. */
export const unknownPaths = (value: Value, known: KnownPaths): string[] => [
  ...new Set(leaves(value, []).flatMap(([path, leaf]) => wrong(path, leaf, known))),
];

/** The same for single paths: of what they do not name, nothing is said. */
export const wrongValues = (value: Value, known: KnownPaths): string[] => [
  ...new Set(
    leaves(value, []).flatMap(([path, leaf]) => (Object.hasOwn(known, path) ? wrong(path, leaf, known) : [])),
  ),
];

/** Paths of blocks, maps and lists with nothing in them: that they are there may mean what their absence does not. */
export const emptyPaths = (value: Value): string[] =>
  leaves(value, []).flatMap(([path, leaf]) => (isEmpty(leaf) ? path : []));

function wrong(path: string, leaf: Value, known: KnownPaths): string[] {
  const values = known[path];
  if (values !== undefined) {
    const text = textOf(leaf);
    if (typeof text === "string" && values.test(text)) return [];
    return [`${path} is ${isUnknown(text) ? "not readable" : `${text}, which the proof does not know`}`];
  }
  return Object.keys(known).some(
    (one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}/`),
  )
    ? []
    : [`${path} is not known`];
}

const isEmpty = (value: Value): boolean =>
  (value.kind === "list" && value.items.length === 0) ||
  (value.kind === "dictionary" && value.entries.size === 0);

/**
 * Everything below a value that is no map, or an empty one. Lists, and structures that are written as text, add nothing to a
 * path.
 */
function leaves(value: Value, path: readonly string[]): [string, Value][] {
  if (isAbsent(value)) return [];
  if (isEmpty(value)) return path.length === 0 ? [] : [[path.join("."), value]];
  if (value.kind === "encoded") return leaves(value.content, path);
  if (value.kind === "dictionary")
    return [...value.entries].flatMap(([name, entry]) => leaves(entry, [...path, name]));
  if (value.kind === "list") return value.items.flatMap((item) => leaves(item, path));
  return [[path.join("."), value]];
}
