import { recall, remember } from "./memory";
import type { Session } from "./session";

/** Names of the generated secrets that an organization's data knows, kept with its owner role. */
export async function generatedSecrets(session: Session, owner: string): Promise<string[]> {
  return (await recall(session, owner))?.split(" ") ?? [];
}

/** Goes with the role, so with the data: where they were dropped, a new secret may take the place of a lost one. */
export async function rememberGeneratedSecret(session: Session, owner: string, name: string): Promise<void> {
  const names = await generatedSecrets(session, owner);
  if (!names.includes(name)) await remember(session, owner, [...names, name].join(" "));
}
