import { escapeIdentifier, escapeLiteral } from "pg";
import type { Session } from "./session";

/** Names of the generated secrets that an organization's data knows, kept as the comment of its owner role. */
export async function generatedSecrets(session: Session, owner: string): Promise<string[]> {
  const [row] = await session.query<{ comment: string | null }>(
    "SELECT shobj_description(oid, 'pg_authid') AS comment FROM pg_roles WHERE rolname = $1",
    [owner],
  );
  return row?.comment?.split(" ") ?? [];
}

/** Goes with the role, so with the data: where they were dropped, a new secret may take the place of a lost one. */
export async function rememberGeneratedSecret(session: Session, owner: string, name: string): Promise<void> {
  const names = await generatedSecrets(session, owner);
  if (names.includes(name)) return;
  const comment = escapeLiteral([...names, name].join(" "));
  await session.query(`COMMENT ON ROLE ${escapeIdentifier(owner)} IS ${comment}`);
}
