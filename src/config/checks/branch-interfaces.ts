import { branchInterfaces } from "../facts/instance-types";
import type { Environment } from "../model";
import { podsOf } from "../pods";
import type { Problem } from "../problem";

type NodeGroup = Environment["cluster"]["nodeGroups"][number];

/** Interfaces of a node of the group at worst: which of its types a node gets is AWS's choice. */
const fewestInterfaces = ({ instanceTypes }: NodeGroup): number =>
  Math.min(...instanceTypes.map((type) => branchInterfaces(type) ?? 0));

/**
 * Nodes at their fewest carry every organization's pods, updates included: each of them takes one branch interface,
 * and Kubernetes leaves a pod that gets none pending.
 */
export function branchInterfaceCapacity({ cluster, organizations }: Environment): Problem[] {
  const groups = cluster.nodeGroups.map((group) => ({ ...group, interfaces: fewestInterfaces(group) }));
  const offered = groups.reduce((sum, { minSize, interfaces }) => sum + minSize * interfaces, 0);
  const needed = organizations.reduce((sum, organization) => sum + podsOf(organization), 0);
  if (needed <= offered) return [];
  const supply = groups
    .map(({ name, minSize, interfaces }) => `${name} ${minSize} × ${interfaces}`)
    .join(" + ");
  const demand = organizations
    .map((organization) => `${organization.name} ${podsOf(organization)}`)
    .join(" + ");
  return [
    {
      path: ["cluster", "nodeGroups"],
      found: `${offered} branch interfaces at minSize (${supply}), for ${needed} pods while all are updated (${demand})`,
      allowed: "a branch interface for every pod of every organization: without one it stays pending",
      fix: fixFor(groups, needed - offered),
    },
  ];
}

/** Says which minSize would do, of the group whose nodes carry most. */
function fixFor(groups: readonly (NodeGroup & { interfaces: number })[], missing: number): string {
  const [largest] = [...groups].sort((a, b) => b.interfaces - a.interfaces);
  if (!largest) return "Add a node group.";
  const { name, minSize, maxSize, interfaces } = largest;
  const enough = minSize + Math.ceil(missing / interfaces);
  const above = enough > maxSize ? ` (and maxSize, ${maxSize} now)` : "";
  return `Raise minSize of ${name} to ${enough}${above}, or take larger types: ${missing} more are needed.`;
}
