import { parseNetwork } from "../cidr";
import { addressesOfNode } from "../facts/network-interfaces";
import type { Environment } from "../model";
import { podsOf } from "../pods";
import type { Problem } from "../problem";
import { hasRoom, prefixFor } from "./subnets";

/** Addresses that AWS reserves per subnet. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const reservedByAws = 5;

/**
 * Prefix length of the largest subnet that AWS allows.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
const shortestPrefix = 16;

/**
 * Addresses that the control plane uses per subnet at most.
 * https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
const controlPlane = 16;

/**
 * The private cluster subnets must have addresses for the maximum number of nodes: a node allocates the addresses of
 * whole interfaces, and without free addresses the next node does not start. Nodes and pods spread over both zones.
 */
export function nodesHaveAddresses(environment: Environment): Problem[] {
  const { cluster, network, organizations } = environment;
  const nodes = cluster.nodeGroups.map(({ name, maxSize, instanceTypes }) => ({
    name,
    maxSize,
    each: Math.max(...instanceTypes.map(addressesOfNode)),
  }));
  const ofNodes = nodes.reduce((sum, { maxSize, each }) => sum + maxSize * each, 0);
  const ofPods = organizations.reduce((sum, organization) => sum + podsOf(organization), 0);
  const perZone = Math.ceil((ofNodes + ofPods) / 2) + controlPlane + network.interfaceEndpoints.length;
  return network.subnets.clusterPrivate.flatMap((text, index): Problem[] => {
    const subnet = parseNetwork(text);
    const room = subnet.size - reservedByAws;
    if (perZone <= room || !hasRoom("clusterPrivate", subnet)) return [];
    const enough = prefixFor(perZone + reservedByAws);
    const takes = nodes.map(({ name, maxSize, each }) => `${name} ${maxSize} × ${each}`).join(" + ");
    return [
      {
        path: ["network", "subnets", "clusterPrivate", index],
        found: `${text}, ${room} addresses, of which ${perZone} are needed at maxSize (half of ${takes} for nodes and ${ofPods} for pods, ${controlPlane} for the control plane, ${network.interfaceEndpoints.length} for endpoints)`,
        allowed: "an address for all of them: without one a node does not start, or a pod stays pending",
        fix:
          enough < shortestPrefix
            ? `Lower maxSize: no subnet has more than ${2 ** (32 - shortestPrefix) - reservedByAws} addresses.`
            : `Give it a prefix length of ${enough} or less, before anything is applied, or lower maxSize.`,
      },
    ];
  });
}
