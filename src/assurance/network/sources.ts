import { groupedBy } from "../grouping";
import {
  absent,
  blocksOf,
  booleanOf,
  type Configuration,
  isAbsent,
  isUnknown,
  keyOf,
  list,
  type Resource,
} from "../terraform";
import { entryOf } from "../terraform/blocks";
import { exactGroups, type HeldGroups, isEmpty, noGroups, together } from "./held-groups";
import { noteCniMode, type SecurityGroupPolicy, securityGroupPolicies, workloads } from "./kubernetes";
import { networkPolicies } from "./network-policies";
import type { Notes } from "./notes";
import { interfacesIn, internet, type NetworkInterface, nameOr, type Party, party } from "./parties";
import type { Vpcs } from "./vpcs";

/** All parties that can open a connection: the closed world of sources. */
export function sources(configuration: Configuration, vpcs: Vpcs, notes: Notes): Party[] {
  const groupsOf = notes.byOwner(
    "aws_eks_node_group",
    "cluster_name",
    "aws_eks_cluster",
    "not declared or not known",
  );
  const nodes = configuration
    .resources("aws_eks_cluster")
    .flatMap((cluster) => [
      controlPlane(cluster, vpcs, notes),
      ...nodeGroups(cluster, groupsOf(cluster), vpcs, notes),
    ]);
  return [
    ...pods(configuration, nodes, notes),
    ...nodes,
    ...configuration.resources("aws_lambda_function").flatMap((one) => lambda(one, vpcs, notes)),
    ...configuration.resources("aws_instance").map((one) => instance(one, vpcs, notes)),
    ...vpcs.subnets.map((subnet) =>
      party({ kind: "address", name: subnet.address }, subnet.address, [
        { subnet, groups: noGroups, unfiltered: true, publicAddress: undefined },
      ]),
    ),
    internet,
  ];
}

const clusterGroup = (cluster: Resource): HeldGroups =>
  exactGroups(keyOf(cluster.symbol("vpc_config", 0, "cluster_security_group_id")));

/** The API server also connects into the VPC: to webhooks, and for `kubectl proxy`. */
function controlPlane(cluster: Resource, vpcs: Vpcs, notes: Notes): Party {
  if (!isAbsent(cluster.get("compute_config")) || !isAbsent(cluster.get("remote_network_config")))
    notes.add(`${cluster.address} has nodes that are not declared (Auto Mode or hybrid nodes)`);
  const subnets = notes.each("aws_subnet", cluster.get("vpc_config", 0, "subnet_ids"), cluster.address);
  return party(
    { kind: "control plane", name: nameOr(cluster, "name") },
    cluster.address,
    interfacesIn(vpcs, notes, cluster.address, subnets, {
      groups: together(clusterGroup(cluster), notes.groupsOf(cluster)),
      publicAddress: false,
    }),
  );
}

function nodeGroups(cluster: Resource, groups: readonly Resource[], vpcs: Vpcs, notes: Notes): Party[] {
  return groups.map((group) => {
    if (!isAbsent(group.get("remote_access")))
      notes.add(`${group.address} has a security group of EKS (remote_access)`);
    const template = launchTemplate(group, notes);
    const subnets = notes.each("aws_subnet", group.get("subnet_ids"), group.address);
    // Groups of a launch template replace the cluster's.
    const chosen = template ? notes.groupsOf(template) : noGroups;
    const interfaces = interfacesIn(vpcs, notes, group.address, subnets, {
      groups: isEmpty(chosen) ? clusterGroup(cluster) : chosen,
      publicAddress: undefined,
    }).map((one) => ({ ...one, publicAddress: publicNode(template, one) }));
    return party({ kind: "nodes", name: group.address }, group.address, interfaces);
  });
}

