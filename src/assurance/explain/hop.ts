import type { Configuration } from "../terraform";

export type HopVerdict = "allowed" | "denied" | "unknown";

/** An answer in words. */
export interface Explanation {
  readonly verdict: HopVerdict;
  readonly lines: readonly string[];
}

/** One thing that has to say yes, in words. */
export interface Hop {
  readonly verdict: HopVerdict;
  /** What is asked of what, such as `security group` or `kms:Decrypt`. */
  readonly what: string;
  /** Why: the rule or the statement first, then where it stands. */
  readonly details: readonly string[];
}

/** The verdict on something that needs all of these hops. */
export function worst(hops: readonly Hop[]): HopVerdict {
  if (hops.some(({ verdict }) => verdict === "denied")) return "denied";
  return hops.some(({ verdict }) => verdict === "unknown") ? "unknown" : "allowed";
}

/** Up to the first hop that says no: what comes after it is never asked. */
export function upToFirstRefusal(hops: readonly Hop[]): readonly Hop[] {
  const stop = hops.findIndex(({ verdict }) => verdict === "denied");
  return stop < 0 ? hops : hops.slice(0, stop + 1);
}

const marks: Record<HopVerdict, string> = { allowed: "allowed", denied: "DENIED ", unknown: "UNKNOWN" };

/** Hops one under the other, their details in a column. */
export function hopLines(hops: readonly Hop[]): string[] {
  const width = Math.max(...hops.map(({ what }) => what.length));
  return hops.flatMap(({ verdict, what, details: [first = "", ...rest] }) => [
    `${marks[verdict]}  ${what.padEnd(width)}  ${first}`.trimEnd(),
    ...rest.map((line) => `${" ".repeat(marks[verdict].length + width + 4)}${line}`),
  ]);
}

export const indented = (lines: readonly string[], by = 2): string[] =>
  lines.map((line) => (line === "" ? "" : `${" ".repeat(by)}${line}`));

/** The description that the authors of a rule gave it, in quotes. */
export function descriptionOf(configuration: Configuration, text: string): string[] {
  const address = /[\w-]+\/(?:data\.)?\w+\.[\w-]+/.exec(text)?.[0];
  const description = address && configuration.find(address)?.get("description");
  return description && description.kind === "constant" && typeof description.value === "string"
    ? [`"${description.value}"`]
    : [];
}
