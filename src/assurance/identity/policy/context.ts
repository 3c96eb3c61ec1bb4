import { Text } from "./text";

/** Value of a condition key in a request: its values, or that the request does not contain it. */
export type Fact = readonly Text[] | "absent";

/** Facts of a request. An unlisted key may be present with any value, or absent. */
export class Context {
  private constructor(
    /** Later facts first, which override earlier ones. Not merged, since most contexts are used for one or two keys. */
    private readonly facts: readonly ReadonlyMap<string, Fact>[],
    /** Prefixes of keys that are fully listed: all other keys with such a prefix are absent. */
    private readonly complete: readonly string[] = [],
  ) {}

  static of(facts: Readonly<Record<string, Text | string | readonly Text[] | "absent">>): Context {
    return new Context([
      new Map(Object.entries(facts).map(([key, value]) => [key.toLowerCase(), fact(value)] as const)),
    ]);
  }

  /** All keys with a prefix, such as the tags of a resource, by their suffix. */
  static family(start: string, values: ReadonlyMap<string, Text>): Context {
    const facts = [...values].map(([key, value]) => [`${start}${key}`.toLowerCase(), fact(value)] as const);
    return new Context([new Map(facts)], [start.toLowerCase()]);
  }

  /** Adds a key that contains symbols, such as the issuer of a cluster's tokens. */
  with(key: Text, value: Text | string | "absent"): Context {
    return new Context([new Map([[Context.key(key), fact(value)]]), ...this.facts], this.complete);
  }

  and(other: Context): Context {
    return new Context([...other.facts, ...this.facts], [...this.complete, ...other.complete]);
  }

  about(key: Text): Fact | undefined {
    const name = Context.key(key);
    return (
      this.facts.find((facts) => facts.has(name))?.get(name) ??
      (this.complete.some((start) => name.startsWith(start)) ? "absent" : undefined)
    );
  }

  /** Keys are compared without case. */
  private static key(key: Text): string {
    return key.lowerCase.key;
  }
}

function fact(value: Text | string | readonly Text[] | "absent"): Fact {
  if (value === "absent") return value;
  if (typeof value === "string") return [Text.of(value)];
  return value instanceof Text ? [value] : value;
}
