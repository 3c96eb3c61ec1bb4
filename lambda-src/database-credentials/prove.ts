import { restoreAccess, restoreSchema } from "./access";
import { asMaster, type Context, maintenanceDatabase } from "./context";
import type { Credentials } from "./credentials";
import { publicError } from "./errors";
import type { OrganizationNames } from "./organization";
import { proveCatalog, proveLogin, proveRights } from "./sql/probe";
import type { Session } from "./sql/session";

/** Proves that credentials work: a login with a password by what it does, one with tokens by what the catalog says. */
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
  // Credentials do not say the isolation; the database does: the shared one holds schemas.
  const promised = database === context.config.sharedDatabase ? { owner, schema } : { owner };
  await proveRights(context.connect, { database, username, password }, promised);
}

/**
 * Goes on from a proof that failed: gives back what the organization may have changed since it was given back, and proves
 * again. A session that changes it time and again keeps applications out by that, with new credentials as with old ones, and
 * decides no further: otherwise a thief could keep a password from ever being replaced. What it cannot change is
 * proven: that PostgreSQL takes the password, and what the catalog says before any other session can change it.
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
