import type { DeclaredEnvironment, EnvironmentFile } from "./schema/environment";
import type { DeclaredOrganization, OrganizationFile } from "./schema/organization";
import type { Subnets } from "./subnet-places";

/** What the files of an environment say, checked, and nothing else: no default is filled in, no name is made. */
export interface Declared {
  /** Name of the environment's folder. */
  readonly name: string;
  readonly file: DeclaredEnvironment;
  readonly organizations: readonly { readonly name: string; readonly file: DeclaredOrganization }[];
}

/** One environment with its organizations: checked, defaults filled in, everything the stacks need. */
export interface Environment extends ResolvedEnvironment {
  /** What its files say: the proof holds what is built against this, and takes no part in what is resolved. */
  readonly declared: Declared;
}

/** An environment with what follows from its files: defaults, zones, addresses, order. */
export interface ResolvedEnvironment extends Omit<EnvironmentFile, "zones" | "network" | "cluster"> {
  /** Name of its folder under config/, the first part of every stack's name. */
  readonly name: string;
  /** The two availability zones. */
  readonly zones: readonly [string, string];
  readonly network: Network;
  readonly cluster: Cluster;
  /** Sorted by name. */
  readonly organizations: readonly Organization[];
}

/** Addresses, gateways and endpoints. */
export interface Network extends Omit<EnvironmentFile["network"], "subnets" | "databaseCidr"> {
  /** Address range of the VPC with the database: the same as `cidr`, where both are in one. */
  readonly databaseCidr: string;
  readonly subnets: Subnets;
}

/** The cluster, with the range of its services. */
export interface Cluster extends Omit<EnvironmentFile["cluster"], "serviceCidr"> {
  readonly serviceCidr: string;
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
export type ApplicationAccessSettings = NonNullable<Environment["applicationAccess"]>;
export type Access = NonNullable<Application["access"]>;
export type Notifications = Environment["notifications"];
export type PlannerSettings = NonNullable<Environment["planner"]>;
