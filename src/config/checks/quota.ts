import type { Organization } from "../model";
import { describePods, mostPods, podsOf } from "../pods";
import type { Problem } from "../problem";
import { quantityValue } from "../quantity";
import type { NamedOrganizations } from "./check";

type Resource = "cpu" | "memory";

/** An organization's pods fit its quota, updates included: Kubernetes makes no pod beyond it, and an update hangs. */
export function quotaHoldsPods({ organizations }: NamedOrganizations): Problem[] {
  return organizations.flatMap((organization) => [
    ...judgePods(organization),
    ...judgeResource(organization, "cpu"),
    ...judgeResource(organization, "memory"),
  ]);
}

function judgePods(organization: Organization): Problem[] {
  const needed = podsOf(organization);
  if (needed <= organization.quota.pods) return [];
  const terms = organization.applications.map((one) => `${one.name} ${describePods(one)}`);
  return [
    {
      organization: organization.name,
      path: ["quota", "pods"],
      found: `${organization.quota.pods}, for ${needed} pods: ${terms.join(" + ")}`,
      allowed: `${needed} or more`,
      fix: "Raise the quota, or lower replicas.",
    },
  ];
}

function judgeResource(organization: Organization, resource: Resource): Problem[] {
  const quota = organization.quota[resource];
  const needed = organization.applications.reduce(
    (sum, one) => sum + mostPods(one) * quantityValue(one.resources[resource]),
    0,
  );
  // Fractions of a core have no exact sum in binary.
  if (needed <= quantityValue(quota) * (1 + 1e-9)) return [];
  const terms = organization.applications.map(
    (one) => `${one.name} ${one.resources[resource]} × ${describePods(one)}`,
  );
  return [
    {
      organization: organization.name,
      path: ["quota", resource],
      found: `"${quota}", for pods that request ${terms.join(" + ")}`,
      allowed: "at least what the organization's pods request together",
      fix: "Raise the quota, or lower resources or replicas.",
    },
  ];
}
