import type { Configuration } from "../terraform";

export type HopVerdict = "allowed" | "denied" | "unknown";

/** An answer as text. */
export interface Explanation {
  readonly verdict: HopVerdict;
  readonly lines: readonly string[];
}

/** One decision on a path, as text. */
export interface Hop {
  readonly verdict: HopVerdict;
  /** What decides, such as `security group` or `kms:Decrypt`. */
  readonly what: string;
  /** Reasons: first the rule or statement, then its address. */
  readonly details: readonly string[];
}

/** The verdict on a path that needs all of these hops. */
export function worst(hops: readonly Hop[]): HopVerdict {
  if (hops.some(({ verdict }) => verdict === "denied")) return "denied";
  return hops.some(({ verdict }) => verdict === "unknown") ? "unknown" : "allowed";
}

/** The hops up to the first denial: later ones are never evaluated. */
export function upToFirstDenial(hops: readonly Hop[]): readonly Hop[] {
  const stop = hops.findIndex(({ verdict }) => verdict === "denied");
  return stop < 0 ? hops : hops.slice(0, stop + 1);
}

const marks: Record<HopVerdict, string> = { allowed: "allowed", denied: "DENIED ", unknown: "UNKNOWN" };

/** Hops as lines, with their details in a column. */
export function hopLines(hops: readonly Hop[]): string[] {
  const width = Math.max(...hops.map(({ what }) => what.length));
  return hops.flatMap(({ verdict, what, details: [first = "", ...rest] }) => [
    `${marks[verdict]}  ${what.padEnd(width)}  ${first}`.trimEnd(),
    ...rest.map((line) => `${" ".repeat(marks[verdict].length + width + 4)}${line}`),
  ]);
}

/** The description of a rule by its authors, in quotes. */
export function descriptionOf(configuration: Configuration, text: string): string[] {
  const address = /[\w-]+\/(?:data\.)?\w+\.[\w-]+/.exec(text)?.[0];
  const description = address && configuration.find(address)?.get("description");
  return description && description.kind === "constant" && typeof description.value === "string"
    ? [`"${description.value}"`]
    : [];
}
