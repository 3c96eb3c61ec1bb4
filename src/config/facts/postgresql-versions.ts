/**
 * Major versions of PostgreSQL that RDS offers and on which the credentials function is tested, oldest first.
 * https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
 */
export const postgresqlMajors = ["16", "17", "18"] as const;

/** The major version, such as `17` of `17.9`. */
export const majorOf = (version: string): string => version.split(".")[0] as string;

/** Whether a version is a minor one, such as `17.9`. */
export const isMinor = (version: string): boolean => version.includes(".");
