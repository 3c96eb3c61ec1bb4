import { type KindTraits, traitsOfKind } from "./application-kinds";
import type { Application, Organization } from "./model";

/** Extra pods of a deployment during an update: one is sufficient to keep all replicas available. */
export const surge: Readonly<Record<KindTraits["update"], number>> = { rolling: 1, recreate: 0 };

const surgeOf = (application: Application): number => surge[traitsOfKind(application).update];

/** Maximum number of an application's running pods. */
export const maxPodsDuringUpdate = (application: Application): number =>
  application.replicas + surgeOf(application);

/**
 * Terminating pods of a deployment during an update: they count against a quota until the end of their grace period.
 * With room for one, an update continues while the last old pod terminates.
 */
const ending: Readonly<Record<KindTraits["update"], number>> = { rolling: 1, recreate: 0 };

/** Number of an application's pods that a quota must hold so that updates do not wait. */
export const podsInQuota = (application: Application): number =>
  maxPodsDuringUpdate(application) + ending[traitsOfKind(application).update];

/** Maximum number of an organization's running pods. */
export const podsOf = ({ applications }: Organization): number =>
  applications.reduce((sum, application) => sum + maxPodsDuringUpdate(application), 0);

/** `(2 + 1 while updating)`, or `1` without extra pods. */
export function describePods(application: Application): string {
  const surge = surgeOf(application);
  return surge > 0 ? `(${application.replicas} + ${surge} while updating)` : String(application.replicas);
}

/** `(2 + 1 while updating + 1 that ends)`, or `1` without extra pods. */
export function describePodsInQuota(application: Application): string {
  const extra = ending[traitsOfKind(application).update];
  const pods = describePods(application);
  return extra > 0 ? `${pods.slice(0, -1)} + ${extra} that ends)` : pods;
}
