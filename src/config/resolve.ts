import { overlaps, parseNetwork } from "./cidr";
import { defaultServiceCidrs } from "./facts/networks";
import { traitsOf } from "./facts/topologies";
import type { Network, Organization, ResolvedEnvironment } from "./model";
import { compare } from "./problem";
import type { EnvironmentFile } from "./schema/environment";
import { defaultSubnets } from "./subnet-places";

/** Fills in what follows from other values of an environment: defaults, zones, addresses, order. */
export function resolveEnvironment(
  name: string,
  file: EnvironmentFile,
  organizations: Organization[],
): ResolvedEnvironment {
  const network = resolveNetwork(file);
  const [a, b] = file.zones ?? [`${file.region}a`, `${file.region}b`];
  return {
    ...file,
    name,
    zones: [a as string, b as string],
    network,
    cluster: { ...file.cluster, serviceCidr: file.cluster.serviceCidr ?? defaultServiceCidr(network) },
    organizations: [...organizations].sort((x, y) => compare(x.name, y.name)),
  };
}

function resolveNetwork({ topology, network }: EnvironmentFile): Network {
  const { ownVpc } = traitsOf({ topology });
  const { cidr, databaseCidr = ownVpc ? "10.1.0.0/16" : cidr } = network;
  const ranges = { cidr, databaseCidr: ownVpc ? databaseCidr : cidr };
  return { ...network, databaseCidr, subnets: { ...defaultSubnets(ranges), ...network.subnets } };
}

/** The first default range that overlaps no VPC, as EKS would choose it; if there is none, a check reports it. */
function defaultServiceCidr({ cidr, databaseCidr }: Network): string {
  const vpcs = [cidr, databaseCidr].map(parseNetwork);
  const free = defaultServiceCidrs.find((range) => !vpcs.some((vpc) => overlaps(vpc, parseNetwork(range))));
  return free ?? defaultServiceCidrs[0];
}
