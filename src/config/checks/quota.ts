import { traitsOfKind } from "../application-kinds";
import type { Application, Organization } from "../model";
import { describePodsInQuota, podsInQuota } from "../pods";
import type { Problem } from "../problem";
import { quantityValue } from "../quantity";
import type { NamedOrganizations } from "./check";

type Resource = "cpu" | "memory" | "ephemeralStorage";

/** Amount of a resource that one pod of an application requests. */
const requested = (application: Application, resource: Resource): string =>
  resource === "ephemeralStorage"
    ? traitsOfKind(application).ephemeralStorage
    : application.resources[resource];

/**
 * The quota must hold an organization's pods, including the extra pods of an update: Kubernetes creates no pod beyond
 * it, and the update would not finish.
 */
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
  // Binary floating point has no exact sum of decimal fractions of a core.
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
