import { escapeIdentifier } from "pg";
import { RefusedError } from "../errors";
import { actAs } from "./privileges";
import { inTransaction, type Session } from "./session";

/**
 * Schema of the shared database with extensions that migrations often need; organizations cannot add extensions there.
 */
export const extensionsSchema = "extensions";

const sharedExtensions = ["citext"];

/** Makes the extensions available to members of groups, for which `CREATE EXTENSION IF NOT EXISTS` then succeeds. */
export async function ensureSharedExtensions(session: Session, groups: readonly string[]): Promise<void> {
  await session.query(`CREATE SCHEMA IF NOT EXISTS ${escapeIdentifier(extensionsSchema)}`);
  await session.query(
    `GRANT USAGE ON SCHEMA ${escapeIdentifier(extensionsSchema)} TO ${groups.map(escapeIdentifier).join(", ")}`,
  );
  for (const extension of sharedExtensions) {
    await session.query(
      `CREATE EXTENSION IF NOT EXISTS ${escapeIdentifier(extension)} SCHEMA ${escapeIdentifier(extensionsSchema)}`,
    );
  }
}

/**
 * Ensures a schema that only its owner can use.
 *
 * @returns whether it did not exist
 */
export const ensureSchema = (session: Session, schema: string, owner: string): Promise<boolean> =>
  inTransaction(session, () => makeSchema(session, schema, owner));

async function makeSchema(session: Session, schema: string, owner: string): Promise<boolean> {
  const [found] = await session.query<{ owner: string }>(
    "SELECT pg_catalog.pg_get_userbyid(nspowner) AS owner FROM pg_catalog.pg_namespace WHERE nspname = $1",
    [schema],
  );
  if (!found) {
    await session.query(`CREATE SCHEMA ${escapeIdentifier(schema)} AUTHORIZATION ${escapeIdentifier(owner)}`);
  } else if (found.owner !== owner) {
    throw new RefusedError(
      `Schema ${schema} exists and belongs to ${found.owner}, not to ${owner}. Rename it, or choose another name for the organization.`,
    );
  }
  await actAs(session, owner, async () => {
    await session.query(`REVOKE ALL ON SCHEMA ${escapeIdentifier(schema)} FROM PUBLIC`);
    // An owner can revoke its own privileges.
    await session.query(`GRANT ALL ON SCHEMA ${escapeIdentifier(schema)} TO CURRENT_USER`);
  });
  return found === undefined;
}
