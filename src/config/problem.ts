import { spelledOut } from "./near";

/** Where a value stands in a file: keys and list positions from the top. */
export type Path = readonly (string | number)[];

/** What is wrong with a value. Always all three parts, so that a reader need not look elsewhere. */
export interface Complaint {
  readonly found: string;
  readonly allowed: string;
  readonly fix: string;
}

/** A complaint about a value of an environment's file, or of one of its organizations' files. */
export interface Problem extends Complaint {
  /** Name of the organization whose file is meant. */
  readonly organization?: string;
  readonly path: Path;
  /** The value that it is held against, where that is another: `allowed` then names its place as well. @default - none */
  readonly against?: { readonly organization?: string; readonly path: Path };
}

/** A complaint with its place as an editor opens it. */
export interface LocatedProblem extends Complaint {
  /** Relative to the project, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Such as `applications[0].port`; empty for the whole file. */
  readonly path: string;
}

/** Order of code units: the same on every machine, whatever its locale. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `applications[0].port` */
export function formatPath(path: Path): string {
  return path
    .map((part) =>
      typeof part === "number" ? `[${part}]` : /^[\w-]+$/.test(part) ? `.${part}` : `[${show(part)}]`,
    )
    .join("")
    .replace(/^\./, "");
}

/** A value as it appears in a message: short, on one line, never a whole list or text. */
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

const quoted = (text: string): string => spelledOut(JSON.stringify(text));

/** `a, b and c` */
export function enumerate(items: readonly string[], conjunction = "and"): string {
  return items.length < 2
    ? items.join("")
    : `${items.slice(0, -1).join(", ")} ${conjunction} ${items[items.length - 1]}`;
}
