/** An instance of a class with its own comparison. */
interface Comparable {
  isSame(other: unknown): boolean;
}

/**
 * A value whose equal parts are the objects of an earlier one; the earlier value itself if all of it is equal. So
 * immutable values can be compared by identity, and results of a part can be stored with it.
 */
export function sharing<T>(earlier: unknown, later: T): T {
  return share(earlier, later) as T;
}

/** Whether two values are deeply equal. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b)) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) && haveEqualItems(a, b);
  if (a instanceof Map || b instanceof Map)
    return a instanceof Map && b instanceof Map && haveEqualItems([...a], [...b]);
  if (a instanceof Set || b instanceof Set)
    return a instanceof Set && b instanceof Set && haveEqualItems([...a], [...b]);
  if (isPlain(a) || isPlain(b)) return isPlain(a) && isPlain(b) && haveEqualProperties(a, b);
  return isSameOne(a, b);
}

const haveEqualItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => isEqual(item, b[index]));

function haveEqualProperties(a: Properties, b: Properties): boolean {
  const before = Object.keys(a);
  const now = Object.keys(b);
  return (
    before.length === now.length &&
    now.every((name, index) => before[index] === name && isEqual(a[name], b[name]))
  );
}

function share(earlier: unknown, later: unknown): unknown {
  if (Object.is(earlier, later) || !isObject(earlier) || !isObject(later)) return later;
  if (Array.isArray(later)) return Array.isArray(earlier) ? shareItems(earlier, later) : later;
  if (later instanceof Map) return earlier instanceof Map ? shareEntries(earlier, later) : later;
  if (later instanceof Set)
    return earlier instanceof Set && isEqual([...earlier], [...later]) ? earlier : later;
  if (isPlain(later)) return isPlain(earlier) ? shareProperties(earlier, later) : later;
  return isSameOne(earlier, later) ? earlier : later;
}

const isSameOne = (a: object, b: object): boolean =>
  isComparable(a) && a.constructor === b.constructor && a.isSame(b);

/** Whether a value is a plain object, of any realm. */
function isPlain(value: object): value is Properties {
  const prototype: object | null = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const isComparable = (value: object): value is Comparable =>
  typeof (value as Partial<Comparable>).isSame === "function";

/** Shares equal items by position from the start and, after an insertion or removal, from the end. */
function shareItems(earlier: readonly unknown[], later: readonly unknown[]): readonly unknown[] {
  const gap = later.length - earlier.length;
  let isStart = true;
  let isSame = gap === 0;
  const items = later.map((item, index) => {
    let shared = share(earlier[index], item);
    isStart &&= shared === earlier[index];
    if (!isStart && gap !== 0) shared = share(earlier[index - gap], item);
    isSame &&= shared === earlier[index];
    return shared;
  });
  return isSame ? earlier : items;
}

function shareEntries(
  earlier: ReadonlyMap<unknown, unknown>,
  later: ReadonlyMap<unknown, unknown>,
): ReadonlyMap<unknown, unknown> {
  const names = earlier.keys();
  let isSame = earlier.size === later.size;
  const entries = new Map<unknown, unknown>();
  for (const [name, entry] of later) {
    const shared = share(earlier.get(name), entry);
    isSame &&= names.next().value === name && shared === earlier.get(name);
    entries.set(name, shared);
  }
  return isSame ? earlier : entries;
}

type Properties = Record<string, unknown>;

function shareProperties(earlier: Properties, later: Properties): Properties {
  const before = Object.keys(earlier);
  const now = Object.keys(later);
  let isSame = before.length === now.length;
  let found = later;
  now.forEach((name, index) => {
    const own = later[name];
    const isInPlace = before[index] === name;
    const known = isInPlace || Object.hasOwn(earlier, name) ? earlier[name] : undefined;
    const shared = share(known, own);
    isSame &&= isInPlace && shared === known;
    if (shared === own) return;
    if (found === later) found = { ...later };
    found[name] = shared;
  });
  return isSame ? earlier : found;
}
