import { traitsOfKind } from "./application-kinds";
import { ownSecrets } from "./application-secrets";
import type { Application, Environment, Organization } from "./model";

/** Name of an environment's cluster. */
export const clusterName = ({ name }: Pick<Environment, "name">): string => name;

/** PostgreSQL port of every instance, load balancer and endpoint. */
export const databasePort = 5432;

/**
 * Master user of every instance. Not `postgres`, the first name that attackers try; `admin`, `rdsadmin` and names that start
 * with `rds` or `pg_` belong to RDS and PostgreSQL. Only the credentials function logs in with it.
 */
export const masterUsername = "platform_master";

/** Database on the shared instance that holds the schemas of organizations with isolation `schema`. */
export const sharedDatabaseName = "organizations";

/** Where pods find their mounted credentials (fixed by the platform guide). */
export const secretsMountPath = "/mnt/secrets-store";

/** In place of a name in a pattern of names: any organization, or any application. */
export const any = { name: "*" };

/** Name of the secret with an organization's database credentials (fixed by the platform guide). */
export const credentialsSecretName = (
  environment: Pick<Environment, "name">,
  organization: Pick<Organization, "name">,
): string => `${organization.name}-${environment.name}-database-credentials`;

/** Name of the secret with which an application encrypts what it stores. */
export const encryptionKeySecretName = (
  environment: Pick<Environment, "name">,
  organization: Pick<Organization, "name">,
  application: Pick<Application, "name">,
): string => `${organization.name}-${environment.name}-${application.name}-encryption-key`;

/** Applications that encrypt what they store with a key of their own. */
export const encryptingApplications = ({ applications }: Organization): Application[] =>
  applications.filter((application) => traitsOfKind(application).encryptsData);

/** Names of an organization's secrets that the credentials function writes. */
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
 * Name of a secret that applications take variables from. It ends in no hyphen and six characters, which Secrets Manager
 * would take for the end of an ARN, and in no word that ends the names of other secrets.
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
 * Beginning of the names of target groups of applications, and of no others: what registers pods may change those that are
 * called so. Target groups of databases are called after their instances, `<environment>-shared` or `<environment>-org-`.
 */
export const applicationTargetGroupPrefix = ({ name }: Pick<Environment, "name">): string => `${name}-app-`;

/** Beginning of the names of what organizations have in AWS. */
export const organizationPrefix = ({ name }: Pick<Environment, "name">): string => `${name}-org`;

/** Stem of an organization's names in AWS, equal to the name of its stack: of its role, key and own instance. */
export const organizationStem = (
  environment: Pick<Environment, "name">,
  { name }: Pick<Organization, "name">,
): string => `${organizationPrefix(environment)}-${name}`;

/** An organization's name as the stem of its PostgreSQL roles, database and schema: hyphens would need quotes. */
export const postgresName = ({ name }: Pick<Organization, "name">): string => name.replaceAll("-", "_");

/** Database that holds an organization's data: shared by those with isolation `schema`, its own otherwise. */
export const databaseName = (organization: Organization): string =>
  organization.isolation === "schema" ? sharedDatabaseName : postgresName(organization);

/*
 * Roles stand after two underscores. Names of organizations have single hyphens only, so no stem holds two underscores,
 * and no role of one organization bears the name of another's.
 */

/** Role that owns an organization's database or schema. It cannot log in. */
export const ownerRole = (organization: Pick<Organization, "name">): string =>
  `${postgresName(organization)}__owner`;

/** Login of an organization with IAM authentication. */
export const iamDatabaseUser = (organization: Pick<Organization, "name">): string =>
  `${postgresName(organization)}__iam`;

/** What logins by IAM have in common, and no other: organizations' names hold no underscore. */
export const anyIamDatabaseUser = "*__iam";

/** Role that plans an environment's stacks. The state bucket's policy names it before it is there. */
export const plannerRoleName = (environment: Pick<Environment, "name">): string =>
  `${environment.name}-planner`;

/** Names of the roles of an environment's services, each of which it has once. */
export const serviceRoleNames = ({ name }: Pick<Environment, "name">) => ({
  controlPlane: `${name}-cluster`,
  nodes: `${name}-node`,
  networkAddOn: `${name}-vpc-cni`,
  loadBalancerController: `${name}-load-balancer-controller`,
  monitoring: `${name}-rds-monitoring`,
  flowLogs: `${name}-vpc-flow-logs`,
  databaseFlowLogs: `${name}-database-vpc-flow-logs`,
});

/** Where an environment keeps its states in a bucket, with the slash at its end. */
export const statePrefix = (environment: Pick<Environment, "name">): string => `${environment.name}/`;
