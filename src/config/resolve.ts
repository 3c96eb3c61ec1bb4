import type { Environment, Network, Organization } from "./model";
import { compare } from "./problem";
import type { EnvironmentFile } from "./schema/environment";
import { defaultSubnets } from "./subnet-places";

/** Fills in what follows from the rest of an environment: zones, addresses, order. */
export function resolveEnvironment(
  name: string,
  file: EnvironmentFile,
  organizations: Organization[],
): Environment {
  const [a, b] = file.zones ?? [`${file.region}a`, `${file.region}b`];
  return {
    ...file,
    name,
    zones: [a as string, b as string],
    network: resolveNetwork(file),
    organizations: [...organizations].sort((x, y) => compare(x.name, y.name)),
  };
}

/** Whether cluster and database share a VPC. */
export const hasOneVpc = ({ topology }: Pick<Environment, "topology">): boolean => topology === "same-vpc";

function resolveNetwork({ topology, network }: EnvironmentFile): Network {
  const { cidr, databaseCidr = hasOneVpc({ topology }) ? cidr : "10.1.0.0/16" } = network;
  const ranges = { cidr, databaseCidr: hasOneVpc({ topology }) ? cidr : databaseCidr };
  return { ...network, databaseCidr, subnets: { ...defaultSubnets(ranges), ...network.subnets } };
}
