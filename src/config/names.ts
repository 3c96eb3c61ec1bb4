import { traitsOfKind } from "./application-kinds";
import { ownSecrets } from "./application-secrets";
import type { Application, Environment, Organization } from "./model";

/** Name of an environment's cluster. */
export const clusterName = ({ name }: Pick<Environment, "name">): string => name;

/** PostgreSQL port of every instance, load balancer and endpoint. */
export const databasePort = 5432;

/**
 * Master user of every instance. Not `postgres`, which attackers try first; `admin`, `rdsadmin` and names that start
 * with `rds` or `pg_` are reserved by RDS and PostgreSQL. Only the credentials function logs in as the master user.
 */
export const masterUsername = "platform_master";

/** Database on the shared instance with the schemas of organizations with isolation `schema`. */
export const sharedDatabaseName = "organizations";

/** Folder of mounted credentials in pods (defined by the platform guide). */
export const secretsMountPath = "/mnt/secrets-store";

/** Wildcard in place of an organization or application, for patterns of names. */
export const any = { name: "*" };

/** Name of the secret with an organization's database credentials (defined by the platform guide). */
export const credentialsSecretName = (
  environment: Pick<Environment, "name">,
  organization: Pick<Organization, "name">,
): string => `${organization.name}-${environment.name}-database-credentials`;

/** Name of the secret with the key with which an application encrypts its data. */
export const encryptionKeySecretName = (
  environment: Pick<Environment, "name">,
  organization: Pick<Organization, "name">,
  application: Pick<Application, "name">,
): string => `${organization.name}-${environment.name}-${application.name}-encryption-key`;

/** Applications that encrypt their data with their own key. */
export const encryptingApplications = ({ applications }: Organization): Application[] =>
  applications.filter((application) => traitsOfKind(application).encryptsData);

/** Names of an organization's secrets whose values the credentials function generates. */
export const generatedSecretNames = (
  environment: Pick<Environment, "name">,
  organization: Organization,
): string[] => [
  credentialsSecretName(environment, organization),
  ...encryptingApplications(organization).map((application) =>
    encryptionKeySecretName(environment, organization, application),
  ),
];

/**
 * Name of a secret with values of variables. It does not end in a hyphen and six characters, which Secrets Manager
 * would parse as the suffix of an ARN, or in a suffix of the names of generated secrets.
 */
export const applicationSecretName = (
  environment: Pick<Environment, "name">,
  organization: Pick<Organization, "name">,
  secret: string,
): string => `${organization.name}-${environment.name}-app-${secret}-settings`;

/** Names of all secrets of an organization. */
export const secretNames = (environment: Environment, organization: Organization): string[] => [
  ...generatedSecretNames(environment, organization),
  ...ownSecrets(organization).map((secret) => applicationSecretName(environment, organization, secret)),
];

/**
 * Prefix of the names of applications' target groups, and of no others: the load balancer controller may change target
 * groups with this prefix. Target groups of databases have the prefix of their instance, `<environment>-shared` or
 * `<environment>-org-`.
 */
export const applicationTargetGroupPrefix = ({ name }: Pick<Environment, "name">): string => `${name}-app-`;

/** Prefix of the names of organizations' AWS resources. */
export const organizationPrefix = ({ name }: Pick<Environment, "name">): string => `${name}-org`;

/** Prefix of the names of an organization's AWS resources, and name of its stack. */
export const organizationStem = (
  environment: Pick<Environment, "name">,
  { name }: Pick<Organization, "name">,
): string => `${organizationPrefix(environment)}-${name}`;

/** Prefix of an organization's names in PostgreSQL, where hyphens would need quotes. */
export const postgresName = ({ name }: Pick<Organization, "name">): string => name.replaceAll("-", "_");

/** Database with an organization's data: the common one for isolation `schema`, otherwise its own. */
export const databaseName = (organization: Organization): string =>
  organization.isolation === "schema" ? sharedDatabaseName : postgresName(organization);

/*
 * Suffixes of role names start with two underscores. Names of organizations contain no consecutive hyphens, so no
 * prefix contains two underscores, and roles of two organizations never have the same name.
 */

/** Role that owns an organization's database or schema. It cannot log in. */
export const ownerRole = (organization: Pick<Organization, "name">): string =>
  `${postgresName(organization)}__owner`;

/** Login of an organization with IAM authentication. */
export const iamDatabaseUser = (organization: Pick<Organization, "name">): string =>
  `${postgresName(organization)}__iam`;

/**
 * Pattern that matches the IAM logins of all organizations and no other role: names of organizations contain no
 * underscore.
 */
export const anyIamDatabaseUser = "*__iam";

/** Role that plans an environment's stacks. The policy of the state bucket names it before it exists. */
export const plannerRoleName = (environment: Pick<Environment, "name">): string =>
  `${environment.name}-planner`;

/** Names of the roles that an environment has exactly once. */
export const serviceRoleNames = ({ name }: Pick<Environment, "name">) => ({
  controlPlane: `${name}-cluster`,
  nodes: `${name}-node`,
  networkAddOn: `${name}-vpc-cni`,
  loadBalancerController: `${name}-load-balancer-controller`,
  monitoring: `${name}-rds-monitoring`,
  flowLogs: `${name}-vpc-flow-logs`,
  databaseFlowLogs: `${name}-database-vpc-flow-logs`,
});

/** Prefix of an environment's state objects in the bucket, with its trailing slash. */
export const statePrefix = (environment: Pick<Environment, "name">): string => `${environment.name}/`;
