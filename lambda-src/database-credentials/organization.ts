import { RefusedError } from "./errors";

/** Isolation of an organization's data from others'. */
export type Isolation = "schema" | "database" | "instance";

/** Names of an organization's objects in PostgreSQL. */
export interface OrganizationNames {
  readonly organization: string;
  /** Role that owns the organization's objects. It cannot log in. */
  readonly owner: string;
  /** Logins with a password, between which rotations alternate. */
  readonly passwordLogins: readonly [string, string];
  /** Login for IAM authentication. */
  readonly iamLogin: string;
  /** Login with read-only access and IAM authentication. */
  readonly readOnlyLogin: string;
  /** Its own database, with isolation `database` or `instance`. */
  readonly database: string;
  /** Its schema in the shared database, with isolation `schema`. */
  readonly schema: string;
}

/** PostgreSQL truncates longer identifiers, so two organizations could silently share one. */
const longestIdentifier = 63;

/**
 * Reserved names: those of PostgreSQL, and of RDS's own roles. The IAM login of an organization `rds` would resemble
 * `rds_iam`, the group that RDS checks.
 */
const reserved =
  /^(pg(_.*)?|rds.*|postgres|template[01]|public|extensions|information_schema|none|all|default)$/;

/**
 * Derives the names.
 *
 * @throws RefusedError for an organization whose name is malformed or reserved
 */
export function organizationNames(organization: string, sharedDatabase: string): OrganizationNames {
  const stem = organization.replaceAll("-", "_");
  if (!/^[a-z]([a-z0-9]|-(?=[a-z0-9]))*$/.test(organization)) {
    throw new RefusedError(
      `Organization ${JSON.stringify(organization)}: a name starts with a letter and continues with lower-case letters, digits and single hyphens between them.`,
    );
  }
  if (reserved.test(stem) || stem === sharedDatabase) {
    throw new RefusedError(
      `Organization ${organization}: PostgreSQL or RDS uses this name itself. Choose another name.`,
    );
  }
  const named = (suffix: string) => `${stem}__${suffix}`;
  if (named("owner").length > longestIdentifier) {
    throw new RefusedError(
      `Organization ${organization}: ${organization.length} characters, at most ${longestIdentifier - "__owner".length} are allowed by the length of PostgreSQL's names.`,
    );
  }
  // No stem contains two underscores, so no role of one organization has the name of another's role or database.
  return {
    organization,
    owner: named("owner"),
    passwordLogins: [named("a"), named("b")],
    iamLogin: named("iam"),
    readOnlyLogin: named("ro"),
    database: stem,
    schema: stem,
  };
}

/** Database of an organization's applications. */
export const databaseOf = (names: OrganizationNames, isolation: Isolation, sharedDatabase: string): string =>
  isolation === "schema" ? sharedDatabase : names.database;

/** All roles of an organization that may be able to log in. */
export const allLogins = (names: OrganizationNames): string[] => [
  ...applicationLogins(names),
  names.readOnlyLogin,
];

/** Logins that applications use with an authentication method. */
export const loginsWith = (
  names: OrganizationNames,
  authentication: "password" | "iam",
): readonly string[] => (authentication === "iam" ? [names.iamLogin] : names.passwordLogins);

/** Logins that act as the owner. */
export const applicationLogins = (names: OrganizationNames): string[] => [
  ...names.passwordLogins,
  names.iamLogin,
];
