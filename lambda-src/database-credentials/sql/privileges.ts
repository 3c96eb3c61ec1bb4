import { escapeIdentifier } from "pg";
import type { Session } from "./session";

/** Acts as another role that the session's user is a member of. */
export async function actAs<T>(session: Session, role: string, work: () => Promise<T>): Promise<T> {
  await session.query(`SET ROLE ${escapeIdentifier(role)}`);
  try {
    return await work();
  } finally {
    await session.query("RESET ROLE").catch(() => {});
  }
}

export async function canActAs(session: Session, role: string): Promise<boolean> {
  const [row] = await session.query<{ can: boolean }>("SELECT pg_catalog.pg_has_role($1, 'SET') AS can", [
    role,
  ]);
  return row?.can === true;
}

export async function allowConnect(session: Session, database: string, role: string): Promise<void> {
  await session.query(`GRANT CONNECT ON DATABASE ${escapeIdentifier(database)} TO ${escapeIdentifier(role)}`);
}

/** Grants CONNECT to every login, PostgreSQL's default for a new database. */
export async function allowEveryLogin(session: Session, database: string): Promise<void> {
  await session.query(`GRANT CONNECT ON DATABASE ${escapeIdentifier(database)} TO PUBLIC`);
}

/** The role that a session acts as. */
export async function currentRole(session: Session): Promise<string> {
  const [row] = await session.query<{ role: string }>("SELECT current_user AS role");
  return row?.role ?? "";
}

export async function mayConnect(session: Session, role: string, database: string): Promise<boolean> {
  const [row] = await session.query<{ may: boolean }>(
    "SELECT pg_catalog.has_database_privilege($1, $2, 'CONNECT') AS may",
    [role, database],
  );
  return row?.may === true;
}

/** The listed databases in which PUBLIC has CONNECT or TEMPORARY. */
export async function openDatabases(session: Session, names: readonly string[]): Promise<string[]> {
  const open = await session.query<{ datname: string }>(
    `SELECT datname FROM pg_catalog.pg_database
     WHERE datname = ANY($1)
       AND EXISTS (SELECT FROM pg_catalog.aclexplode(coalesce(datacl, pg_catalog.acldefault('d', datdba))) WHERE grantee = 0)
     ORDER BY datname`,
    [names],
  );
  return open.map(({ datname }) => datname);
}

/** Revokes CONNECT and TEMPORARY, which PostgreSQL grants to PUBLIC, on databases that the session's role owns. */
export async function closeDatabases(session: Session, names: readonly string[]): Promise<void> {
  for (const name of await openDatabases(session, names)) {
    await session.query(`REVOKE ALL ON DATABASE ${escapeIdentifier(name)} FROM PUBLIC`);
  }
}

/**
 * Revokes the privileges of PUBLIC on schema public of the session's database, if it exists. Its owner keeps its own.
 */
export async function closePublicSchema(session: Session): Promise<void> {
  const open = await session.query(
    `SELECT FROM pg_catalog.pg_namespace
     WHERE nspname = 'public' AND EXISTS (SELECT FROM pg_catalog.aclexplode(nspacl) WHERE grantee = 0)`,
  );
  if (open.length > 0) await session.query("REVOKE ALL ON SCHEMA public FROM PUBLIC");
}

/**
 * Objects that the current role creates from now on in this database are not accessible to PUBLIC, including functions
 * and types.
 */
export async function closeFutureObjects(session: Session): Promise<void> {
  await session.query("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON ROUTINES FROM PUBLIC");
  await session.query("ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC");
}
