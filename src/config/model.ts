import type { EnvironmentFile } from "./schema/environment";
import type { OrganizationFile } from "./schema/organization";
import type { Subnets } from "./subnet-places";

/** One environment with its organizations: checked, defaults filled in, everything the stacks need. */
export interface Environment extends Omit<EnvironmentFile, "zones" | "network"> {
  /** Name of its folder under config/, the first part of every stack's name. */
  readonly name: string;
  /** The two availability zones. */
  readonly zones: readonly [string, string];
  readonly network: Network;
  /** Sorted by name. */
  readonly organizations: readonly Organization[];
}

/** Addresses, gateways and endpoints. */
export interface Network extends Omit<EnvironmentFile["network"], "subnets" | "databaseCidr"> {
  /** Address range of the VPC with the database: the same as `cidr`, where both are in one. */
  readonly databaseCidr: string;
  readonly subnets: Subnets;
}

/** One organization of an environment. */
export interface Organization extends OrganizationFile {
  /** Name of its file under organizations/: its namespace, service account, and part of every name it owns. */
  readonly name: string;
}

export type Application = Organization["applications"][number];
export type MetabaseApplication = Extract<Application, { kind: "metabase" }>;
export type ContainerApplication = Extract<Application, { kind: "container" }>;
export type DatabaseSettings = Environment["database"];
export type ExternalAccessSettings = NonNullable<Environment["externalAccess"]>;
export type Notifications = Environment["notifications"];
export type PlannerSettings = NonNullable<Environment["planner"]>;
