import { addressesNamed } from "../../terraform";
import type { IdentityReport } from "../analyze";
import type { Difference, IdentityIntent } from "../intent";

/**
 * A policy that names an undeclared principal grants it something, and the next mistake may grant more. Reports one
 * difference per principal, with the gravest consequence.
 */
export function unknownPrincipalDifferences(
  { unknownPrincipals }: IdentityReport,
  { outsiders }: IdentityIntent,
  found: readonly Difference[],
): Difference[] {
  return unknownPrincipals
    .filter(({ name }) => !outsiders.includes(name) && !found.some(({ text }) => text.includes(name)))
    .map(({ name, place }) => ({
      at: addressesNamed(place)[0],
      text: `${place} names ${name}, which is no identity of this configuration and not listed in config`,
    }));
}
