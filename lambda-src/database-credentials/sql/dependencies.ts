import { escapeIdentifier } from "pg";
import { dropInBatches, withRightsOf } from "./batches";
import type { Session } from "./session";

/** Databases with objects that belong to roles or refer to them: as the owner, in a privilege, or in a policy. */
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
 * Drops objects that roles own in the session's database, and revokes privileges granted to them there and on the
 * instance.
 *
 * DROP OWNED does this for objects of every kind. It requires the privileges of the roles and, to revoke grants, those
 * of the grantors. It is called per role: a call for several roles fails (XX000) if default privileges of one role name
 * another, as an owner's name its read-only login. PostgreSQL then tries to drop an entry that was removed with its
 * last grant.
 */
export async function disown(session: Session, roles: readonly string[]): Promise<void> {
  await dropInBatches(session, roles);
  const owners = await ownersNaming(session, roles);
  await withRightsOf(session, [...roles, ...owners], async () => {
    for (const role of roles) await session.query(`DROP OWNED BY ${escapeIdentifier(role)} CASCADE`);
  });
}

/**
 * Other roles, created by the master user, whose objects in the session's database or on the instance refer to the
 * roles. Schema public belongs to its database's owner, which the catalog does not record per database.
 */
export async function ownersNaming(session: Session, roles: readonly string[]): Promise<string[]> {
  const found = await session.query<{ rolname: string }>(
    `WITH here AS (
       SELECT oid, datdba FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()),
     naming AS (
       SELECT gift.dbid, ownership.refobjid AS owner
       FROM pg_catalog.pg_shdepend gift
       JOIN pg_catalog.pg_roles role ON role.oid = gift.refobjid
       LEFT JOIN pg_catalog.pg_shdepend ownership
         ON (ownership.dbid, ownership.classid, ownership.objid) = (gift.dbid, gift.classid, gift.objid)
           AND ownership.deptype = 'o' AND ownership.refclassid = gift.refclassid
       WHERE gift.refclassid = 'pg_catalog.pg_authid'::regclass AND role.rolname = ANY($1)
         AND (gift.dbid = 0 OR gift.dbid = (SELECT oid FROM here)))
     SELECT DISTINCT rolname FROM pg_catalog.pg_roles
     WHERE (oid IN (SELECT owner FROM naming) OR oid = (SELECT datdba FROM here WHERE oid IN (SELECT dbid FROM naming)))
       AND rolname <> ALL($1) AND rolname <> current_user
       AND pg_catalog.pg_has_role(oid, 'MEMBER WITH ADMIN OPTION')
     ORDER BY 1`,
    [roles],
  );
  return found.map(({ rolname }) => rolname);
}
