/**
 * Major versions of PostgreSQL that RDS makes instances of and the credentials function is tested on, the oldest first.
 * https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
 */
export const postgresqlMajors = ["16", "17", "18"] as const;

/** `17` of `17.9`. */
export const majorOf = (version: string): string => version.split(".")[0] as string;

/** Whether a version names a minor one, such as `17.9`. */
export const isMinor = (version: string): boolean => version.includes(".");
