import type { Session } from "./session";

/** Names of the organizations on this instance that can log in, derived from their logins. */
export async function findOrganizations(session: Session): Promise<string[]> {
  const found = await session.query<{ stem: string }>(
    `SELECT DISTINCT pg_catalog.regexp_replace(rolname, '__(a|b|iam)$', '') AS stem
     FROM pg_catalog.pg_roles WHERE rolcanlogin AND rolname ~ '^[a-z][a-z0-9_]*__(a|b|iam)$' ORDER BY 1`,
  );
  return found.map(({ stem }) => stem.replaceAll("_", "-"));
}
