import { escapeIdentifier } from "pg";
import { RefusedError } from "../errors";
import { actAs, allowConnect } from "./privileges";
import type { Session } from "./session";
import { resetDatabaseSettings } from "./settings";

export interface DatabaseProps {
  readonly name: string;
  readonly owner: string;
  /** Roles with CONNECT, in addition to the owner. */
  readonly connect: readonly string[];
  /** Roles with TEMPORARY, in addition to the owner. @default - none */
  readonly temporary?: readonly string[];
}

/** A database in PostgreSQL's catalog. */
export interface FoundDatabase {
  readonly owner: string;
  /** Whether it accepts connections. */
  readonly open: boolean;
  readonly template: boolean;
  /** -1: without a limit of its own. */
  readonly connectionLimit: number;
  /** Its access control list; null for default privileges. */
  readonly privileges: string | null;
}

/**
 * Creates a database that accepts no connection yet: `openDatabase` opens it after CONNECT was revoked from PUBLIC, so
 * that another organization can never connect. An existing database is not changed.
 */
export async function ensureDatabase(
  session: Session,
  props: Pick<DatabaseProps, "name" | "owner">,
): Promise<FoundDatabase> {
  const found = await findIntact(session, props);
  if (!found) {
    // From template0, which does not accept connections, so no login could have added objects.
    await session.query(
      `CREATE DATABASE ${escapeIdentifier(props.name)} OWNER ${escapeIdentifier(props.owner)} TEMPLATE template0 ENCODING 'UTF8' ALLOW_CONNECTIONS false`,
    );
  } else if (found.owner !== props.owner) {
    throw new RefusedError(
      `Database ${props.name} exists and belongs to ${found.owner}, not to ${props.owner}. Rename it, or choose another name for the organization.`,
    );
  }
  return found ?? { owner: props.owner, open: false, template: false, connectionLimit: -1, privileges: null };
}

/**
 * Grants the listed roles access to a database, and reverts what its owner changed.
 *
 * @returns names of the database's settings that its owner had added, and that were removed
 */
export async function openDatabase(
  session: Session,
  { name, owner, connect, temporary = [] }: DatabaseProps,
  found: FoundDatabase,
): Promise<string[]> {
  const database = escapeIdentifier(name);
  return actAs(session, owner, async () => {
    await session.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
    // An owner can revoke its own privileges.
    await session.query(`GRANT ALL ON DATABASE ${database} TO CURRENT_USER`);
    for (const role of connect) await allowConnect(session, name, role);
    for (const role of temporary)
      await session.query(`GRANT TEMPORARY ON DATABASE ${database} TO ${escapeIdentifier(role)}`);
    if (!found.open || found.template || found.connectionLimit !== -1) {
      await session.query(
        `ALTER DATABASE ${database} WITH ALLOW_CONNECTIONS true IS_TEMPLATE false CONNECTION LIMIT -1`,
      );
    }
    return resetDatabaseSettings(session, name);
  });
}

/** A database with an interrupted DROP can only be dropped. */
async function findIntact(
  session: Session,
  { name, owner }: Pick<DatabaseProps, "name" | "owner">,
): Promise<FoundDatabase | undefined> {
  const found = await findDatabase(session, name);
  if (found?.owner !== owner || !isInvalid(found)) return found;
  await actAs(session, owner, () => session.query(`DROP DATABASE ${escapeIdentifier(name)}`));
  return undefined;
}

/** Whether a database is the remainder of an interrupted DROP, which PostgreSQL marks by this limit. */
export const isInvalid = ({ connectionLimit }: FoundDatabase): boolean => connectionLimit === -2;

/**
 * Whether the session's database contains no user objects: those have larger OIDs than the system's.
 * https://www.postgresql.org/docs/17/system-catalog-initial-data.html
 */
export async function isEmpty(session: Session): Promise<boolean> {
  const [found] = await session.query<{ objects: number }>(
    `SELECT (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class WHERE oid >= 16384)::int
          + (SELECT pg_catalog.count(*) FROM pg_catalog.pg_proc WHERE oid >= 16384)::int AS objects`,
  );
  return found?.objects === 0;
}

export async function giveDatabase(session: Session, name: string, owner: string): Promise<void> {
  await session.query(`ALTER DATABASE ${escapeIdentifier(name)} OWNER TO ${escapeIdentifier(owner)}`);
}

/** Revokes CONNECT from roles, if the database exists and belongs to the owner. */
export async function revokeConnect(
  session: Session,
  { name, owner, connect }: DatabaseProps,
): Promise<void> {
  const found = await findDatabase(session, name);
  if (found?.owner !== owner || isInvalid(found)) return;
  await actAs(session, owner, async () => {
    for (const role of connect) {
      await session.query(
        `REVOKE CONNECT ON DATABASE ${escapeIdentifier(name)} FROM ${escapeIdentifier(role)}`,
      );
    }
  });
}

/**
 * Closes a database to every login, so that it can be dropped.
 *
 * @returns false if the owner has no such database
 */
export async function closeDatabase(
  session: Session,
  { name, owner }: Pick<DatabaseProps, "name" | "owner">,
): Promise<boolean> {
  const found = await findDatabase(session, name);
  if (found?.owner !== owner) return false;
  if (!isInvalid(found)) {
    await actAs(session, owner, () =>
      session.query(
        `ALTER DATABASE ${escapeIdentifier(name)} WITH ALLOW_CONNECTIONS false IS_TEMPLATE false`,
      ),
    );
  }
  return true;
}

/**
 * Drops a closed database without sessions. Not WITH (FORCE), for which PostgreSQL requires the privilege to end
 * sessions of the owner.
 */
export async function dropDatabase(
  session: Session,
  { name, owner }: Pick<DatabaseProps, "name" | "owner">,
): Promise<void> {
  await actAs(session, owner, () => session.query(`DROP DATABASE ${escapeIdentifier(name)}`));
}

export async function findDatabase(session: Session, name: string): Promise<FoundDatabase | undefined> {
  const [row] = await session.query<FoundDatabase>(
    `SELECT pg_catalog.pg_get_userbyid(datdba) AS owner, datallowconn AS open, datistemplate AS template,
            datconnlimit AS "connectionLimit", datacl::text AS privileges
     FROM pg_catalog.pg_database WHERE datname = $1`,
    [name],
  );
  return row;
}
