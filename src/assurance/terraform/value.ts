import { isEqual } from "./sharing";

/**
 * The value of a Terraform expression according to its configuration: a constant, a structure of values, or a stable
 * symbol for what only AWS determines. Everything else is an Unknown with its reason, so that a proof stops at it
 * instead of ignoring it.
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

/** An attribute that the provider determines, such as an id: equal references have equal values. */
export interface Reference {
  readonly kind: "reference";
  /** `<stack>/<type>.<name>`, or `<stack>/data.<type>.<name>`. */
  readonly address: string;
  readonly path: Path;
}

/** Text with symbols. Its parts are constants and symbols in order. */
export interface Template {
  readonly kind: "template";
  readonly parts: readonly Value[];
}

/** A known function of symbols: equal calls have equal values. */
export interface Call {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Value[];
}

/** Text that encodes a structure (`jsonencode`, `yamlencode`), stored as the structure. */
export interface Encoded {
  readonly kind: "encoded";
  readonly format: "json" | "yaml";
  readonly content: Value;
}

export interface Unknown {
  readonly kind: "unknown";
  /** What was found and not understood. */
  readonly reason: string;
  /** Keys and values of an object that is unknown because a key is a symbol, for readers that support this. */
  readonly entries?: readonly (readonly [Value, Value])[];
  /** The attribute, if it belongs to one of several resources that a block may create. */
  readonly attributeOfSeveral?: Reference;
}

export type Path = readonly (string | number)[];

export const constant = (value: Constant["value"]): Constant => ({ kind: "constant", value });
export const list = (items: readonly Value[]): List => ({ kind: "list", items });
export const dictionary = (entries: Iterable<readonly [string, Value]>): Dictionary => ({
  kind: "dictionary",
  entries: new Map(entries),
});

/** Concatenates texts and symbols. A single symbol is returned as it is. */
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

  /** Representation inside a text, for messages. */
  toString(): string {
    return `something that is not known (${this.reason})`;
  }
}

export const unknown = (reason: string): Unknown => new NotKnown(reason);

/** An attribute of a resource that a block creates several times, or never. */
export const attributeOfSeveral = (attribute: Reference, reason: string): Unknown =>
  new NotKnown(reason, undefined, attribute);

/** The value of an expression with an Unknown in it, which is no attribute of a resource. */
export const madeOf = (part: Unknown): Unknown => (part.attributeOfSeveral ? unknown(part.reason) : part);

/** An object of keys and values: a dictionary if all keys are constants. */
export const objectOf = (entries: readonly (readonly [Value, Value])[]): Dictionary | Unknown =>
  entries.every(([key]) => key.kind === "constant")
    ? dictionary(
        entries.map(([key, value]) => [String(key.kind === "constant" && key.value), value] as const),
      )
    : new NotKnown("an object whose keys are not constants", entries);
export const absent: Constant = constant(null);

export const isAbsent = (value: Value): boolean => value.kind === "constant" && value.value === null;

/** A key for a value: two values have the same key exactly if they are equal, whatever AWS determines. */
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
