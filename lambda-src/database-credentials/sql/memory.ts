import { escapeIdentifier, escapeLiteral } from "pg";
import type { Session } from "./session";

/**
 * Data that the function stores with a role, as the role's comment: an organization can read it, but not change it, and
 * it is dropped with the role.
 */
export async function recall(session: Session, role: string): Promise<string | undefined> {
  const [row] = await session.query<{ comment: string | null }>(
    `SELECT pg_catalog.shobj_description(oid, 'pg_authid') AS comment FROM pg_catalog.pg_roles WHERE rolname = $1`,
    [role],
  );
  return row?.comment ?? undefined;
}

export async function remember(session: Session, role: string, text: string): Promise<void> {
  if ((await recall(session, role)) === text) return;
  await session.query(`COMMENT ON ROLE ${escapeIdentifier(role)} IS ${escapeLiteral(text)}`);
}
