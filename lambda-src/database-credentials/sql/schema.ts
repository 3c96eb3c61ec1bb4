import { escapeIdentifier } from "pg";
import { RefusedError } from "../errors";
import { actAs } from "./privileges";
import { inTransaction, type Session } from "./session";

/** Schema of the shared database with extensions that migrations commonly ask for; organizations cannot add any there. */
export const extensionsSchema = "extensions";

const sharedExtensions = ["citext"];

/** Makes the extensions usable by members of groups; `CREATE EXTENSION IF NOT EXISTS` then succeeds for them. */
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
 * A schema that its owner alone can use.
 *
 * @returns whether there was none
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
    // An owner can take its own rights away.
    await session.query(`GRANT ALL ON SCHEMA ${escapeIdentifier(schema)} TO CURRENT_USER`);
  });
  return found === undefined;
}
