import { type Dictionary, isAbsent, keyOf, type Unknown, unknown, type Value } from "./value";

/**
 * Typed readers: each returns the requested type, or an Unknown with what was found. `undefined` means an absent
 * attribute.
 */
type Read<T> = T | Unknown | undefined;

export const isUnknown = (value: unknown): value is Unknown =>
  typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "unknown";

/** A fully known text. Numbers are included: JSON may quote them or not. */
export function textOf(value: Value): Read<string> {
  if (isAbsent(value)) return undefined;
  if (value.kind === "constant") return String(value.value);
  return value.kind === "unknown" ? value : unknown(`${keyOf(value)} is not a known text`);
}

/** The text for messages: the text, why it is unknown, or "nothing". */
export const wordsOf = (value: Value): string => wordsFor(textOf(value));

/** The same of a text that was read. An empty one would leave a hole in a sentence. */
export const wordsFor = (text: Read<string>): string =>
  text === undefined ? "nothing" : text === "" ? "an empty text" : String(text);

export function numberOf(value: Value): Read<number> {
  const text = textOf(value);
  if (typeof text !== "string") return text;
  return text.trim() !== "" && Number.isFinite(Number(text))
    ? Number(text)
    : unknown(`"${text}" is no number`);
}

export function booleanOf(value: Value): Read<boolean> {
  const text = textOf(value);
  if (typeof text !== "string") return text;
  return text === "true" ? true : text === "false" ? false : unknown(`"${text}" is neither true nor false`);
}

/** A list item by item; an unknown list is one Unknown. */
export function listOf(value: Value): Read<readonly Value[]> {
  if (isAbsent(value)) return undefined;
  if (value.kind === "list") return value.items;
  return value.kind === "unknown" ? value : unknown(`${keyOf(value)} is not a known list`);
}

/** Nested blocks: Terraform JSON writes one block as an object, several as a list. */
export function blocksOf(value: Value): readonly (Dictionary | Unknown)[] {
  if (isAbsent(value)) return [];
  if (value.kind === "dictionary") return [value];
  if (value.kind === "list")
    return value.items.every(isDictionary) ? value.items : value.items.flatMap(blocksOf);
  return [value.kind === "unknown" ? value : unknown(`${keyOf(value)} is not a known block`)];
}

const isDictionary = (value: Value): value is Dictionary => value.kind === "dictionary";

/** The key of an identifier (an id, a name, an ARN), for comparisons and look-ups. */
export function identifierOf(value: Value): Read<string> {
  if (isAbsent(value)) return undefined;
  return value.kind === "unknown" ? value : keyOf(value);
}
