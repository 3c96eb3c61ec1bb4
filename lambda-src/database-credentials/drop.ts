import { asMaster, type Context, type MasterOptions } from "./context";
import { DatabaseError } from "./errors";
import { allLogins, type OrganizationNames } from "./organization";
import { closeDatabase, dropDatabase, findDatabase, openDatabase } from "./sql/database";
import { databasesNaming, disown } from "./sql/dependencies";
import { canActAs, currentRole } from "./sql/privileges";
import { dropRole, endSessionsIn, findRoles, sessionsIn } from "./sql/roles";
import type { Session } from "./sql/session";

/** Statements that drop data take as long as there is data. */
export const dropping: MasterOptions = { statementSeconds: 100 };

/**
 * Drops all of a locked organization, in whatever isolation it was, now or earlier, and whatever others gave its roles,
 * own in its places or hold open there: its database, what it owns elsewhere, its roles.
 *
 * @returns roles that could not be dropped, because objects name them that the master has no way to change
 */
export async function dropEverything(
  context: Context,
  names: OrganizationNames,
  master: Session,
): Promise<string[]> {
  await dropOwnDatabase(names, master);
  const roles = (await findRoles(master, [...allLogins(names), names.owner])).map(({ name }) => name);
  for (const database of await databasesNaming(master, roles)) {
    await letMasterIn(master, database);
    await asMaster(context, database, (session) => disown(session, roles), dropping);
  }
  if (roles.length > 0) await disown(master, roles);
  const left: string[] = [];
  for (const role of roles) if (!(await isDropped(master, role))) left.push(role);
  if (left.length > 0) {
    const databases = await databasesNaming(master, left);
    context.log.warn("Roles stay, locked: objects of others name them", { roles: left, databases });
  }
  context.log.warn("Dropped the organization's data", { organization: names.organization });
  return left;
}

async function dropOwnDatabase({ database: name, owner }: OrganizationNames, master: Session): Promise<void> {
  if (!(await closeDatabase(master, { name, owner }))) return;
  await endSessionsIn(master, name);
  try {
    await dropDatabase(master, { name, owner });
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === "55006")) throw error;
    const sessions = await sessionsIn(master, name);
    throw new Error(
      `Database ${name} is closed, and cannot be dropped while it is in use: ${sessions.join(", ") || error.message}. Try again when they have ended.`,
    );
  }
}

/** Another organization may have closed its own database; what it keeps there of this one would stay for ever. */
async function letMasterIn(master: Session, name: string): Promise<void> {
  const found = await findDatabase(master, name);
  if (!found || !(await canActAs(master, found.owner))) return;
  await openDatabase(master, { name, owner: found.owner, connect: [await currentRole(master)] }, found);
}

async function isDropped(master: Session, role: string): Promise<boolean> {
  try {
    await dropRole(master, role);
    return true;
  } catch (error) {
    // Objects depend on it.
    if (error instanceof DatabaseError && error.code === "2BP01") return false;
    throw error;
  }
}
