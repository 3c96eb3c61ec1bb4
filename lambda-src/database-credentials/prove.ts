import { restoreAccess, restoreSchema } from "./access";
import { asMaster, type Context, maintenanceDatabase } from "./context";
import type { Credentials } from "./credentials";
import { publicError } from "./errors";
import type { OrganizationNames } from "./organization";
import { proveCatalog, proveLogin, proveRights } from "./sql/probe";
import type { Session } from "./sql/session";

/** Proves that credentials work: for a password by logging in, for IAM authentication from the catalog. */
export async function prove(
  context: Context,
  names: OrganizationNames,
  { database, username, password }: Credentials,
): Promise<void> {
  const { owner, schema } = names;
  if (!password) {
    const login = { username, owner, database, takesTokens: true };
    return asMaster(context, maintenanceDatabase, (master) => proveCatalog(master, login));
  }
  // Credentials do not contain the isolation; it follows from the database: only the shared one has schemas of
  // organizations.
  const promised = database === context.config.sharedDatabase ? { owner, schema } : { owner };
  await proveRights(context.connect, { database, username, password }, promised);
}

/**
 * Continues after a failed proof: restores what the organization may have changed meanwhile, and proves again. A
 * session that repeatedly reverts this affects applications equally with old and new credentials, so it must not block
 * the rotation: otherwise a thief could prevent the replacement of a stolen password. What the organization cannot
 * change is still proved: PostgreSQL accepts the password, and the catalog is correct before other sessions can change
 * it.
 */
export async function proveRestored(
  context: Context,
  names: OrganizationNames,
  credentials: Credentials,
  master: Session,
  failure: unknown,
): Promise<void> {
  const { database, username, password } = credentials;
  const isSchema = database === context.config.sharedDatabase;
  const undone = await restoreAccess(context, names, master);
  if (!(isSchema && (await restoreSchema(context, names))) && !undone) throw failure;
  try {
    await prove(context, names, credentials);
  } catch (again) {
    const login = { username, owner: names.owner, database, takesTokens: !password };
    await restoreAccess(context, names, master, () => proveCatalog(master, login));
    if (password) await proveLogin(context.connect, { database: maintenanceDatabase, username, password });
    context.log.warn("The organization repeatedly revokes from its logins what they need", {
      login: username,
      reason: publicError(again).message,
    });
  }
}
