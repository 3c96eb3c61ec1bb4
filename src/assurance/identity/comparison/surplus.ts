import { addressesNamed } from "../../terraform";
import type { Difference } from "../intent";
import type { Holder } from "../questions/assume";
import type { Access } from "../subjects";
import { isCertain, type Verdict } from "../verdict";

/** Empty if all possible principals are intended, and all intended principals are certain. */
export const compare = (
  found: readonly (Access | Holder)[],
  meant: readonly string[],
  what: string,
  at: string,
): Difference[] => [
  ...surplus(found, meant, false).map((one) =>
    through(one, differenceAt(placeOf(one.verdict) ?? at, `${one.name} may ${what}`, one.verdict)),
  ),
  ...uncertain(found, meant, what, at),
];

/** Principals that have access, or may have, without being intended. */
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

/** Intended principals whose access is not certain. */
export const uncertain = (
  found: readonly (Access | Holder)[],
  meant: readonly string[],
  what: string,
  at: string,
): Difference[] =>
  meant.flatMap((name) => {
    const one = found.find((candidate) => candidate.name === name);
    return one && isCertain(one.verdict)
      ? []
      : [through(one, differenceAt(at, `${name} may not be able to ${what}`, one?.verdict))];
  });

/** If many tokens of one provider are affected, the provider may be the cause. */
const through = (one: Access | Holder | undefined, difference: Difference): Difference =>
  one && "through" in one && one.through !== undefined
    ? { ...difference, follows: [...(difference.follows ?? [difference.at ?? ""]), one.through] }
    : difference;

/** A difference at a resource. If the verdict is unknown, it may follow from other unknowns. */
export const differenceAt = (at: string, text: string, verdict?: Verdict): Difference =>
  verdict?.kind === "unknown"
    ? {
        text,
        details: verdict.because
          .flatMap((because) => because.split("; "))
          .filter((because) => !because.endsWith(": "))
          .map((because) => `not known: ${because}`),
        follows: [...verdict.because.flatMap(addressesNamed), at],
      }
    : { text, at };

/** Address of the policy that allows an access, unless the same policy allows an intended access. */
export function placeOf(verdict: Verdict, meant: readonly Verdict[] = []): string | undefined {
  if (verdict.kind !== "allowed") return undefined;
  const usual = new Set(meant.flatMap((one) => (one.kind === "allowed" ? one.witness : [])));
  return verdict.witness.filter((line) => !usual.has(line)).flatMap(addressesNamed)[0];
}
