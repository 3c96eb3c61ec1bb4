import { branchInterfaces } from "../facts/instance-types";
import { addressesForPods, maxPodsOfNode } from "../facts/network-interfaces";
import { addressesOfSystem, inEachCluster, onEveryNode, podsOfSystem } from "../facts/system-pods";
import type { Environment } from "../model";
import { podsOf } from "../pods";
import type { Problem } from "../problem";

type NodeGroup = Environment["cluster"]["nodeGroups"][number];

/** A resource that a node has in a limited number, one of which each pod occupies. */
interface Resource {
  readonly name: string;
  /** Number that a node of this type has left for the pods in question. */
  readonly left: (instanceType: string) => number;
  readonly needed: (environment: Environment) => Demand;
  readonly allowed: string;
}

interface Demand {
  readonly pods: number;
  readonly of: string;
}

const organizationsPods = ({ organizations }: Environment): Demand => ({
  pods: organizations.reduce((sum, organization) => sum + podsOf(organization), 0),
  of: organizations.map((organization) => `${organization.name} ${podsOf(organization)}`).join(" + "),
});

const systemPods = (environment: Environment): Demand => {
  const all = inEachCluster(environment);
  return { pods: podsOfSystem(all), of: all.map(({ name, pods }) => `${name} ${pods}`).join(" + ") };
};

/** Source: https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html */
const resources: readonly Resource[] = [
  {
    name: "branch interfaces",
    left: (type) => branchInterfaces(type) ?? 0,
    needed: organizationsPods,
    allowed: "a branch interface for every pod of every organization: without one it stays pending",
  },
  {
    name: "addresses beside those of branch interfaces",
    left: (type) => addressesForPods(type) - addressesOfSystem(onEveryNode),
    needed: systemPods,
    allowed: `an address for every pod without security groups of its own, of which each node runs ${addressesOfSystem(onEveryNode)}`,
  },
  {
    name: "places for pods",
    left: (type) => maxPodsOfNode(type) - podsOfSystem(onEveryNode),
    needed: (environment) => {
      const [ours, theirs] = [systemPods(environment), organizationsPods(environment)];
      return { pods: ours.pods + theirs.pods, of: [theirs.of, ours.of].filter(Boolean).join(" + ") };
    },
    allowed: `at most as many pods as kubelets accept, of which each node runs ${podsOfSystem(onEveryNode)} itself`,
  },
];

/**
 * The minimum number of nodes must carry the pods of the cluster and of every organization, including the extra pods of
 * an update.
 */
export function nodesCarryPods(environment: Environment): Problem[] {
  const { nodeGroups } = environment.cluster;
  if (nodeGroups.every(({ minSize }) => minSize === 0)) return [noNode(nodeGroups)];
  const [problem] = resources.flatMap((resource) => judge(resource, environment));
  return problem ? [problem] : [];
}

const noNode = ([group]: readonly NodeGroup[]): Problem => ({
  path: ["cluster", "nodeGroups"],
  found: "no node: minSize is 0 in every group",
  allowed:
    "at least one node: without one CoreDNS never runs, and the cluster's stack fails after twenty minutes",
  fix: `Raise minSize of ${group?.name ?? "a group"}; others may start with 0.`,
});

/** Number left on a node of the group in the worst case, since AWS chooses which of the listed types a node has. */
const leftAtWorst = ({ instanceTypes }: NodeGroup, { left }: Resource): number =>
  Math.max(0, Math.min(...instanceTypes.map(left)));

function judge(resource: Resource, environment: Environment): Problem[] {
  const groups = environment.cluster.nodeGroups.map((group) => ({
    ...group,
    left: leftAtWorst(group, resource),
  }));
  const offered = groups.reduce((sum, { minSize, left }) => sum + minSize * left, 0);
  const { pods, of } = resource.needed(environment);
  if (pods <= offered) return [];
  const supply = groups.map(({ name, minSize, left }) => `${name} ${minSize} × ${left}`).join(" + ");
  return [
    {
      path: ["cluster", "nodeGroups"],
      found: `${offered} ${resource.name} at minSize (${supply}), for ${pods} pods while all are updated (${of})`,
      allowed: resource.allowed,
      fix: fixFor(groups, pods - offered),
    },
  ];
}

/** Suggests a sufficient `minSize` for the group whose nodes carry the most pods. */
function fixFor(groups: readonly (NodeGroup & { left: number })[], missing: number): string {
  const [largest] = [...groups].sort((a, b) => b.left - a.left);
  if (!largest || largest.left === 0) return "Use larger instance types: nodes of these run no such pod.";
  const { name, minSize, maxSize, left } = largest;
  const enough = minSize + Math.ceil(missing / left);
  const above = enough > maxSize ? ` (and maxSize, ${maxSize} now)` : "";
  return `Raise minSize of ${name} to ${enough}${above}, or use larger instance types: ${missing} more are needed.`;
}
