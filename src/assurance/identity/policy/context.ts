import { Text } from "./text";

/** What a request says about one key of a condition: its values, or that it does not have the key at all. */
export type Fact = readonly Text[] | "absent";

/** Facts of a request. A key that is not in it may be there or not, with any value. */
export class Context {
  private constructor(private readonly facts: ReadonlyMap<string, Fact>) {}

  static of(facts: Readonly<Record<string, Text | string | readonly Text[] | "absent">>): Context {
    return new Context(
      new Map(Object.entries(facts).map(([key, value]) => [Context.key(Text.of(key)), fact(value)] as const)),
    );
  }

  /** With a key that is itself a text with symbols, such as the issuer of a cluster's tokens. */
  with(key: Text, value: Text | string | "absent"): Context {
    return new Context(new Map([...this.facts, [Context.key(key), fact(value)]]));
  }

  and(other: Context): Context {
    return new Context(new Map([...this.facts, ...other.facts]));
  }

  about(key: Text): Fact | undefined {
    return this.facts.get(Context.key(key));
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
