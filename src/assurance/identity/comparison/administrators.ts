import type { ClusterAccessReport, IdentityReport } from "../analyze";
import type { Difference, IdentityIntent, MemberIntent } from "../intent";

/**
 * Compares the identities that EKS admits to Kubernetes with the intent. Indirect gains of roles are judged with
 * takeovers.
 */
export function administratorDifferences(
  { clusterAccess }: IdentityReport,
  { administrators, lookers, members }: IdentityIntent,
): Difference[] {
  const isMember = (member: MemberIntent, access: ClusterAccessReport): boolean =>
    access.name === member.principal &&
    access.onlyLooks &&
    access.opensPorts &&
    access.namespaces?.join() === member.namespace;
  const isMeant = (access: ClusterAccessReport) =>
    administrators.includes(access.name) ||
    (access.onlyLooks && !access.opensPorts && lookers.includes(access.name)) ||
    members.some((member) => isMember(member, access));
  const isTold = ({ isOwnRole, onlyLooks }: ClusterAccessReport) => isOwnRole && !onlyLooks;
  const absent = administrators.filter(
    (name) => !clusterAccess.some((access) => access.name === name && access.administers),
  );
  const shut = members.filter((member) => !clusterAccess.some((access) => isMember(member, access)));
  const strange = clusterAccess.filter((access) => !isMeant(access) && !isTold(access));
  return [
    ...strange.map(({ address, name, policy }, index) => {
      const told = strange.slice(0, index).find((other) => other.name === name);
      return {
        text: `${address} lets ${name} into Kubernetes: ${policy}`,
        ...(told && { follows: [told.address] }),
      };
    }),
    ...absent.map((name) => ({ text: `${name} is not certain to administer Kubernetes` })),
    ...shut.map(({ principal, namespace }) => ({
      text: `${principal} is not certain to read pods of ${namespace} and to open their ports, and no more`,
    })),
  ];
}
