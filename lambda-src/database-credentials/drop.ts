import { asMaster, type Context, type MasterOptions } from "./context";
import { DatabaseError, isShutOut } from "./errors";
import { allLogins, type OrganizationNames } from "./organization";
import { isConflict } from "./sql/conflicts";
import { closeDatabase, dropDatabase, findDatabase, openDatabase } from "./sql/database";
import { databasesNaming, disown, ownersNaming } from "./sql/dependencies";
import { canActAs, currentRole } from "./sql/privileges";
import { dropRole, endSessionsIn, endSessionsOnce, findRoles, membersOf, sessionsIn } from "./sql/roles";
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
  let left = await rolesOf(names, master);
  for (let round = 0; left.length > 0 && round < rounds; round++) {
    await dropRoles(context, names, master, round > 0).catch((error) => {
      if (round + 1 === rounds || !isOthersDoing(error)) throw error;
    });
    left = await rolesOf(names, master);
  }
  if (left.length > 0) {
    const databases = await databasesNaming(master, left);
    context.log.warn("Roles stay, locked: objects of other owners refer to them", { roles: left, databases });
  }
  context.log.warn("Dropped the organization's data", { organization: names.organization });
  return left;
}

const rolesOf = async (names: OrganizationNames, session: Session): Promise<string[]> =>
  (await findRoles(session, [...allLogins(names), names.owner])).map(({ name }) => name);

/** Times that roles are dropped, where others give them something anew before they are gone. */
const rounds = 20;

/** What others did at the same time: changed what is taken back, or closed their database again. */
const isOthersDoing = (error: unknown): boolean => isConflict(error) || isShutOut(error);

/** @param alone ends the sessions of those who gave the roles something, and otherwise could go on giving */
async function dropRoles(
  context: Context,
  names: OrganizationNames,
  master: Session,
  alone: boolean,
): Promise<void> {
  const drop = async (session: Session) => {
    const roles = await rolesOf(names, session);
    if (alone) await endSessionsOf(context, session, await ownersNaming(session, roles));
    await disown(session, roles);
    for (const role of roles) await dropUnlessNamed(session, role);
  };
  for (const database of await databasesNaming(master, await rolesOf(names, master))) {
    await letMasterIn(context, master, database, alone);
    await asMaster(context, database, drop, dropping);
  }
  await drop(master);
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
async function letMasterIn(context: Context, master: Session, name: string, alone: boolean): Promise<void> {
  const found = await findDatabase(master, name);
  if (!found || !(await canActAs(master, found.owner))) return;
  if (alone) await endSessionsOf(context, master, [found.owner]);
  await openDatabase(master, { name, owner: found.owner, connect: [await currentRole(master)] }, found);
}

async function endSessionsOf({ log }: Context, session: Session, owners: readonly string[]): Promise<void> {
  const ended = await endSessionsOnce(session, await membersOf(session, owners));
  if (ended > 0)
    log.warn("Ended sessions that may keep referring to dropped objects", { owners, sessions: ended });
}

async function dropUnlessNamed(session: Session, role: string): Promise<void> {
  try {
    await dropRole(session, role);
  } catch (error) {
    // Objects depend on it.
    if (!(error instanceof DatabaseError && error.code === "2BP01")) throw error;
  }
}
