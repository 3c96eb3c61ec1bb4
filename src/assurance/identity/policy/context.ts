import { Text } from "./text";

/** What a request says about one key of a condition: its values, or that it does not have the key at all. */
export type Fact = readonly Text[] | "absent";

/** Facts of a request. A key that is not in it may be there or not, with any value. */
export class Context {
  private constructor(
    /** Later ones come first, and win. Not merged: most are asked about one key or two. */
    private readonly facts: readonly ReadonlyMap<string, Fact>[],
    /** Starts of keys of which all are in it: any other one is absent. */
    private readonly complete: readonly string[] = [],
  ) {}

  static of(facts: Readonly<Record<string, Text | string | readonly Text[] | "absent">>): Context {
    return new Context([
      new Map(Object.entries(facts).map(([key, value]) => [key.toLowerCase(), fact(value)] as const)),
    ]);
  }

  /** All keys that start with `start`, such as the tags of a resource, by what follows. */
  static family(start: string, values: ReadonlyMap<string, Text>): Context {
    const facts = [...values].map(([key, value]) => [`${start}${key}`.toLowerCase(), fact(value)] as const);
    return new Context([new Map(facts)], [start.toLowerCase()]);
  }

  /** With a key that is itself a text with symbols, such as the issuer of a cluster's tokens. */
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
