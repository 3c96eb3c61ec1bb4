import { type KindTraits, traitsOfKind } from "./application-kinds";
import type { Application, Organization } from "./model";

/** Pods that a deployment runs in addition to its replicas while it is updated: one suffices for none to be missing. */
export const surge: Readonly<Record<KindTraits["update"], number>> = { rolling: 1, recreate: 0 };

const surgeOf = (application: Application): number => surge[traitsOfKind(application).update];

/** Most pods of an application at one time. */
export const mostPods = (application: Application): number => application.replicas + surgeOf(application);

/**
 * Pods of a deployment that end while others take their place: until they are gone, for their whole grace period, they
 * count against a quota. With room for one an update goes on while the last one ends.
 */
const ending: Readonly<Record<KindTraits["update"], number>> = { rolling: 1, recreate: 0 };

/** Most pods of an application that its quota has to hold for updates to go on without waiting. */
export const podsInQuota = (application: Application): number =>
  mostPods(application) + ending[traitsOfKind(application).update];

/** Most pods of an organization at one time. */
export const podsOf = ({ applications }: Organization): number =>
  applications.reduce((sum, application) => sum + mostPods(application), 0);

/** `2 + 1 while updating`, or `1` where nothing is added. */
export function describePods(application: Application): string {
  const surge = surgeOf(application);
  return surge > 0 ? `(${application.replicas} + ${surge} while updating)` : String(application.replicas);
}

/** `(2 + 1 while updating + 1 that ends)`, or `1` where nothing is added. */
export function describePodsInQuota(application: Application): string {
  const extra = ending[traitsOfKind(application).update];
  const pods = describePods(application);
  return extra > 0 ? `${pods.slice(0, -1)} + ${extra} that ends)` : pods;
}
