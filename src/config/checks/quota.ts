import { traitsOfKind } from "../application-kinds";
import type { Application, Organization } from "../model";
import { describePodsInQuota, podsInQuota } from "../pods";
import type { Problem } from "../problem";
import { quantityValue } from "../quantity";
import type { NamedOrganizations } from "./check";

type Resource = "cpu" | "memory" | "ephemeralStorage";

/** What one pod of an application requests. */
const requested = (application: Application, resource: Resource): string =>
  resource === "ephemeralStorage"
    ? traitsOfKind(application).ephemeralStorage
    : application.resources[resource];

/** An organization's pods fit its quota, updates included: Kubernetes makes no pod beyond it, and an update hangs. */
export function quotaHoldsPods({ organizations }: NamedOrganizations): Problem[] {
  return organizations.flatMap((organization) => [
    ...judgePods(organization),
    ...(["cpu", "memory", "ephemeralStorage"] as const).flatMap((resource) =>
      judgeResource(organization, resource),
    ),
  ]);
}

function judgePods({ name, quota, applications }: Organization): Problem[] {
  const needed = applications.reduce((sum, one) => sum + podsInQuota(one), 0);
  if (needed <= quota.pods) return [];
  const terms = applications.map((one) => `${one.name} ${describePodsInQuota(one)}`);
  return [
    {
      organization: name,
      path: ["quota", "pods"],
      found: `${quota.pods}, for ${needed} pods: ${terms.join(" + ")}`,
      allowed: `${needed} or more`,
      fix: "Raise the quota, or lower replicas.",
    },
  ];
}

function judgeResource({ name, quota, applications }: Organization, resource: Resource): Problem[] {
  const needed = applications.reduce(
    (sum, one) => sum + podsInQuota(one) * quantityValue(requested(one, resource)),
    0,
  );
  // Fractions of a core have no exact sum in binary.
  if (needed <= quantityValue(quota[resource]) * (1 + 1e-9)) return [];
  const terms = applications.map(
    (one) => `${one.name} ${requested(one, resource)} × ${describePodsInQuota(one)}`,
  );
  return [
    {
      organization: name,
      path: ["quota", resource],
      found: `"${quota[resource]}", for pods that request ${terms.join(" + ")}`,
      allowed: "at least what the organization's pods request together",
      fix: "Raise the quota, or lower resources or replicas.",
    },
  ];
}
