import { type Hole, isHole, type Part, type Text, type Unknown } from "./text";
import type { Truth } from "./truth";

/** Whether a policy's pattern matches a value: `unknown` when that depends on what is known after apply only. */
export function matches(pattern: Text, value: Text): Truth {
  if (covers(pattern, value)) return "true";
  return intersects(pattern, value) ? "unknown" : "false";
}

/** Whether every string that `inner` may be is one that `outer` stands for. */
export function covers(outer: Text, inner: Text): boolean {
  if (outer.literal !== undefined && inner.literal !== undefined) return outer.literal === inner.literal;
  if (startDifferently(outer, inner) || (outer.literal !== undefined && !inner.hasWildcard)) return false;
  if (outer.parts.length === 1 && outer.parts.every(isStar)) return true;
  if (outer.key === inner.key) return inner.unclear.length === 0;
  const start = commonStart(outer, inner);
  return align(outer.units.slice(start), inner.units.slice(start), absorbs, isStar, () => false);
}

/** Whether some string is one that both may stand for. Never says no without being sure. */
export function intersects(a: Text, b: Text): boolean {
  if (a.literal !== undefined && b.literal !== undefined) return a.literal === b.literal;
  if (startDifferently(a, b) || isShorter(a, b) || isShorter(b, a)) return false;
  const [left, right] = withoutCommonEnds(a.units, b.units);
  if (areOfOneKind(left, right) || isNotWritten(left, right) || isNotWritten(right, left)) return false;
  return align(left, right, mayBeEqual, isLong, isLong);
}

/** Settles most questions without a look at every character. */
function startDifferently(one: Text, other: Text): boolean {
  const a = one.parts[0];
  const b = other.parts[0];
  if (typeof a !== "string" || typeof b !== "string") return false;
  return !(a.length < b.length ? b.startsWith(a) : a.startsWith(b));
}

/** Whether a text that is written out has fewer characters than the other one has at least. */
const isShorter = ({ literal }: Text, other: Text): boolean =>
  literal !== undefined && literal.length < other.units.filter((part) => !isLong(part)).length;

/** How many characters at the start are written out on both sides; both have the same ones there. */
function commonStart(one: Text, other: Text): number {
  const a = one.parts[0];
  const b = other.parts[0];
  if (typeof a !== "string" || typeof b !== "string") return 0;
  return Math.min(a.length, b.length);
}

const isLong = (part: Part): boolean => isHole(part) && part.length === "any";
const isStar = (part: Part): boolean => isHole(part) && part.hole === "wildcard" && part.length === "any";
const isWildcard = (part: Part): boolean => isHole(part) && part.hole === "wildcard";
const isUnknown = (part: Part | undefined): part is Unknown =>
  part !== undefined && isHole(part) && part.hole === "unknown";

const isSame = (a: Part | undefined, b: Part | undefined): boolean =>
  isUnknown(a) && isUnknown(b) ? a.id === b.id && a.length === b.length : a !== undefined && a === b;

/** Whether one unit of a pattern stands for everything that one unit of a value may be. */
const absorbs = (outer: Part, inner: Part): boolean =>
  isWildcard(outer)
    ? isStar(outer) || !isLong(inner)
    : isSame(outer, inner) && !(isHole(inner) && inner.hole === "unclear");

/** Whether two units of one character may be the same character. */
function mayBeEqual(a: Part, b: Part): boolean {
  if (isLong(a) || isLong(b)) return false;
  if (isHole(a) && isHole(b)) return true;
  return isHole(a) ? mayBe(a, b as string) : isHole(b) ? mayBe(b, a) : a === b;
}

const mayBe = (hole: Hole, character: string): boolean =>
  hole.hole !== "unknown" || hole.characters === undefined || hole.characters.includes(character);

/**
 * Whether the units of two sequences can be paired from start to end, where `pairs` holds for every pair and a unit
 * that is long takes any number of units of the other side.
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

/** Equal units at both ends say nothing about whether the middles are equal. */
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

/** What stands at the same place on both sides is one unknown, and unknowns of this kind differ: the ids of two keys. */
function areOfOneKind([a, nextA]: readonly Part[], [b, nextB]: readonly Part[]): boolean {
  if (!isUnknown(a) || !isUnknown(b)) return false;
  const endTogether =
    nextA === nextB && (nextA === undefined || (nextA === a.without && nextA === b.without));
  return endTogether && a.kind !== undefined && a.kind === b.kind && a.id !== b.id;
}

/** What is none of the configuration's strings is equal to nothing that the configuration spells out or refers to. */
const isNotWritten = (a: readonly Part[], b: readonly Part[]): boolean =>
  a.some((part) => isUnknown(part) && part.fresh === true && !b.some((other) => isSame(part, other))) &&
  b.every((part) => typeof part === "string" || isUnknown(part));
