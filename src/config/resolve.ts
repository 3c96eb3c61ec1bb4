import type { DatabaseSettings, Environment, Network, Organization } from "./model";
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

/**
 * Settings of an organization's own instance: the environment's, with what the organization says differently. Not its
 * snapshot: that holds the data of the organizations which share an instance.
 */
export const dedicatedSettings = (
  environment: Environment,
  organization: Organization,
): DatabaseSettings => ({
  ...environment.database,
  restoreFrom: undefined,
  ...organization.instance,
  proxy: { ...environment.database.proxy, ...organization.instance?.proxy },
});

/** Settings of the instance that holds an organization's data, its own or the shared one. */
export const instanceSettings = (environment: Environment, organization: Organization): DatabaseSettings =>
  organization.isolation === "instance" ? dedicatedSettings(environment, organization) : environment.database;

/** Whether a proxy stands before an instance, so that clients have its name, its certificate and its rules. */
export const isPooled = ({ pooling }: Pick<DatabaseSettings, "pooling">): boolean => pooling === "rds-proxy";

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
