import type { DeclaredEnvironment, EnvironmentFile } from "./schema/environment";
import type { DeclaredOrganization, OrganizationFile } from "./schema/organization";
import type { Subnets } from "./subnet-places";

/** The content of an environment's files, validated, without defaults and derived names. */
export interface Declared {
  /** Name of the environment's folder. */
  readonly name: string;
  readonly file: DeclaredEnvironment;
  readonly organizations: readonly { readonly name: string; readonly file: DeclaredOrganization }[];
}

/** An environment with its organizations, validated and with defaults filled in: the input of the stacks. */
export interface Environment extends ResolvedEnvironment {
  /**
   * Content of its files. The proof derives its intent from this instead of the resolved values, so it does not repeat
   * an error of their resolution.
   */
  readonly declared: Declared;
}

/** An environment with everything that follows from its files: defaults, zones, addresses, order. */
export interface ResolvedEnvironment extends Omit<EnvironmentFile, "zones" | "network" | "cluster"> {
  /** Name of its folder in config/, and prefix of the names of its stacks. */
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
  /** Address range of the database's VPC; equal to `cidr` in topologies with one VPC. */
  readonly databaseCidr: string;
  readonly subnets: Subnets;
}

/** The cluster with its range of services. */
export interface Cluster extends Omit<EnvironmentFile["cluster"], "serviceCidr"> {
  readonly serviceCidr: string;
}

/** One organization of an environment. */
export interface Organization extends OrganizationFile {
  /**
   * Name of its file in organizations/: the name of its namespace and service account, and a part of all its resource
   * names.
   */
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
