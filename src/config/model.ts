import type { EnvironmentFile } from "./schema/environment";
import type { OrganizationFile } from "./schema/organization";

/** One environment with its organizations: checked, defaults filled in, everything the stacks need. */
export interface Environment extends Omit<EnvironmentFile, "zones"> {
  /** Name of its folder under config/, the first part of every stack's name. */
  readonly name: string;
  /** The two availability zones. */
  readonly zones: readonly [string, string];
  /** Sorted by name. */
  readonly organizations: readonly Organization[];
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
