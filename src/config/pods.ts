import { type KindTraits, traitsOfKind } from "./application-kinds";
import type { Application, Organization } from "./model";

/** Pods that a deployment runs in addition to its replicas while it is updated: one suffices for none to be missing. */
export const surge: Readonly<Record<KindTraits["update"], number>> = { rolling: 1, recreate: 0 };

const surgeOf = (application: Application): number => surge[traitsOfKind(application).update];

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
