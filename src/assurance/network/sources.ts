import {
  absent,
  blocksOf,
  booleanOf,
  type Configuration,
  isAbsent,
  isUnknown,
  keyOf,
  type Resource,
} from "../terraform";
import {
  noteCniMode,
  noteManifests,
  type SecurityGroupPolicy,
  securityGroupPolicies,
  workloads,
} from "./kubernetes";
import { networkPolicies } from "./network-policies";
import { idOf, type Notes } from "./notes";
import { interfacesIn, internet, type NetworkInterface, nameOr, type Party, party } from "./parties";
import type { Vpcs } from "./vpcs";

/** All that could open a connection: the closed world of the question "who can reach the database". */
export function sources(configuration: Configuration, vpcs: Vpcs, notes: Notes): Party[] {
  const nodes = configuration
    .resources("aws_eks_cluster")
    .flatMap((cluster) => [
      controlPlane(cluster, vpcs, notes),
      ...nodeGroups(configuration, cluster, vpcs, notes),
    ]);
  return [
    ...pods(configuration, nodes, notes),
    ...nodes,
    ...configuration.resources("aws_lambda_function").flatMap((one) => lambda(one, vpcs, notes)),
    ...configuration.resources("aws_instance").map((one) => instance(one, vpcs, notes)),
    ...vpcs.subnets.map((subnet) =>
      party({ kind: "address", name: subnet.address }, subnet.address, [
        { subnet, groups: [], unfiltered: true, publicAddress: undefined },
      ]),
    ),
    internet,
  ];
}

const clusterGroup = (cluster: Resource): string =>
  keyOf(cluster.symbol("vpc_config", 0, "cluster_security_group_id"));

/** The API server opens connections into the VPC too, to webhooks and for `kubectl proxy`. */
function controlPlane(cluster: Resource, vpcs: Vpcs, notes: Notes): Party {
  if (!isAbsent(cluster.get("compute_config")) || !isAbsent(cluster.get("remote_network_config")))
    notes.add(`${cluster.address} has nodes that are not declared (Auto Mode or hybrid nodes)`);
  const own = notes.keys(cluster.get("vpc_config", 0, "security_group_ids"), cluster.address);
  const subnets = notes.keys(cluster.get("vpc_config", 0, "subnet_ids"), cluster.address);
  return party(
    { kind: "control plane", name: nameOr(cluster, "name") },
    cluster.address,
    interfacesIn(vpcs, notes, cluster.address, subnets, {
      groups: [clusterGroup(cluster), ...own],
      publicAddress: false,
    }),
  );
}

function nodeGroups(configuration: Configuration, cluster: Resource, vpcs: Vpcs, notes: Notes): Party[] {
  const clusters = configuration.resources("aws_eks_cluster").length;
  return configuration
    .resources("aws_eks_node_group")
    .filter((group) => clusters === 1 || keyOf(group.get("cluster_name")) === keyOf(cluster.get("name")))
    .map((group) => {
      if (!isAbsent(group.get("remote_access")))
        notes.add(`${group.address} has a security group of EKS (remote_access)`);
      const template = launchTemplate(configuration, group, notes);
      const subnets = notes.keys(group.get("subnet_ids"), group.address);
      const groups = template ? templateGroups(template, notes) : [];
      const interfaces = interfacesIn(vpcs, notes, group.address, subnets, {
        groups: groups.length > 0 ? groups : [clusterGroup(cluster)],
        publicAddress: undefined,
      }).map((one) => ({ ...one, publicAddress: publicNode(template, one) }));
      return party({ kind: "nodes", name: group.address }, group.address, interfaces);
    });
}

function launchTemplate(configuration: Configuration, group: Resource, notes: Notes): Resource | undefined {
  if (isAbsent(group.get("launch_template"))) return undefined;
  const [id, name] = [group.get("launch_template", 0, "id"), group.get("launch_template", 0, "name")];
  const template = configuration
    .resources("aws_launch_template")
    .find((one) => keyOf(id) === idOf(one) || (!isAbsent(name) && keyOf(name) === keyOf(one.get("name"))));
  if (!template) notes.add(`${group.address} has a launch template that is not declared here`);
  return template;
}

