import type { KnownPaths } from "../known/nested";
import { remembered, rememberedByKey } from "../remembered";
import { isAbsent, isUnknown, textOf, type Value } from "../terraform";

/** Why a value is not known in full: a path below it that is not listed, or has another value than it may have. */
export const unknownPaths = (value: Value, known: KnownPaths): string[] => [
  ...new Set(leaves(value).flatMap(({ path, leaf }) => wrong(path, leaf, known))),
];

/** The same for single paths: of what they do not name, nothing is said. */
export const wrongValues = (value: Value, known: KnownPaths): string[] => [
  ...new Set(
    leaves(value).flatMap(({ path, leaf }) => (Object.hasOwn(known, path) ? wrong(path, leaf, known) : [])),
  ),
];

/** Paths of blocks, maps and lists with nothing in them: that they are there may mean what their absence does not. */
export const emptyPaths = (value: Value): string[] =>
  leaves(value).flatMap(({ path, leaf }) => (isEmpty(leaf) ? path : []));

function wrong(path: string, leaf: Value, known: KnownPaths): readonly string[] {
  const values = known[path];
  if (values !== undefined) {
    const text = textOf(leaf);
    if (typeof text === "string" && values.test(text)) return none;
    return [`${path} is ${isUnknown(text) ? "not readable" : `${text}, which the proof does not know`}`];
  }
  return isListed(known)(path) ? none : [`${path} is not known`];
}

const none: readonly string[] = [];

/** Whether a path, or one above it, is listed. */
const isListed = remembered((known: KnownPaths) =>
  rememberedByKey((path: string): boolean =>
    [...path.matchAll(/[./]|$/g)].some(({ index }) => Object.hasOwn(known, path.slice(0, index))),
  ),
);

const isEmpty = (value: Value): boolean =>
  (value.kind === "list" && value.items.length === 0) ||
  (value.kind === "dictionary" && value.entries.size === 0);

/** A value with nothing below it, and where it is. */
interface Leaf {
  readonly path: string;
  readonly leaf: Value;
}

/**
 * Everything below a value that is no map, or an empty one. Lists, and structures that are written as text, add nothing to a
 * path.
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
