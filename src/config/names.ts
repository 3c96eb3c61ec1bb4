import type { Environment, Organization } from "./model";

/** PostgreSQL port of every instance, load balancer and endpoint. */
export const databasePort = 5432;

/** Database on the shared instance that holds the schemas of organizations with isolation `schema`. */
export const sharedDatabaseName = "organizations";

/** Where pods find their mounted credentials (fixed by the platform guide). */
export const secretsMountPath = "/mnt/secrets-store";

/** Name of the secret with an organization's database credentials (fixed by the platform guide). */
export const credentialsSecretName = (environment: Environment, organization: Organization): string =>
  `${organization.name}-${environment.name}-database-credentials`;

/** An organization's name as the stem of its PostgreSQL roles, database and schema: hyphens would need quotes. */
export const postgresName = (organization: Organization): string => organization.name.replaceAll("-", "_");

/** Database that holds an organization's data: shared by those with isolation `schema`, its own otherwise. */
export const databaseName = (organization: Organization): string =>
  organization.isolation === "schema" ? sharedDatabaseName : postgresName(organization);

/** Login of an organization with IAM authentication. Logins with a password alternate and are known to its secret alone. */
export const iamDatabaseUser = (organization: Organization): string => `${postgresName(organization)}_iam`;

/** The function that creates databases and writes credentials, and its role: policies name it before it exists. */
export const credentialsFunctionName = (environment: Environment): string =>
  `${environment.name}-database-credentials`;