function launchTemplate(group: Resource, notes: Notes): Resource | undefined {
  if (isAbsent(group.get("launch_template"))) return undefined;
  const [id, name] = [group.get("launch_template", 0, "id"), group.get("launch_template", 0, "name")];
  return notes.declared("aws_launch_template", isAbsent(id) ? name : id, group.address)?.resource;
}

function publicNode(template: Resource | undefined, { subnet }: NetworkInterface): boolean | undefined {
  const asked = blocksOf(template?.get("network_interfaces") ?? absent).map((block) =>
    booleanOf(entryOf(block, "associate_public_ip_address")),
  );
  if (asked.some(isUnknown)) return undefined;
  return asked.includes(true) || (!asked.includes(false) && subnet.mapsPublicAddresses);
}

/**
 * Pods by workload and, per namespace, all other pods that may run there. Selected pods only hold the groups of their
 * policy, on interfaces in their nodes' subnets; all others have the node's interfaces.
 */
function pods(configuration: Configuration, cluster: readonly Party[], notes: Notes): Party[] {
  const nodes = cluster.filter(({ kind }) => kind === "nodes").flatMap(({ interfaces }) => interfaces);
  const policies = securityGroupPolicies(configuration, notes);
  if (policies.length > 0) noteCniMode(configuration, notes);
  const groupsOf = new Map(policies.map((one) => [one, notes.groupsOf(one.resource)]));
  const bySubnet = [...new Map(nodes.map((one) => [one.subnet.key, one])).values()];
  const interfacesWith = (chosen: readonly SecurityGroupPolicy[]): NetworkInterface[] => {
    const groups = together(...chosen.map((policy) => groupsOf.get(policy) ?? noGroups));
    return chosen.length === 0
      ? nodes
      : bySubnet.map(({ subnet }) => ({ subnet, groups, publicAddress: false }));
  };
  const byNamespace = groupedBy(policies, ({ namespace }) => namespace);
  const policiesOf = networkPolicies(configuration);
  return [
    ...workloads(configuration, notes).map((workload) => {
      const chosen = (byNamespace.get(workload.namespace) ?? []).filter((policy) => policy.selects(workload));
      const { namespace, name } = workload;
      const policies = policiesOf(workload);
      const interfaces = interfacesWith(chosen).map((one) => ({ ...one, policies }));
      return party({ kind: "pods", namespace, workload: name }, workload.address, interfaces);
    }),
    ...[...byNamespace].map(([namespace, own]) => {
      const address = own.map(({ resource }) => resource.address).join(", ");
      return party({ kind: "pods", namespace }, address, interfacesWith(own));
    }),
  ];
}

/** Functions without a VPC connect from the internet, with any address. */
function lambda(resource: Resource, vpcs: Vpcs, notes: Notes): Party[] {
  if (isAbsent(resource.get("vpc_config"))) return [];
  const subnets = notes.each("aws_subnet", resource.get("vpc_config", 0, "subnet_ids"), resource.address);
  const groups = notes.groupsOf(resource);
  return [
    party(
      { kind: "function", name: nameOr(resource, "function_name") },
      resource.address,
      interfacesIn(vpcs, notes, resource.address, subnets, { groups, publicAddress: false }),
    ),
  ];
}

function instance(resource: Resource, vpcs: Vpcs, notes: Notes): Party {
  if (!isAbsent(resource.get("network_interface")) || !isAbsent(resource.get("launch_template")))
    notes.add(`${resource.address} has interfaces that are declared elsewhere`);
  const subnets = notes.each("aws_subnet", list([resource.get("subnet_id")]), resource.address);
  const asked = booleanOf(resource.get("associate_public_ip_address"));
  const interfaces = interfacesIn(vpcs, notes, resource.address, subnets, {
    groups: notes.groupsOf(resource),
    publicAddress: undefined,
  }).map((one) => ({
    ...one,
    publicAddress: isUnknown(asked) ? undefined : (asked ?? one.subnet.mapsPublicAddresses),
  }));
  return party({ kind: "instance", name: resource.address }, resource.address, interfaces);
}
