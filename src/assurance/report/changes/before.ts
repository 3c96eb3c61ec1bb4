import { environmentNames, type Proof, prove } from "../../gate";
import type { Guide } from "../../guide";
import type { Intent } from "../../intent";
import type { StackSource } from "../../terraform";

/**
 * Proofs of an earlier state, for comparison.
 *
 * @param intents current intents: an environment without one is included, with an empty intent
 * @param names names of the environments to prove. @default [] all
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

/** An intent without any resources: what exists is compared, but not judged. */
export const emptyIntent = (environment: string, guide: Guide): Intent => ({
  environment,
  guide,
  instances: [],
  organizations: [],
  roles: [],
  administrators: [],
  exceptions: [],
});
