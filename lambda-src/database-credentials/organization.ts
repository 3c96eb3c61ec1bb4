import { RefusedError } from "./errors";

/** How an organization is kept apart from the others. */
export type Isolation = "schema" | "database" | "instance";

/** Everything in PostgreSQL that belongs to an organization, by name. */
export interface OrganizationNames {
  readonly organization: string;
  /** Owns the organization's objects. No client can log in as it. */
  readonly owner: string;
  /** Logins with a password. Rotation alternates between them. */
  readonly passwordLogins: readonly [string, string];
  /** Login for IAM authentication. */
  readonly iamLogin: string;
  /** Login that reads and changes nothing, with tokens of IAM. */
  readonly readOnlyLogin: string;
  /** Name of its own database, with isolation `database` or `instance`. */
  readonly database: string;
  /** Name of its schema in the shared database, with isolation `schema`. */
  readonly schema: string;
}

/** PostgreSQL cuts longer identifiers, so that two organizations could silently share one. */
const longestIdentifier = 63;

/**
 * Names that are taken: PostgreSQL's, and those that RDS gives to its own roles. Organization `rds` would
 * make its IAM login out of `rds_iam`, the group that RDS itself looks at.
 */
const reserved =
  /^(pg(_.*)?|rds.*|postgres|template[01]|public|extensions|information_schema|none|all|default)$/;

/** Derives the names. Refuses organizations whose names are not safe or not free. */
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
  // No stem holds two underscores, so no role of one organization bears the name of another's role or database.
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

/** The database that an organization's applications connect to. */
export const databaseOf = (names: OrganizationNames, isolation: Isolation, sharedDatabase: string): string =>
  isolation === "schema" ? sharedDatabase : names.database;

/** All roles of an organization that can ever log in. */
export const allLogins = (names: OrganizationNames): string[] => [
  ...applicationLogins(names),
  names.readOnlyLogin,
];

/** Those that act as the owner. */
export const applicationLogins = (names: OrganizationNames): string[] => [
  ...names.passwordLogins,
  names.iamLogin,
];
