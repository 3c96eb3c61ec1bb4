import type { Access } from "../analyze";
import type { Holder } from "../questions/assume";
import { isCertain, type Verdict } from "../verdict";

/** Empty where every principal that may is intended, and every intended principal certainly can. */
export const compare = (
  found: readonly (Access | Holder)[],
  meant: readonly string[],
  administrators: boolean,
  what: string,
): string[] => [
  ...surplus(found, meant, administrators).map(
    ({ name, verdict }) => `${name} may ${what}${reason(verdict)}`,
  ),
  ...uncertain(found, meant, what),
];

/** Principals that may and are not intended. */
export function surplus<T extends Access | Holder>(
  found: readonly T[],
  meant: readonly string[],
  administrators: boolean,
): T[] {
  const outside = ["administrator", "outsider"];
  return found.filter(
    ({ kind, name }) => !meant.includes(name) && !(administrators && outside.includes(kind)),
  );
}

/** Intended principals for which it is not certain that they can. */
export const uncertain = (
  found: readonly (Access | Holder)[],
  meant: readonly string[],
  what: string,
): string[] =>
  meant.flatMap((name) => {
    const verdict = found.find((candidate) => candidate.name === name)?.verdict;
    return verdict && isCertain(verdict)
      ? []
      : [`${name} may not be able to ${what}${verdict ? reason(verdict) : ""}`];
  });

export const reason = (verdict: Verdict): string =>
  verdict.kind === "unknown" ? `, because it is not known: ${verdict.because.join("; ")}` : "";
