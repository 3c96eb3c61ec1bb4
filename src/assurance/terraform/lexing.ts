/** Template text up to a character that may start an interpolation or, in quotes, end the text. */
export const plain = /[^$%]+/y;
export const plainInQuotes = /[^$%"\\]+/y;

/** The match of a sticky pattern at a position of a text. */
export function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? text.slice(at, pattern.lastIndex) : undefined;
}
