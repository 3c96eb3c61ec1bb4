import type { Application, Organization } from "./model";

/**
 * Pods that a deployment runs beside its replicas while it is updated: one, so that none is missing meanwhile. Metabase
 * stops before it starts anew, so that two versions never migrate its database at the same time.
 */
const surgeOf = ({ kind }: Application): number => (kind === "metabase" ? 0 : 1);

/** Most pods of an application at one time. */
export const mostPods = (application: Application): number => application.replicas + surgeOf(application);

/** Most pods of an organization at one time. */
export const podsOf = ({ applications }: Organization): number =>
  applications.reduce((sum, application) => sum + mostPods(application), 0);

/** `2 + 1 while updating`, or `1` where nothing is added. */
export function describePods(application: Application): string {
  const surge = surgeOf(application);
  return surge > 0 ? `(${application.replicas} + ${surge} while updating)` : String(application.replicas);
}
