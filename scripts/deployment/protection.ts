import type { Deleted } from "./shown-plan";

/** Arguments by which AWS refuses to delete something: after Terraform has destroyed all that stands on it. */
const protections = ["deletion_protection", "enable_deletion_protection"];

/** Why a plan is not applied that deletes what AWS protects, and what to do. Empty where it deletes nothing of the kind. */
export function protectionProblems(deleted: readonly Deleted[]): string[] {
  const held = deleted.filter(({ before }) => protections.some((name) => before[name] === true));
  return held.length > 0
    ? [`Protected: ${held.map(({ address }) => address).join(", ")}`, releaseAdvice]
    : [];
}

const releaseAdvice =
  "Nothing was destroyed. AWS protects it, and would refuse its deletion after all that depends on it is destroyed: first deploy a config in which its deletionProtection is false.";
