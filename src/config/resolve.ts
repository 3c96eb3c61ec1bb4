import type { EnvironmentFile } from "./environment-schema";
import type { DatabaseSettings, Environment, Network, Organization } from "./model";
import { compare } from "./problem";
import { defaultSubnets } from "./subnet-places";

/** Fills in what follows from the rest of an environment: partition, zones, addresses, order. */
export function resolveEnvironment(
  name: string,
  file: EnvironmentFile,
  organizations: Organization[],
): Environment {
  const [a, b] = file.zones ?? [`${file.region}a`, `${file.region}b`];
  return {
    ...file,
    name,
    ...partitionOf(file.region),
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

/** Settings of an organization's own instance: the environment's, with what the organization says differently. */
export const dedicatedSettings = (
  environment: Environment,
  organization: Organization,
): DatabaseSettings => ({
  ...environment.database,
  ...organization.instance,
});

/** A database instance with those who use it. */
export interface DatabaseInstance {
  /** Whose own instance it is; undefined for the shared one. */
  readonly organization?: Organization;
  readonly settings: DatabaseSettings;
  readonly users: readonly Organization[];
}

/** The shared instance, and those of organizations with isolation `instance`. */
export function databaseInstances(environment: Environment): DatabaseInstance[] {
  const owners = environment.organizations.filter(({ isolation }) => isolation === "instance");
  return [
    {
      settings: environment.database,
      users: environment.organizations.filter(({ isolation }) => isolation !== "instance"),
    },
    ...owners.map((organization) => ({
      organization,
      settings: dedicatedSettings(environment, organization),
      users: [organization],
    })),
  ];
}

function partitionOf(region: string): { partition: string; dnsSuffix: string } {
  if (region.startsWith("cn-")) return { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn" };
  if (region.startsWith("us-gov-")) return { partition: "aws-us-gov", dnsSuffix: "amazonaws.com" };
  return { partition: "aws", dnsSuffix: "amazonaws.com" };
}
