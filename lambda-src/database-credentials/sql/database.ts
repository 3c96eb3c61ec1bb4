import { escapeIdentifier } from "pg";
import { RefusedError } from "../errors";
import { actAs, allowConnect } from "./privileges";
import type { Session } from "./session";

export interface DatabaseProps {
  readonly name: string;
  readonly owner: string;
  /** Roles that may connect, beside the owner. */
  readonly connect: readonly string[];
  /** Roles that may make temporary tables, beside the owner. @default - none */
  readonly temporary?: readonly string[];
}

/**
 * A database that only the named roles can connect to. It accepts connections only after everybody's right to connect
 * is gone: there is no moment in which another organization gets in.
 */
export async function ensureDatabase(session: Session, props: DatabaseProps): Promise<void> {
  const name = escapeIdentifier(props.name);
  const found = await findDatabase(session, props.name);
  if (found && found.owner !== props.owner) {
    throw new RefusedError(
      `Database ${props.name} exists and belongs to ${found.owner}, not to ${props.owner}. Rename it, or choose another name for the organization.`,
    );
  }
  if (!found) {
    // From template0, which nobody can connect to and leave something in.
    await session.query(
      `CREATE DATABASE ${name} OWNER ${escapeIdentifier(props.owner)} TEMPLATE template0 ENCODING 'UTF8' ALLOW_CONNECTIONS false`,
    );
  }
  await actAs(session, props.owner, async () => {
    await session.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    for (const role of props.connect) {
      await allowConnect(session, props.name, role);
    }
    for (const role of props.temporary ?? []) {
      await session.query(`GRANT TEMPORARY ON DATABASE ${name} TO ${escapeIdentifier(role)}`);
    }
    if (!found?.open) await session.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  });
}

/**
 * Whether a database holds nothing yet, asked in a session of its own. What comes with PostgreSQL has smaller numbers.
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

/** Takes the right to connect off roles, where the database exists and is the owner's. */
export async function revokeConnect(
  session: Session,
  { name, owner, connect }: DatabaseProps,
): Promise<void> {
  const found = await findDatabase(session, name);
  if (found?.owner !== owner) return;
  await actAs(session, owner, async () => {
    for (const role of connect) {
      await session.query(
        `REVOKE CONNECT ON DATABASE ${escapeIdentifier(name)} FROM ${escapeIdentifier(role)}`,
      );
    }
  });
}

/** Drops a database and ends the sessions in it. */
export async function dropDatabase(
  session: Session,
  { name, owner }: Pick<DatabaseProps, "name" | "owner">,
): Promise<void> {
  const found = await findDatabase(session, name);
  if (found?.owner !== owner) return;
  await actAs(session, owner, () => session.query(`DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`));
}

export async function findDatabase(
  session: Session,
  name: string,
): Promise<{ owner: string; open: boolean } | undefined> {
  const [row] = await session.query<{ owner: string; open: boolean }>(
    "SELECT pg_get_userbyid(datdba) AS owner, datallowconn AS open FROM pg_database WHERE datname = $1",
    [name],
  );
  return row;
}
