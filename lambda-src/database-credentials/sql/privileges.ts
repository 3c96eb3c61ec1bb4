import { escapeIdentifier } from "pg";
import type { Session } from "./session";

/** Acts as another role that the session may become. */
export async function actAs<T>(session: Session, role: string, work: () => Promise<T>): Promise<T> {
  await session.query(`SET ROLE ${escapeIdentifier(role)}`);
  try {
    return await work();
  } finally {
    await session.query("RESET ROLE").catch(() => {});
  }
}

export async function allowConnect(session: Session, database: string, role: string): Promise<void> {
  await session.query(`GRANT CONNECT ON DATABASE ${escapeIdentifier(database)} TO ${escapeIdentifier(role)}`);
}

/**
 * Takes CONNECT and TEMPORARY, which PostgreSQL gives to everybody, off databases that the master owns. Those it does
 * not own (template0, rdsadmin) are closed by RDS.
 */
export async function closeDatabases(session: Session, names: readonly string[]): Promise<void> {
  const open = await session.query<{ datname: string }>(
    `SELECT datname FROM pg_database
     WHERE datname = ANY($1) AND datdba = CURRENT_USER::regrole
       AND EXISTS (SELECT FROM aclexplode(coalesce(datacl, acldefault('d', datdba))) WHERE grantee = 0)
     ORDER BY datname`,
    [names],
  );
  for (const { datname } of open) {
    await session.query(`REVOKE ALL ON DATABASE ${escapeIdentifier(datname)} FROM PUBLIC`);
  }
}

/** Takes everybody's rights off schema public of the session's database. Its owner keeps its own. */
export async function closePublicSchema(session: Session): Promise<void> {
  await session.query("REVOKE ALL ON SCHEMA public FROM PUBLIC");
}

/** What the current role creates from now on in this database is for itself alone, functions and types too. */
export async function closeFutureObjects(session: Session): Promise<void> {
  await session.query("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON ROUTINES FROM PUBLIC");
  await session.query("ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC");
}
