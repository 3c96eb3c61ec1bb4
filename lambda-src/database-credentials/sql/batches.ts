import { escapeIdentifier } from "pg";
import { DatabaseError } from "../errors";
import { inTransaction, type Session } from "./session";

/** Maximum of objects that one transaction drops: each needs at least one entry in the lock table of the instance. */
const batchSize = 500;

/** SQLSTATE of a full lock table. */
const outOfLocks = "53200";

/**
 * Drops objects that roles own in the session's database, in transactions of a few hundred, until the rest fits into
 * one transaction. Objects that cannot be dropped on their own are part of the rest.
 *
 * An organization of the shared database may own more objects than PostgreSQL's lock table has entries. Dropping them
 * at once would always fail, and would block others until then.
 */
export async function dropInBatches(session: Session, roles: readonly string[]): Promise<void> {
  let size = batchSize;
  for (;;) {
    const statements = await statementsFor(session, roles, size);
    if (statements.length < size) return;
    try {
      await withRightsOf(session, roles, () => session.query(statements.join("; ")));
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      if (error.code !== outOfLocks || size === 1) return;
      // Other sessions use locks as well.
      size = Math.ceil(size / 2);
    }
  }
}

/**
 * Runs work with the privileges of roles, which the master user does not inherit. It grants them to itself inside a
 * transaction, so that no other session ever sees the grant.
 */
export async function withRightsOf(
  session: Session,
  roles: readonly string[],
  work: () => Promise<unknown>,
): Promise<void> {
  const inherit = (role: string, inherits: boolean) =>
    session.query(
      `GRANT ${escapeIdentifier(role)} TO CURRENT_USER WITH INHERIT ${inherits ? "TRUE" : "FALSE"}`,
    );
  await inTransaction(session, async () => {
    for (const role of roles) await inherit(role, true);
    await work();
    for (const role of roles) await inherit(role, false);
  });
}

/** Catalogs whose objects can be named by `pg_identify_object`, and in which every login can create rows. */
const catalogs = [
  "pg_class",
  "pg_proc",
  "pg_type",
  "pg_largeobject",
  "pg_operator",
  "pg_opclass",
  "pg_opfamily",
  "pg_collation",
  "pg_conversion",
  "pg_ts_dict",
  "pg_ts_config",
  "pg_statistic_ext",
];

/**
 * Statements that drop at most `most` objects of roles: relations first, which the fewest objects depend on; newer
 * objects before older ones that they may depend on; and partitions before their table, which would drop all of them at
 * once.
 */
async function statementsFor(session: Session, roles: readonly string[], most: number): Promise<string[]> {
  const found = await session.query<OwnedObject>(
    `WITH owned AS (
       SELECT classid, objid FROM pg_catalog.pg_shdepend
       JOIN pg_catalog.pg_database ON pg_database.oid = dbid JOIN pg_catalog.pg_roles ON pg_roles.oid = refobjid
       WHERE refclassid = 'pg_catalog.pg_authid'::regclass AND deptype = 'o' AND rolname = ANY($1)
         AND datname = pg_catalog.current_database() AND classid = ANY($2::pg_catalog.regclass[])
         AND NOT EXISTS (
           SELECT FROM pg_catalog.pg_depend part
           WHERE (part.classid, part.objid) = (pg_shdepend.classid, pg_shdepend.objid) AND part.deptype IN ('e', 'i'))
       ORDER BY classid <> 'pg_catalog.pg_class'::regclass,
         EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhparent = objid), objid DESC
       LIMIT $3)
     SELECT type, identity, objid AS oid
     FROM owned CROSS JOIN LATERAL pg_catalog.pg_identify_object(classid, objid, 0)`,
    [roles, catalogs.map((name) => `pg_catalog.${name}`), most],
  );
  return found.map(dropping);
}

/** An object, as `pg_identify_object` describes it. */
interface OwnedObject {
  readonly type: string;
  /** Quoted if necessary. */
  readonly identity: string;
  readonly oid: number;
}

/** Types with another keyword in DROP statements. */
const words: Readonly<Record<string, string>> = { aggregate: "ROUTINE", "statistics object": "STATISTICS" };

const dropping = ({ type, identity, oid }: OwnedObject): string =>
  type === "large object"
    ? `SELECT pg_catalog.lo_unlink(${oid})`
    : `DROP ${words[type] ?? type} IF EXISTS ${identity} CASCADE`;
