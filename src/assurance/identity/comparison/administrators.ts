import type { ClusterAccessReport, IdentityReport } from "../analyze";
import type { IdentityIntent } from "../intent";

/** Who is let into Kubernetes. What roles of the configuration gain by that is among the indirect ways. */
export function administratorDifferences(
  { clusterAccess }: IdentityReport,
  { administrators, lookers }: IdentityIntent,
): string[] {
  const isMeant = ({ name, onlyLooks }: ClusterAccessReport) =>
    administrators.includes(name) || (onlyLooks && lookers.includes(name));
  const isTold = ({ isOwnRole, onlyLooks }: ClusterAccessReport) => isOwnRole && !onlyLooks;
  const absent = administrators.filter(
    (name) => !clusterAccess.some((access) => access.name === name && access.administers),
  );
  return [
    ...clusterAccess
      .filter((access) => !isMeant(access) && !isTold(access))
      .map(({ address, name, policy }) => `${address} lets ${name} into Kubernetes: ${policy}`),
    ...absent.map((name) => `${name} is not certain to administer Kubernetes`),
  ];
}
