import type { Deleted } from "./shown-plan";

/** Arguments by which AWS refuses a deletion, after Terraform has destroyed everything that depends on the resource. */
const protections = ["deletion_protection", "enable_deletion_protection"];

/** Reasons not to apply a plan that deletes protected resources, with advice. Empty if it deletes none. */
export function protectionProblems(deleted: readonly Deleted[]): string[] {
  const held = deleted.filter(({ before }) => protections.some((name) => before[name] === true));
  return held.length > 0
    ? [`Protected: ${held.map(({ address }) => address).join(", ")}`, releaseAdvice]
    : [];
}

const releaseAdvice =
  "Nothing was destroyed. AWS protects it, and would refuse its deletion after all that depends on it is destroyed: first deploy a config in which its deletionProtection is false.";
