import { blocksOf, type Resource, type Value } from "./terraform";
import { entryOf } from "./terraform/blocks";

interface Holder {
  /** What reports call all resources of the kind. The control plane and the nodes are one: EKS makes them share a group. */
  readonly kind: string;
  /** Lists of the security groups that a resource chooses for its interfaces. */
  readonly groups: (resource: Resource) => readonly Value[];
}

const at =
  (first: string, ...rest: (string | number)[]): Holder["groups"] =>
  (resource) => [resource.get(first, ...rest)];

/** Everything whose interfaces carry security groups, by type: the network model and the rules read groups here alone. */
const holders: Readonly<Record<string, Holder>> = {
  aws_db_instance: { kind: "databases", groups: at("vpc_security_group_ids") },
  aws_db_proxy: { kind: "proxies", groups: at("vpc_security_group_ids") },
  aws_eks_cluster: { kind: "the cluster", groups: at("vpc_config", 0, "security_group_ids") },
  aws_instance: {
    kind: "machines",
    groups: (one) => [one.get("vpc_security_group_ids"), one.get("security_groups")],
  },
  aws_lambda_function: { kind: "functions", groups: at("vpc_config", 0, "security_group_ids") },
  aws_launch_template: {
    kind: "the cluster",
    groups: (one) => [one.get("vpc_security_group_ids"), ...ofInterfaces(one)],
  },
  aws_lb: { kind: "load balancers", groups: at("security_groups") },
  aws_vpc_endpoint: { kind: "endpoints", groups: at("security_group_ids") },
  aws_vpclattice_resource_gateway: { kind: "resource gateways", groups: at("security_group_ids") },
  // Of all manifests, a SecurityGroupPolicy has this list.
  kubernetes_manifest: { kind: "pods", groups: at("manifest", "spec", "securityGroups", "groupIds") },
};

const ofInterfaces = (template: Resource): Value[] =>
  blocksOf(template.get("network_interfaces")).map((block) => entryOf(block, "security_groups"));

export const groupHolderTypes: readonly string[] = Object.keys(holders);

/** @throws Error where resources of this type hold no groups */
export function groupHolder(type: string): Holder {
  const holder = holders[type];
  if (!holder) throw new Error(`${type} holds no security groups that this reader knows.`);
  return holder;
}

/** Lists of the security groups that a resource chooses for its interfaces. @throws Error where its type holds none */
export const groupListsOf = (resource: Resource): readonly Value[] =>
  groupHolder(resource.type).groups(resource);
