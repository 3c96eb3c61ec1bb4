/** Invisible characters, and spaces other than the usual one: they come along when text is copied from a page. */
const invisible = /[\p{Cf}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;

/** A text without the characters that a page or a word processor puts around and into it. */
export const cleaned = (text: string): string =>
  text
    .replace(invisible, "")
    .replace(/[“”„‘’]/g, "")
    .trim();

/** Turns forms in which people write such texts into the form of config. */
const habits: readonly ((text: string) => string)[] = [
  (text) => text,
  // The address of a host for its name.
  (text) => text.replace(/^[a-z0-9+]+:\/\//i, "").replace(/\/+$/, ""),
  (text) => text.toLowerCase(),
  (text) => text.toLowerCase().replace(/[_ ]+/g, "-"),
  // Digits in groups.
  (text) => text.replace(/[- ]/g, ""),
  // One address for a range.
  (text) => `${text}/32`,
  // A path without its beginning.
  (text) => `/${text}`,
];

/** The text in a form that is accepted; undefined where more than its form is wrong. */
export const inForm = (text: string, isAccepted: (form: string) => boolean): string | undefined =>
  habits.map((habit) => habit(cleaned(text))).find((form) => form !== text && isAccepted(form));

/** Writes characters outside of ASCII as escapes: some of them are invisible, others look like ASCII letters. */
export const spelledOut = (text: string): string =>
  text.replace(/[^ -~…]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
