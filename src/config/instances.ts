import type { DatabaseSettings, Environment, Organization } from "./model";
import {
  anyIamDatabaseUser,
  databaseName,
  iamDatabaseUser,
  organizationStem,
  sharedDatabaseName,
} from "./names";

/** A database instance of an environment, with the names that follow from its owner. */
export interface DatabaseInstance {
  /** The organization to which the instance is dedicated; undefined for the shared instance. */
  readonly owner?: Organization;
  readonly settings: DatabaseSettings;
  /** Organizations whose data the instance holds. */
  readonly users: readonly Organization[];
  /** Identifier in RDS, and prefix of the names of the resources around it. Starts with the environment's name. */
  readonly identifier: string;
  /** Initial database, created with the instance. */
  readonly databaseName: string;
  /**
   * Name of the instance's credentials function, and of the function's role. Policies name this role before it exists,
   * so no other role may have this name: names of organizations' roles start with `<environment>-org-`.
   */
  readonly credentialsFunctionName: string;
  /**
   * Name of the role that RDS Proxy assumes to log in to the instance. Not `<identifier>-proxy`: an organization named
   * `…-proxy` would have a role of that name.
   */
  readonly proxyRoleName: string;
  /**
   * PostgreSQL users with IAM authentication, as policies name them: one user, or a pattern for the shared instance.
   */
  readonly iamUsers: string;
}

/** The shared instance, used by all organizations without a dedicated one. */
export const sharedInstance = (environment: Environment): DatabaseInstance => ({
  settings: environment.database,
  users: environment.organizations.filter((organization) => !hasOwnInstance(organization)),
  identifier: `${environment.name}-shared`,
  databaseName: sharedDatabaseName,
  credentialsFunctionName: `${environment.name}-database-credentials`,
  proxyRoleName: `${environment.name}-database-proxy`,
  iamUsers: anyIamDatabaseUser,
});

/** The instance that holds an organization's data: dedicated or shared. */
export const instanceOf = (environment: Environment, organization: Organization): DatabaseInstance =>
  hasOwnInstance(organization) ? ownInstance(environment, organization) : sharedInstance(environment);

/** All instances of an environment, the shared one first if there is one. */
export const databaseInstances = (environment: Environment): DatabaseInstance[] => [
  ...(environment.database.shared ? [sharedInstance(environment)] : []),
  ...environment.organizations.filter(hasOwnInstance).map((owner) => ownInstance(environment, owner)),
];

/** Prefix of the names of credentials functions of dedicated instances. */
export const ownCredentialsFunctionPrefix = ({ name }: Pick<Environment, "name">): string =>
  `${name}-credentials`;

/** Name of the function that registers the targets of an instance's load balancers, and of the function's role. */
export const targetsFunctionName = ({ identifier }: Pick<DatabaseInstance, "identifier">): string =>
  `${identifier}-targets`;

/**
 * Whether clients connect to a proxy in front of an instance, with the proxy's host name, certificate and security
 * group.
 */
export const isPooled = ({ pooling }: Pick<DatabaseSettings, "pooling">): boolean => pooling === "rds-proxy";

/** Whether an organization has a dedicated instance. */
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
 * The environment's settings with the organization's overrides. Not inherited: the snapshot, which contains data of the
 * organizations on the shared instance, and the memory of the class if the organization chooses another class.
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
