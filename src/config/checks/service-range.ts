import { contains, overlaps, parseNetwork, withPrefix } from "../cidr";
import {
  largestServicePrefix,
  networkOfAwsServices,
  serviceNetworks,
  smallestServicePrefix,
} from "../facts/networks";
import { traitsOf } from "../facts/topologies";
import type { Environment } from "../model";
import type { Problem } from "../problem";

/**
 * EKS must accept the range of services, and the range must contain no address that pods call: kube-proxy sends packets
 * for an address in this range to a service, wherever that address is.
 */
export function serviceRange(environment: Environment): Problem[] {
  const { serviceCidr } = environment.cluster;
  const range = parseNetwork(serviceCidr);
  const problem = (found: string, allowed: string, fix: string): Problem[] => [
    { path: ["cluster", "serviceCidr"], found: `${serviceCidr}, ${found}`, allowed, fix },
  ];
  if (range.prefix < largestServicePrefix || range.prefix > smallestServicePrefix)
    return problem(
      `a /${range.prefix}`,
      `/${largestServicePrefix} to /${smallestServicePrefix}, as EKS accepts for services`,
      `Change the prefix length, such as ${withPrefix(range, 16).canonical}.`,
    );
  if (!serviceNetworks.some((network) => contains(parseNetwork(network), range)))
    return problem(
      "addresses that EKS does not accept for services",
      `a part of ${serviceNetworks.join(", ")}`,
      "Choose a private range that nothing else uses.",
    );
  const other = reachableNetworks(environment).find(({ text }) => overlaps(range, parseNetwork(text)));
  if (!other) return [];
  return problem(
    `which overlaps ${other.text} (${other.label})`,
    "a separate range: Kubernetes sends traffic for these addresses to services, not to that network",
    "Choose a range that no network has which pods reach, peered and remote ones included.",
  );
}

/** Networks with addresses that pods, or processes on their nodes, call. */
const reachableNetworks = (environment: Environment): { text: string; label: string }[] => {
  const { cidr, databaseCidr } = environment.network;
  return [
    { text: cidr, label: "network.cidr" },
    ...(traitsOf(environment).routed ? [{ text: databaseCidr, label: "network.databaseCidr" }] : []),
    { text: networkOfAwsServices, label: "what AWS services use themselves" },
  ];
};
