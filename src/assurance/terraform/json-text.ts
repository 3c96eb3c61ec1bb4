import { hasNameTwice } from "./json";
import { constant, list, objectOf, unknown, type Value } from "./value";

/** Private-use characters around the number of a symbol, while JSON text with symbols is parsed. */
const [open, close] = ["\uE000", "\uE001"];

/** The structure that a value encodes as JSON: `jsonencode(...)` or text, with its symbols. */
export function decodedJson(value: Value): Value {
  if (value.kind === "encoded") return value.content;
  const parts = value.kind === "template" ? value.parts : [value];
  const text = parts
    .map((part, index) => (part.kind === "constant" ? String(part.value) : `${open}${index}${close}`))
    .join("");
  try {
    const json: unknown = JSON.parse(text);
    return hasNameTwice(text, json)
      ? unknown("a text in which an object has a name twice")
      : structure(json, parts);
  } catch {
    return value.kind === "unknown" ? value : unknown("a text that is no JSON");
  }
}

function structure(json: unknown, symbols: readonly Value[]): Value {
  if (typeof json === "string") return text(json, symbols);
  if (Array.isArray(json)) return list(json.map((item) => structure(item, symbols)));
  if (typeof json === "object" && json !== null)
    return objectOf(
      Object.entries(json).map(([name, entry]) => [text(name, symbols), structure(entry, symbols)] as const),
    );
  return constant(json as number | boolean | null);
}

const symbol = new RegExp(`${open}(\\d+)${close}`);

function text(json: string, symbols: readonly Value[]): Value {
  if (!json.includes(open)) return constant(json);
  const parts = json
    .split(symbol)
    .map((part, index) => (index % 2 === 0 ? constant(part) : (symbols[Number(part)] ?? unknown("a symbol"))))
    .filter((part) => part.kind !== "constant" || part.value !== "");
  const [only] = parts;
  if (!only) return constant("");
  return parts.length === 1 ? only : { kind: "template", parts };
}
