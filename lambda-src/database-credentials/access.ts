import { isDeepStrictEqual } from "node:util";
import { asMaster, type Context } from "./context";
import { allLogins, applicationLogins, type OrganizationNames } from "./organization";
import { sharedGroups } from "./shared";
import { findDatabase, isInvalid, openDatabase } from "./sql/database";
import { currentRole } from "./sql/privileges";
import { allowActing, findRoles, isMember, limitsOf } from "./sql/roles";
import { ensureSchema, extensionsSchema } from "./sql/schema";
import { inTransaction, type Session } from "./sql/session";
import { ensureRoleSettings, type Settings } from "./sql/settings";

/**
 * Restores what the logins of an organization need, and removes everything else: CONNECT on their database, membership
 * in the role they act as, their limits. A login may change its own settings, and the owner those of its database and
 * privileges in it, by mistake or to keep others out after a theft of credentials; each provisioning and each rotation
 * reverts that.
 *
 * Does not unlock a locked login.
 *
 * @param seen runs before other sessions can change the restored state again.
 * @default seen - nothing
 * @returns whether anything had to be restored
 */
export async function restoreAccess(
  context: Context,
  names: OrganizationNames,
  master: Session,
  seen: () => Promise<void> = async () => {},
): Promise<boolean> {
  const logins = await findRoles(master, allLogins(names));
  const enabled = logins.filter((login) => login.enabled).map(({ name }) => name);
  return inTransaction(master, async () => {
    const undone = [await restoreSettings(context, master, names.owner, {})];
    for (const { name } of logins) {
      if (applicationLogins(names).includes(name)) await allowActing(master, names.owner, name);
      undone.push(
        await restoreSettings(context, master, name, await settingsOf(context, names, master, name)),
      );
    }
    undone.push(await restoreDatabase(context, names, master, enabled));
    await seen();
    return undone.includes(true);
  });
}

/**
 * Restores the organization's schema in the shared database, which its owner can drop or revoke its own privileges on.
 *
 * @returns whether the schema was missing
 */
export const restoreSchema = (context: Context, { schema, owner }: OrganizationNames): Promise<boolean> =>
  asMaster(context, context.config.sharedDatabase, (session) => ensureSchema(session, schema, owner));

async function restoreSettings(
  { log }: Context,
  master: Session,
  role: string,
  wanted: Readonly<Record<string, Settings>>,
): Promise<boolean> {
  const { foreign, changed } = await ensureRoleSettings(master, role, wanted);
  if (foreign.length > 0) log.warn("Reset settings that a login had changed", { role, settings: foreign });
  return changed;
}

async function settingsOf(
  { config }: Context,
  names: OrganizationNames,
  master: Session,
  login: string,
): Promise<Record<string, Settings>> {
  const limits = await limitsOf(master, login);
  const everywhere = {
    ...(login === names.readOnlyLogin ? { default_transaction_read_only: "on" } : { role: names.owner }),
    statement_timeout: `${limits.statementTimeoutSeconds}s`,
    idle_in_transaction_session_timeout: `${limits.idleInTransactionTimeoutSeconds}s`,
  };
  if (!(await isMember(master, login, Object.values(sharedGroups(config.sharedDatabase)))))
    return { "": everywhere };
  // Unqualified names refer to the organization's schema, in the shared database only.
  return { "": everywhere, [config.sharedDatabase]: { search_path: [names.schema, extensionsSchema] } };
}

async function restoreDatabase(
  { log }: Context,
  { database: name, owner }: OrganizationNames,
  master: Session,
  logins: readonly string[],
): Promise<boolean> {
  const found = await findDatabase(master, name);
  if (found?.owner !== owner || isInvalid(found)) return false;
  const connect = [await currentRole(master), ...logins];
  const settings = await openDatabase(master, { name, owner, connect }, found);
  if (settings.length > 0) log.warn("Reset settings of a database", { database: name, settings });
  return settings.length > 0 || !isDeepStrictEqual(found, await findDatabase(master, name));
}
