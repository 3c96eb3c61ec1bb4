import { escapedToAscii } from "./near";

/** Position of a value in a file: keys and list indexes from the top. */
export type Path = readonly (string | number)[];

/** What is wrong with a value. All three parts are required, so that a message is complete on its own. */
export interface Complaint {
  readonly found: string;
  readonly allowed: string;
  readonly fix: string;
}

/** A complaint about a value in environment.yaml or in an organization's file. */
export interface Problem extends Complaint {
  /**
   * Organization whose file contains the value.
   *
   * @default - environment.yaml
   */
  readonly organization?: string;
  readonly path: Path;
  /**
   * Path of the other value that this one conflicts with; the message names it in `allowed`.
   *
   * @default - none
   */
  readonly against?: { readonly organization?: string; readonly path: Path };
}

/** A complaint with its position in a format that editors open. */
export interface LocatedProblem extends Complaint {
  /** Relative to the project, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Such as `applications[0].port`; empty for the whole file. */
  readonly path: string;
}

/** Compares UTF-16 code units, so that the order is the same in every locale. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Formats a path, such as `applications[0].port`. */
export function formatPath(path: Path): string {
  return path
    .map((part) =>
      typeof part === "number" ? `[${part}]` : /^[\w-]+$/.test(part) ? `.${part}` : `[${show(part)}]`,
    )
    .join("")
    .replace(/^\./, "");
}

/** Formats a value for a message: short, on one line; lists and mappings are summarized. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "a key without a value";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object") return "a mapping";
  if (typeof value !== "string") return String(value);
  return value.length <= longest
    ? quoted(value)
    : `${quoted(`${value.slice(0, longest)}…`)} (${value.length} characters)`;
}

const longest = 60;

const quoted = (text: string): string => escapedToAscii(JSON.stringify(text));

/** Formats a list, such as `a, b and c`. */
export function enumerate(items: readonly string[], conjunction = "and"): string {
  return items.length < 2
    ? items.join("")
    : `${items.slice(0, -1).join(", ")} ${conjunction} ${items[items.length - 1]}`;
}
