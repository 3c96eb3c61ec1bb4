import { recall, remember } from "./memory";
import type { Session } from "./session";

/** Names of the generated secrets that an organization's data depends on, stored with its owner role. */
export async function generatedSecrets(session: Session, owner: string): Promise<string[]> {
  return (await recall(session, owner))?.split(" ") ?? [];
}

/** The record is dropped with the role, and so with the data: afterwards, a new secret may replace a lost one. */
export async function rememberGeneratedSecret(session: Session, owner: string, name: string): Promise<void> {
  const names = await generatedSecrets(session, owner);
  if (!names.includes(name)) await remember(session, owner, [...names, name].join(" "));
}
