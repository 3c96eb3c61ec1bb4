import { isEqual } from "./sharing";

/**
 * What an expression of Terraform is worth as far as its configuration says: a constant, a structure of values, or a
 * stable symbol for what only AWS will decide. What this reader does not understand is an Unknown with its reason, so
 * that a proof can stop at it instead of passing it by.
 */
export type Value = Constant | List | Dictionary | Reference | Template | Call | Encoded | Unknown;

export interface Constant {
  readonly kind: "constant";
  readonly value: string | number | boolean | null;
}

export interface List {
  readonly kind: "list";
  readonly items: readonly Value[];
}

/** An object, a map, or a nested block. */
export interface Dictionary {
  readonly kind: "dictionary";
  readonly entries: ReadonlyMap<string, Value>;
}

/** An attribute that the provider decides, such as an id: equal references are equal values. */
export interface Reference {
  readonly kind: "reference";
  /** `<stack>/<type>.<name>`, or `<stack>/data.<type>.<name>`. */
  readonly address: string;
  readonly path: Path;
}

/** Text with symbols in it. Its parts are constants and symbols in order. */
export interface Template {
  readonly kind: "template";
  readonly parts: readonly Value[];
}

/** A known function of symbols: equal calls are equal values. */
export interface Call {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Value[];
}

/** Text that writes down a structure (`jsonencode`, `yamlencode`), kept as the structure. */
export interface Encoded {
  readonly kind: "encoded";
  readonly format: "json" | "yaml";
  readonly content: Value;
}

export interface Unknown {
  readonly kind: "unknown";
  /** What was found and not understood. */
  readonly reason: string;
  /** Keys and values of an object that is not known because a key is a symbol, for readers who can do with that. */
  readonly entries?: readonly (readonly [Value, Value])[];
  /** The attribute that it is, of one of several resources, or of none, that a block makes. */
  readonly attributeOfSeveral?: Reference;
}

export type Path = readonly (string | number)[];

export const constant = (value: Constant["value"]): Constant => ({ kind: "constant", value });
export const list = (items: readonly Value[]): List => ({ kind: "list", items });
export const dictionary = (entries: Iterable<readonly [string, Value]>): Dictionary => ({
  kind: "dictionary",
  entries: new Map(entries),
});

/** Text put together from texts and symbols. One symbol with nothing next to it is that symbol. */
export function templateOf(values: readonly Value[]): Value {
  const bad = values.find((part) => part.kind === "unknown");
  if (bad) return madeOf(bad);
  const merged: Value[] = [];
  for (const part of values.flatMap((value) => (value.kind === "template" ? value.parts : [value]))) {
    const last = merged.at(-1);
    if (part.kind === "constant" && part.value === "") continue;
    if (last?.kind === "constant" && part.kind === "constant")
      merged[merged.length - 1] = constant(`${last.value}${part.value}`);
    else merged.push(part);
  }
  const [only] = merged;
  if (!only) return constant("");
  if (merged.length > 1) return { kind: "template", parts: merged };
  return only.kind === "constant" ? constant(String(only.value)) : only;
}

class NotKnown implements Unknown {
  readonly kind = "unknown";

  constructor(
    readonly reason: string,
    readonly entries?: Unknown["entries"],
    readonly attributeOfSeveral?: Reference,
  ) {}

  isSame(other: NotKnown): boolean {
    const parts = ({ reason, entries, attributeOfSeveral }: NotKnown) => [
      reason,
      entries,
      attributeOfSeveral,
    ];
    return isEqual(parts(this), parts(other));
  }

  /** In a message in which a text stands, where there is one. */
  toString(): string {
    return `something that is not known (${this.reason})`;
  }
}

export const unknown = (reason: string): Unknown => new NotKnown(reason);

/** An attribute of a resource that a block makes several times, or never. */
export const attributeOfSeveral = (attribute: Reference, reason: string): Unknown =>
  new NotKnown(reason, undefined, attribute);

/** What something is worth that is made of an Unknown: it is no attribute of anything. */
export const madeOf = (part: Unknown): Unknown => (part.attributeOfSeveral ? unknown(part.reason) : part);

/** An object of given keys and values: a dictionary where all keys are constants. */
export const objectOf = (entries: readonly (readonly [Value, Value])[]): Dictionary | Unknown =>
  entries.every(([key]) => key.kind === "constant")
    ? dictionary(
        entries.map(([key, value]) => [String(key.kind === "constant" && key.value), value] as const),
      )
    : new NotKnown("an object whose keys are not constants", entries);
export const absent: Constant = constant(null);

export const isAbsent = (value: Value): boolean => value.kind === "constant" && value.value === null;

/** A name for a value: two values have the same key exactly when they are the same, whatever AWS decides. */
export function keyOf(value: Value): string {
  switch (value.kind) {
    case "constant":
      return JSON.stringify(value.value);
    case "list":
      return `[${value.items.map(keyOf).join(",")}]`;
    case "dictionary":
      return `{${[...value.entries]
        .map(([name, entry]) => `${JSON.stringify(name)}:${keyOf(entry)}`)
        .sort()
        .join(",")}}`;
    case "reference":
      return `${value.address}${value.path.map((step) => `.${step}`).join("")}`;
    case "template":
      return `text(${value.parts.map(keyOf).join(",")})`;
    case "call":
      return `${value.name}(${value.args.map(keyOf).join(",")})`;
    case "encoded":
      return `${value.format}(${keyOf(value.content)})`;
    case "unknown":
      return `unknown(${value.reason})`;
  }
}

/** The reasons of all unknowns in a value. */
export function unknownsIn(value: Value): string[] {
  switch (value.kind) {
    case "unknown":
      return [value.reason];
    case "list":
      return value.items.flatMap(unknownsIn);
    case "dictionary":
      return [...value.entries.values()].flatMap(unknownsIn);
    case "template":
      return value.parts.flatMap(unknownsIn);
    case "call":
      return value.args.flatMap(unknownsIn);
    case "encoded":
      return unknownsIn(value.content);
    default:
      return [];
  }
}
