/** Invisible characters, and spaces other than U+0020, which text copied from a web page may contain. */
const invisible = /[\p{Cf}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;

/** The text without characters that copying from web pages or word processors adds. */
export const cleaned = (text: string): string =>
  text
    .replace(invisible, "")
    .replace(/[“”„‘’]/g, "")
    .trim();

/** Conversions from common variants of an expected text to its form in config. */
const habits: readonly ((text: string) => string)[] = [
  (text) => text,
  // A URL instead of a host name.
  (text) => text.replace(/^[a-z0-9+]+:\/\//i, "").replace(/\/+$/, ""),
  (text) => text.toLowerCase(),
  (text) => text.toLowerCase().replace(/[_ ]+/g, "-"),
  // Digits in groups.
  (text) => text.replace(/[- ]/g, ""),
  // A single address instead of a range.
  (text) => `${text}/32`,
  // A path without the leading slash.
  (text) => `/${text}`,
];

/** The text in an accepted form; undefined if more than its form is wrong. */
export const correctedForm = (text: string, isAccepted: (form: string) => boolean): string | undefined =>
  habits.map((habit) => habit(cleaned(text))).find((form) => form !== text && isAccepted(form));

/** Writes characters outside of ASCII as escapes: some are invisible, others look like ASCII letters. */
export const escapedToAscii = (text: string): string =>
  text.replace(/[^ -~…]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
