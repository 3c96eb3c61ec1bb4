import { blocksOf, type Resource, type Value } from "./terraform";
import { entryOf } from "./terraform/blocks";

interface Holder {
  /**
   * Name of the kind in reports. The control plane and the nodes are one kind: EKS makes them share a security group.
   */
  readonly kind: string;
  /** Lists of the security groups that a resource requests for its interfaces. */
  readonly groups: (resource: Resource) => readonly Value[];
}

const at =
  (first: string, ...rest: (string | number)[]): Holder["groups"] =>
  (resource) => [resource.get(first, ...rest)];

/** All types whose interfaces hold security groups: the network model and the rules read groups here only. */
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
  // Among all manifests, only a SecurityGroupPolicy has this list.
  kubernetes_manifest: { kind: "pods", groups: at("manifest", "spec", "securityGroups", "groupIds") },
};

const ofInterfaces = (template: Resource): Value[] =>
  blocksOf(template.get("network_interfaces")).map((block) => entryOf(block, "security_groups"));

export const groupHolderTypes: readonly string[] = Object.keys(holders);

/** @throws Error if resources of this type hold no groups */
export function groupHolder(type: string): Holder {
  const holder = holders[type];
  if (!holder) throw new Error(`${type} holds no security groups that this reader knows.`);
  return holder;
}

/**
 * Lists of the security groups that a resource requests for its interfaces.
 *
 * @throws Error if its type holds none
 */
export const groupListsOf = (resource: Resource): readonly Value[] =>
  groupHolder(resource.type).groups(resource);