/** Groups of a launch template replace the cluster's own. */
const templateGroups = (template: Resource, notes: Notes): string[] => [
  ...notes.keys(template.get("vpc_security_group_ids"), template.address),
  ...blocksOf(template.get("network_interfaces")).flatMap((block) =>
    notes.keys(isUnknown(block) ? block : (block.entries.get("security_groups") ?? absent), template.address),
  ),
];

function publicNode(template: Resource | undefined, { subnet }: NetworkInterface): boolean | undefined {
  const asked = booleanOf(template?.get("network_interfaces", 0, "associate_public_ip_address") ?? absent);
  return isUnknown(asked) ? undefined : (asked ?? subnet.mapsPublicAddresses);
}

/**
 * Pods by workload, and by namespace any other pod that may run there. Pods that a policy selects carry its groups
 * alone, on interfaces in their nodes' subnets; all others are their node, as far as packets show.
 */
function pods(configuration: Configuration, cluster: readonly Party[], notes: Notes): Party[] {
  const nodes = cluster.filter(({ kind }) => kind === "nodes").flatMap(({ interfaces }) => interfaces);
  const policies = securityGroupPolicies(configuration, notes);
  if (policies.length > 0) noteCniMode(configuration, notes);
  noteManifests(configuration, notes);
  const bySubnet = [...new Map(nodes.map((one) => [one.subnet.key, one])).values()];
  const interfacesWith = (chosen: readonly SecurityGroupPolicy[]): NetworkInterface[] => {
    const groups = chosen.flatMap((policy) => notes.keys(policy.groups, policy.address));
    return chosen.length === 0
      ? nodes
      : bySubnet.map(({ subnet }) => ({ subnet, groups: [...new Set(groups)], publicAddress: false }));
  };
  const byNamespace = groupedByNamespace(policies);
  const policiesOf = networkPolicies(configuration);
  return [
    ...workloads(configuration, notes).map((workload) => {
      const chosen = (byNamespace.get(workload.namespace) ?? []).filter((policy) => policy.selects(workload));
      const { namespace, name } = workload;
      const interfaces = interfacesWith(chosen).map((one) => ({ ...one, policies: policiesOf(workload) }));
      return party({ kind: "pods", namespace, workload: name }, workload.address, interfaces);
    }),
    ...[...byNamespace].map(([namespace, own]) => {
      const address = own.map((policy) => policy.address).join(", ");
      return party({ kind: "pods", namespace }, address, interfacesWith(own));
    }),
  ];
}

function groupedByNamespace(policies: readonly SecurityGroupPolicy[]): Map<string, SecurityGroupPolicy[]> {
  const groups = new Map<string, SecurityGroupPolicy[]>();
  for (const policy of policies) {
    const group = groups.get(policy.namespace);
    if (group) group.push(policy);
    else groups.set(policy.namespace, [policy]);
  }
  return groups;
}

/** Functions outside of VPCs come from the internet, where they come from anywhere. */
function lambda(resource: Resource, vpcs: Vpcs, notes: Notes): Party[] {
  if (isAbsent(resource.get("vpc_config"))) return [];
  const subnets = notes.keys(resource.get("vpc_config", 0, "subnet_ids"), resource.address);
  const groups = notes.keys(resource.get("vpc_config", 0, "security_group_ids"), resource.address);
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
  const groups = notes.keys(resource.get("vpc_security_group_ids"), resource.address);
  const subnets = notes.keys({ kind: "list", items: [resource.get("subnet_id")] }, resource.address);
  const asked = booleanOf(resource.get("associate_public_ip_address"));
  const interfaces = interfacesIn(vpcs, notes, resource.address, subnets, {
    groups,
    publicAddress: undefined,
  }).map((one) => ({
    ...one,
    groups: groups.length > 0 ? groups : [`${one.subnet.vpc.address}.default_security_group_id`],
    publicAddress: isUnknown(asked) ? undefined : (asked ?? one.subnet.mapsPublicAddresses),
  }));
  return party({ kind: "instance", name: resource.address }, resource.address, interfaces);
}
