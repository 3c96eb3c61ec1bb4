import { randomBytes } from "node:crypto";
import { type Client, DatabaseError } from "pg";
import { type Check, Problem } from "./check";
import type { Expectation } from "./expectation";

/**
 * Checks the guarantees for an organization inside PostgreSQL: its login acts as its owner, can write, and cannot
 * access data of other organizations.
 */
export const rightsCheck = (expectation: Expectation): Check<Client, undefined> => ({
  name: "rights",
  run: async (client) => {
    try {
      const { acting, used, limit } = await actsAsOwner(client, expectation);
      await writes(client);
      const others = await othersStayClosed(client);
      return {
        text: `acts as ${acting}, can create and write tables, has no access to ${others} other organizations, ${used} of ${limit} connections in use`,
        value: undefined,
      };
    } catch (error) {
      if (error instanceof Problem || error instanceof DatabaseError) throw asProblem(error);
      throw new Problem("login-unavailable", `the connection broke: ${(error as Error).message}`);
    }
  },
});

const asProblem = (error: Problem | DatabaseError): Problem =>
  error instanceof Problem
    ? error
    : new Problem("login-unavailable", `${error.message} (SQLSTATE ${error.code})`);

interface Session {
  readonly login: string;
  readonly acting: string;
  readonly powers: boolean;
  readonly limit: number;
  readonly used: number;
}

async function actsAsOwner(client: Client, { owner }: Expectation): Promise<Session> {
  const session = await one<Session>(
    client,
    `SELECT session_user AS login, current_user AS acting,
            (SELECT pg_catalog.bool_or(rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)
             FROM pg_catalog.pg_roles WHERE rolname IN (session_user, current_user)) AS powers,
            (SELECT rolconnlimit FROM pg_catalog.pg_roles WHERE rolname = session_user) AS "limit",
            (SELECT pg_catalog.count(*)::pg_catalog.int4 FROM pg_catalog.pg_stat_activity WHERE usename = session_user) AS used`,
  );
  if (session.acting !== owner)
    throw new Problem("rights-owner", `${session.login} acts as ${session.acting}, not as ${owner}`);
  if (session.powers)
    throw new Problem("rights-owner", `${session.login} has rights beyond its organization's`);
  return session;
}

/** In a transaction that is rolled back, with a table name that no application uses. */
async function writes(client: Client): Promise<void> {
  const table = `connection_check_${randomBytes(8).toString("hex")}`;
  try {
    await client.query("BEGIN");
    await client.query(`CREATE TABLE ${table} (value int)`);
    await client.query(`INSERT INTO ${table} VALUES (1)`);
    await client.query("ROLLBACK");
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    await client.query("ROLLBACK");
    throw new Problem("rights-write", `${error.message} (SQLSTATE ${error.code})`);
  }
}

/**
 * Checks the privileges on all objects of other organizations' owners. Their names in the catalog are visible to every
 * login, which is not an access to data.
 */
async function othersStayClosed(client: Client): Promise<number> {
  const { others, open } = await one<{ others: number; open: string[] }>(
    client,
    `SELECT pg_catalog.count(*)::pg_catalog.int4 AS others,
            coalesce(pg_catalog.array_agg(rolname::pg_catalog.text ORDER BY rolname) FILTER (WHERE
              pg_catalog.pg_has_role(session_user, role.oid, 'MEMBER')
              OR EXISTS (SELECT FROM pg_catalog.pg_database WHERE datdba = role.oid
                         AND pg_catalog.has_database_privilege(session_user, pg_database.oid, 'CONNECT'))
              OR EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspowner = role.oid
                         AND pg_catalog.has_schema_privilege(pg_namespace.oid, 'USAGE'))), '{}') AS open
     FROM pg_catalog.pg_roles role WHERE rolname LIKE '%\\_\\_owner' AND rolname <> current_user`,
  );
  if (open.length > 0) throw new Problem("rights-isolation", `it can access data of ${open.join(", ")}`);
  return others;
}

async function one<Row>(client: Client, text: string): Promise<Row> {
  return (await client.query(text)).rows[0] as Row;
}
