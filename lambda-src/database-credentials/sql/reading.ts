import { escapeIdentifier } from "pg";
import type { Session } from "./session";

/** Grants a role read access to current and future objects of the session's role in this database. */
export async function grantReading(session: Session, reader: string): Promise<void> {
  const role = escapeIdentifier(reader);
  for (const objects of ["USAGE ON SCHEMAS", "SELECT ON TABLES", "SELECT ON SEQUENCES"])
    await session.query(`ALTER DEFAULT PRIVILEGES GRANT ${objects} TO ${role}`);
  for (const schema of await ownSchemas(session)) {
    await session.query(`GRANT USAGE ON SCHEMA ${escapeIdentifier(schema)} TO ${role}`);
    for (const relations of inParts(await ownRelations(session, schema)))
      await session.query(`GRANT SELECT ON ${relations.join(", ")} TO ${role}`);
  }
}

/** Schemas that the session's role owns, or that belong to the owner of its database, such as schema public. */
async function ownSchemas(session: Session): Promise<string[]> {
  const found = await session.query<{ name: string }>(
    `SELECT nspname AS name FROM pg_catalog.pg_namespace
     WHERE nspname !~ '^pg_' AND pg_catalog.pg_has_role(nspowner, 'USAGE') ORDER BY nspname`,
  );
  return found.map(({ name }) => name);
}

/**
 * Tables, views and sequences of the session's role. Relations of other roles in its schema are excluded, since it
 * cannot grant access to them.
 */
async function ownRelations(session: Session, schema: string): Promise<string[]> {
  const found = await session.query<{ name: string }>(
    `SELECT relname AS name FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
     WHERE nspname = $1 AND relowner = current_user::regrole AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
     ORDER BY relname`,
    [schema],
  );
  return found.map(({ name }) => `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`);
}

const inParts = (names: readonly string[], length = 200): string[][] =>
  Array.from({ length: Math.ceil(names.length / length) }, (_, part) =>
    names.slice(part * length, (part + 1) * length),
  );
