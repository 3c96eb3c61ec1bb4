import { allocatable } from "../facts/instance-sizes";
import { inEachCluster, onEveryNode, requestedBySystem } from "../facts/system-pods";
import type { Environment } from "../model";
import type { Problem } from "../problem";
import { quantityValue } from "../quantity";
import { nodesCarryPods } from "./node-capacity";

type NodeGroup = Environment["cluster"]["nodeGroups"][number];
type Resource = "cpu" | "memory";

/** Formats an amount of a resource for messages. */
const units: Readonly<Record<Resource, (amount: number) => string>> = {
  cpu: (cores) => `${Math.floor(cores * 1000)}m`,
  memory: (bytes) => `${Math.floor(bytes / 2 ** 20)}Mi`,
};

/**
 * Amount left for organizations' pods on a node of the group in the worst case, since AWS chooses which of the listed
 * types a node has.
 */
const leftAtWorst = ({ instanceTypes }: NodeGroup, resource: Resource): number =>
  Math.min(...instanceTypes.map((type) => allocatable(type)[resource])) -
  requestedBySystem(onEveryNode, resource);

/**
 * Each pod must fit on a node of at least one group: Kubernetes leaves a larger pod pending, whatever is free in total.
 */
export function podsFitOnNodes({ cluster, organizations }: Environment): Problem[] {
  return (["cpu", "memory"] as const).flatMap((resource) => {
    const groups = cluster.nodeGroups.map((group) => ({ group, left: leftAtWorst(group, resource) }));
    const [largest] = groups.sort((a, b) => b.left - a.left);
    if (!largest) return [];
    return organizations.flatMap(({ name, applications }) =>
      applications.flatMap((application, index): Problem[] => {
        const wanted = application.resources[resource];
        if (quantityValue(wanted) <= largest.left) return [];
        const { name: group, instanceTypes } = largest.group;
        return [
          {
            organization: name,
            path: ["applications", index, "resources", resource],
            found: `"${wanted}" for one pod`,
            allowed: `at most ${units[resource](largest.left)}, which is what a node of ${group} (${instanceTypes.join(", ")}) has for such pods`,
            fix: "Lower it, or add a node group of larger types.",
          },
        ];
      }),
    );
  });
}

/**
 * The minimum number of nodes must have what all pods request, without the extra pods of updates; otherwise some pods
 * never run. Reports nothing if another check already asks for more or larger nodes.
 */
export function nodesHoldRequests(environment: Environment): Problem[] {
  const { cluster, organizations } = environment;
  if ([...nodesCarryPods(environment), ...podsFitOnNodes(environment)].length > 0) return [];
  return (["cpu", "memory"] as const).flatMap((resource): Problem[] => {
    const show = units[resource];
    const groups = cluster.nodeGroups.map((group) => ({ ...group, left: leftAtWorst(group, resource) }));
    const offered = groups.reduce((sum, { minSize, left }) => sum + minSize * left, 0);
    const ofSystem = requestedBySystem(inEachCluster(environment), resource);
    const ofOrganizations = organizations
      .flatMap(({ applications }) => applications)
      .reduce((sum, { replicas, resources }) => sum + replicas * quantityValue(resources[resource]), 0);
    if (ofSystem + ofOrganizations <= offered) return [];
    const supply = groups.map(({ name, minSize, left }) => `${name} ${minSize} × ${show(left)}`).join(" + ");
    return [
      {
        path: ["cluster", "nodeGroups"],
        found: `${show(offered)} of ${resource} at minSize (${supply}), for pods that request ${show(ofSystem + ofOrganizations)} (${show(ofSystem)} of them of the cluster itself)`,
        allowed: "what all pods request together",
        fix: "Raise minSize, use larger instance types, or lower resources or replicas.",
      },
    ];
  });
}
