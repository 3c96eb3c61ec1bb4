import { escapeIdentifier } from "pg";
import { DatabaseError } from "../errors";
import { inTransaction, type Session } from "./session";

/** Most objects that one transaction drops: each takes a lock or a few, in a table that serves the whole instance. */
const batchSize = 500;

/** SQLSTATE of a table of locks without room. */
const outOfLocks = "53200";

/**
 * Drops what roles own in the session's database, in transactions of a few hundred objects, until no more is left than one
 * transaction can drop. What cannot be dropped by itself is left to that one, too.
 *
 * An organization of the shared database may own more objects than PostgreSQL's table of locks has room for. To drop them
 * at once fails each time, and keeps others from working until it has failed.
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
      // Others take locks as well.
      size = Math.ceil(size / 2);
    }
  }
}

/**
 * Does work with the rights of roles, which the master has none of. It gives them to itself for as long as a transaction
 * lasts that shows it to no other session.
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

/** Objects that a statement names by what `pg_identify_object` says of them, in catalogs where every login may fill a row. */
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
 * Statements that drop objects of roles, `most` of them: relations first, on which the fewest others depend, those that
 * were made last before those that they may depend on, and a table's partitions before the table, which takes all along.
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

/** An object as `pg_identify_object` tells of it. */
interface OwnedObject {
  readonly type: string;
  /** In quotes where it needs them. */
  readonly identity: string;
  readonly oid: number;
}

/** Types whose statement has another word. */
const words: Readonly<Record<string, string>> = { aggregate: "ROUTINE", "statistics object": "STATISTICS" };

const dropping = ({ type, identity, oid }: OwnedObject): string =>
  type === "large object"
    ? `SELECT pg_catalog.lo_unlink(${oid})`
    : `DROP ${words[type] ?? type} IF EXISTS ${identity} CASCADE`;
