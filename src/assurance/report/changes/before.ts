import { environmentNames, type Proof, prove } from "../../gate";
import type { Guide } from "../../guide";
import type { Intent } from "../../intent";
import type { StackSource } from "../../terraform";

/**
 * Proofs of what was before, to be compared with.
 *
 * @param intents of today: an environment that is not among them is in the result too, held against nothing
 * @param names of the environments to prove. @default [] all
 */
export function provedBefore(
  sources: readonly StackSource[],
  intents: readonly Intent[],
  guide: Guide,
  names: readonly string[] = [],
): Proof[] {
  const there = environmentNames(sources).filter((name) => names.length === 0 || names.includes(name));
  return prove(
    sources,
    there.map((name) => intents.find(({ environment }) => environment === name) ?? emptyIntent(name, guide)),
  );
}

/** The intent of an environment of which nothing is meant: what is found there is compared, and held against nothing. */
export const emptyIntent = (environment: string, guide: Guide): Intent => ({
  environment,
  guide,
  instances: [],
  organizations: [],
  roles: [],
  administrators: [],
  exceptions: [],
});
