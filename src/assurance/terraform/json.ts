export type Json = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The object, or an empty one for other values. */
export const objectIn = (value: unknown): Json => (isObject(value) ? value : {});

/** Terraform JSON writes one block as an object, several as a list. */
export const objectsIn = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter(isObject) : isObject(value) ? [value] : [];

/** Placeholder for configuration that a file does not show. Everything read from it is an Unknown. */
export class NotShown {
  constructor(readonly reason: string) {}
}

/** Whether an object in a JSON text has a key twice. JavaScript ignores the first one; other parsers may not. */
export const hasNameTwice = (text: string, json: unknown): boolean => namesWritten(text) !== namesIn(json);

function namesWritten(text: string): number {
  const token = /"(?:[^"\\]|\\.)*"(?:\s*:)?/g;
  let count = 0;
  while (token.test(text)) if (text[token.lastIndex - 1] === ":") count++;
  return count;
}

function namesIn(json: unknown): number {
  if (typeof json !== "object" || json === null) return 0;
  const own = Array.isArray(json) ? 0 : Object.keys(json).length;
  return Object.values(json).reduce<number>((sum, value) => sum + namesIn(value), own);
}
