import { escapeIdentifier } from "pg";
import { actAs } from "./privileges";
import { allowActing, inheritFrom } from "./roles";
import { inTransaction, type Session } from "./session";

/** Databases in which something belongs to roles or names them: an owner, a privilege, a policy. */
export async function databasesNaming(session: Session, roles: readonly string[]): Promise<string[]> {
  const found = await session.query<{ datname: string }>(
    `SELECT DISTINCT datname FROM pg_catalog.pg_shdepend
     JOIN pg_catalog.pg_database ON pg_database.oid = dbid JOIN pg_catalog.pg_roles ON pg_roles.oid = refobjid
     WHERE refclassid = 'pg_catalog.pg_authid'::regclass AND rolname = ANY($1) ORDER BY datname`,
    [roles],
  );
  return found.map(({ datname }) => datname);
}

/**
 * Other roles on the objects of the session's database, and on shared ones, that name a role: their owners, and those
 * who may hand rights on them on. Only roles that the session's role administers.
 */
export async function othersNaming(session: Session, role: string): Promise<string[]> {
  const found = await session.query<{ rolname: string }>(
    `SELECT DISTINCT rolname
     FROM pg_catalog.pg_shdepend named
     JOIN pg_catalog.pg_shdepend other USING (dbid, classid, objid)
     JOIN pg_catalog.pg_roles ON pg_roles.oid = other.refobjid
     WHERE named.refclassid = 'pg_catalog.pg_authid'::regclass AND other.refclassid = named.refclassid
       AND named.refobjid = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = $1)
       AND (dbid = 0 OR dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
       AND rolname <> $1
       AND (rolname = current_user OR pg_catalog.pg_has_role(pg_roles.oid, 'MEMBER WITH ADMIN OPTION'))
     ORDER BY rolname`,
    [role],
  );
  return found.map(({ rolname }) => rolname);
}

/** Drops what a role owns in the session's database, and what it granted there. */
export async function disown(session: Session, role: string): Promise<void> {
  await allowActing(session, role);
  await actAs(session, role, () => session.query("DROP OWNED BY CURRENT_USER CASCADE"));
}

/**
 * Takes off a role what a grantor gave it in the session's database: that only the grantor can do. PostgreSQL has one
 * statement for objects of all kinds, and takes it from members of the role alone. So the grantor is one, for as long as
 * a transaction lasts that shows it to no other session.
 */
export async function revokeAs(session: Session, grantor: string, role: string): Promise<void> {
  await inTransaction(session, async () => {
    await inheritFrom(session, role, grantor);
    await allowActing(session, grantor);
    await actAs(session, grantor, () => session.query(`DROP OWNED BY ${escapeIdentifier(role)} RESTRICT`));
    await session.query(`REVOKE ${escapeIdentifier(role)} FROM ${escapeIdentifier(grantor)}`);
  });
}
