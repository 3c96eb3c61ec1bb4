import type { DatabaseSettings, Environment, Organization } from "./model";
import {
  anyIamDatabaseUser,
  databaseName,
  iamDatabaseUser,
  organizationStem,
  sharedDatabaseName,
} from "./names";

/** A database instance of an environment, with the names that follow from whose it is. */
export interface DatabaseInstance {
  /** The organization that has it to itself; undefined for the shared one. */
  readonly owner?: Organization;
  readonly settings: DatabaseSettings;
  /** Organizations whose data it holds. */
  readonly users: readonly Organization[];
  /** Its identifier in RDS, and the stem of names of what is made for it. Starts with the environment's name. */
  readonly identifier: string;
  /** Database made with the instance. */
  readonly databaseName: string;
  /**
   * Name of the function that makes databases on it and writes their credentials, and of the function's role. Policies
   * name the role before it is there, so no other role may come to have this name: those of organizations start with
   * `<environment>-org-`.
   */
  readonly credentialsFunctionName: string;
  /**
   * Name of the role with which RDS Proxy logs in to it. Not `<identifier>-proxy`: that is the role of an organization
   * with such a name.
   */
  readonly proxyRoleName: string;
  /** Logins by IAM on it, as policies name them: one, or a pattern where organizations share it. */
  readonly iamUsers: string;
}

/** The instance that organizations share, unless they have one of their own. */
export const sharedInstance = (environment: Environment): DatabaseInstance => ({
  settings: environment.database,
  users: environment.organizations.filter((organization) => !hasOwnInstance(organization)),
  identifier: `${environment.name}-shared`,
  databaseName: sharedDatabaseName,
  credentialsFunctionName: `${environment.name}-database-credentials`,
  proxyRoleName: `${environment.name}-database-proxy`,
  iamUsers: anyIamDatabaseUser,
});

/** The instance that holds an organization's data: its own, or the shared one. */
export const instanceOf = (environment: Environment, organization: Organization): DatabaseInstance =>
  hasOwnInstance(organization) ? ownInstance(environment, organization) : sharedInstance(environment);

/** All instances of an environment: the shared one first, where there is one. */
export const databaseInstances = (environment: Environment): DatabaseInstance[] => [
  ...(environment.database.shared ? [sharedInstance(environment)] : []),
  ...environment.organizations.filter(hasOwnInstance).map((owner) => ownInstance(environment, owner)),
];

/** Beginning of the names of credentials functions of instances that organizations have to themselves. */
export const ownCredentialsFunctionPrefix = ({ name }: Pick<Environment, "name">): string =>
  `${name}-credentials`;

/** Name of the function that keeps targets of an instance's load balancers right, and of the function's role. */
export const targetsFunctionName = ({ identifier }: Pick<DatabaseInstance, "identifier">): string =>
  `${identifier}-targets`;

/** Whether a proxy stands before an instance, so that clients have its name, its certificate and its rules. */
export const isPooled = ({ pooling }: Pick<DatabaseSettings, "pooling">): boolean => pooling === "rds-proxy";

/** Whether an organization has an instance to itself. */
export const hasOwnInstance = ({ isolation }: Pick<Organization, "isolation">): boolean =>
  isolation === "instance";

const ownInstance = (environment: Environment, owner: Organization): DatabaseInstance => ({
  owner,
  settings: ownSettings(environment, owner),
  users: [owner],
  identifier: organizationStem(environment, owner),
  databaseName: databaseName(owner),
  credentialsFunctionName: `${ownCredentialsFunctionPrefix(environment)}-${owner.name}`,
  proxyRoleName: `${environment.name}-proxy-${owner.name}`,
  iamUsers: iamDatabaseUser(owner),
});

/**
 * The environment's settings, with what the organization says differently. Not its snapshot: that holds the data of the
 * organizations which share an instance. Nor the memory of its class for another class.
 */
const ownSettings = (
  { database }: Environment,
  { instance, deletionProtection = database.deletionProtection }: Organization,
): DatabaseSettings => ({
  ...database,
  deletionProtection,
  restoreFrom: undefined,
  instanceMemoryGiB: instance?.instanceClass ? undefined : database.instanceMemoryGiB,
  ...instance,
  proxy: { ...database.proxy, ...instance?.proxy },
});
