import { isPlaceholder, type Part, type Placeholder, type Text, type Unknown } from "./text";
import type { Truth } from "./truth";

/** Whether a policy's pattern matches a value; `unknown` if it depends on parts that are known after apply. */
export function matches(pattern: Text, value: Text): Truth {
  if (covers(pattern, value)) return "true";
  return intersects(pattern, value) ? "unknown" : "false";
}

/** Whether every string that `inner` may be is matched by `outer`. */
export function covers(outer: Text, inner: Text): boolean {
  if (outer.literal !== undefined && inner.literal !== undefined) return outer.literal === inner.literal;
  if (startDifferently(outer, inner) || (outer.literal !== undefined && !inner.hasWildcard)) return false;
  if (outer.parts.length === 1 && outer.parts.every(isStar)) return true;
  if (outer.key === inner.key) return inner.unclear.length === 0;
  const start = commonStart(outer, inner);
  return align(outer.units.slice(start), inner.units.slice(start), absorbs, isStar, () => false);
}

/** Whether both may match a common string. A negative result is certain. */
export function intersects(a: Text, b: Text): boolean {
  if (a.literal !== undefined && b.literal !== undefined) return a.literal === b.literal;
  if (startDifferently(a, b) || isShorter(a, b) || isShorter(b, a)) return false;
  const [left, right] = withoutCommonEnds(a.units, b.units);
  if (areOfOneKind(left, right) || isNotWritten(left, right) || isNotWritten(right, left)) return false;
  return align(left, right, mayBeEqual, isLong, isLong);
}

/** A quick check that decides most cases. */
function startDifferently(one: Text, other: Text): boolean {
  const a = one.parts[0];
  const b = other.parts[0];
  if (typeof a !== "string" || typeof b !== "string") return false;
  return !(a.length < b.length ? b.startsWith(a) : a.startsWith(b));
}

/** Whether an exact text has fewer characters than the minimum of the other one. */
const isShorter = ({ literal }: Text, other: Text): boolean =>
  literal !== undefined && literal.length < other.units.filter((part) => !isLong(part)).length;

/** Number of characters at the start that are exact and equal on both sides. */
function commonStart(one: Text, other: Text): number {
  const a = one.parts[0];
  const b = other.parts[0];
  if (typeof a !== "string" || typeof b !== "string") return 0;
  return Math.min(a.length, b.length);
}

const isLong = (part: Part): boolean => isPlaceholder(part) && part.length === "any";
const isStar = (part: Part): boolean =>
  isPlaceholder(part) && part.placeholder === "wildcard" && part.length === "any";
const isWildcard = (part: Part): boolean => isPlaceholder(part) && part.placeholder === "wildcard";
const isUnknown = (part: Part | undefined): part is Unknown =>
  part !== undefined && isPlaceholder(part) && part.placeholder === "unknown";

const isSame = (a: Part | undefined, b: Part | undefined): boolean =>
  isUnknown(a) && isUnknown(b) ? a.id === b.id && a.length === b.length : a !== undefined && a === b;

/** Whether one unit of a pattern matches everything that one unit of a value may be. */
const absorbs = (outer: Part, inner: Part): boolean =>
  isWildcard(outer)
    ? isStar(outer) || !isLong(inner)
    : isSame(outer, inner) && !(isPlaceholder(inner) && inner.placeholder === "unclear");

/** Whether two units of one character may be equal. */
function mayBeEqual(a: Part, b: Part): boolean {
  if (isLong(a) || isLong(b)) return false;
  if (isPlaceholder(a) && isPlaceholder(b)) return true;
  return isPlaceholder(a) ? mayBe(a, b as string) : isPlaceholder(b) ? mayBe(b, a) : a === b;
}

const mayBe = (placeholder: Placeholder, character: string): boolean =>
  placeholder.placeholder !== "unknown" ||
  placeholder.characters === undefined ||
  placeholder.characters.includes(character);

/**
 * Whether the units of two sequences can be paired from start to end such that `pairs` holds for every pair; a unit of
 * any length pairs with any number of units of the other side.
 */
function align(
  a: readonly Part[],
  b: readonly Part[],
  pairs: (a: Part, b: Part) => boolean,
  longA: (part: Part) => boolean,
  longB: (part: Part) => boolean,
): boolean {
  const takesB = b.map(longB);
  let row = [true];
  for (let j = 0; j < b.length; j++) row.push(row[j] === true && takesB[j] === true);
  let next: boolean[] = [];
  for (const left of a) {
    const takesA = longA(left);
    next[0] = row[0] === true && takesA;
    let isOpen = next[0];
    for (let j = 0; j < b.length; j++) {
      const neighbour = row[j + 1] === true || next[j] === true;
      const here =
        ((takesA || takesB[j] === true) && neighbour) || (row[j] === true && pairs(left, b[j] as Part));
      next[j + 1] = here;
      isOpen ||= here;
    }
    if (!isOpen) return false;
    [row, next] = [next, row];
  }
  return row[b.length] === true;
}

/** Removes equal units at both ends, which do not affect whether the rest is equal. */
function withoutCommonEnds(a: readonly Part[], b: readonly Part[]): [readonly Part[], readonly Part[]] {
  const shorter = Math.min(a.length, b.length);
  const certain = (x: Part | undefined, y: Part | undefined) =>
    isSame(x, y) && x !== undefined && (typeof x === "string" || isUnknown(x));
  let start = 0;
  while (start < shorter && certain(a[start], b[start])) start++;
  let end = 0;
  while (start + end < shorter && certain(a.at(-1 - end), b.at(-1 - end))) end++;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}

/**
 * Unknowns at the same position are different if they are of one kind with different ids, such as the ids of two keys.
 */
function areOfOneKind([a, nextA]: readonly Part[], [b, nextB]: readonly Part[]): boolean {
  if (!isUnknown(a) || !isUnknown(b)) return false;
  const endTogether =
    nextA === nextB && (nextA === undefined || (nextA === a.without && nextA === b.without));
  return endTogether && a.kind !== undefined && a.kind === b.kind && a.id !== b.id;
}

/** A fresh string differs from everything that the configuration contains or refers to. */
const isNotWritten = (a: readonly Part[], b: readonly Part[]): boolean =>
  a.some((part) => isUnknown(part) && part.fresh === true && !b.some((other) => isSame(part, other))) &&
  b.every((part) => typeof part === "string" || isUnknown(part));
