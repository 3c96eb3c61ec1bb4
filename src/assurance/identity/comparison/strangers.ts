import type { IdentityReport } from "../analyze";
import type { Difference, IdentityIntent } from "../intent";

/** Whoever is named is let in to something, and stands ready for the next mistake. Said once, with its gravest consequence. */
export function strangerDifferences(
  { strangers }: IdentityReport,
  { outsiders }: IdentityIntent,
  found: readonly Difference[],
): Difference[] {
  return strangers
    .filter(({ name }) => !outsiders.includes(name) && !found.some(({ text }) => text.includes(name)))
    .map(({ name, place }) => ({
      text: `${place} names ${name}, which is no identity of this configuration and not listed in config`,
    }));
}
