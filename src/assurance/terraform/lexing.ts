/** Text of a template without a character that could begin anything else; in quotes, end it either. */
export const plain = /[^$%]+/y;
export const plainInQuotes = /[^$%"\\]+/y;

/** What a sticky pattern matches of a text from a place on. */
export function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? text.slice(at, pattern.lastIndex) : undefined;
}
