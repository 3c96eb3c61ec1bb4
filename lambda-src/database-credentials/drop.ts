import { asMaster, type Context, type MasterOptions } from "./context";
import { DatabaseError, isShutOut } from "./errors";
import { allLogins, type OrganizationNames } from "./organization";
import { isConflict } from "./sql/conflicts";
import { closeDatabase, dropDatabase, findDatabase, openDatabase } from "./sql/database";
import { databasesNaming, disown, ownersNaming } from "./sql/dependencies";
import { canActAs, currentRole } from "./sql/privileges";
import { dropRole, endSessionsIn, endSessionsOnce, findRoles, membersOf, sessionsIn } from "./sql/roles";
import type { Session } from "./sql/session";

/** The duration of statements that drop data depends on its amount. */
export const dropping: MasterOptions = { statementSeconds: 100 };

/**
 * Drops all data of a locked organization in every isolation that it has had, and what other roles granted to its
 * roles, own in its database or schema, or keep open there: its database, its objects elsewhere, its roles.
 *
 * @returns roles that could not be dropped, because objects that the master user cannot change refer to them
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

/** Attempts to drop roles, since other sessions may grant them privileges again before they are dropped. */
const rounds = 20;

/** Conflicts with other sessions: they changed the same objects, or closed their database again. */
const isOthersDoing = (error: unknown): boolean => isConflict(error) || isShutOut(error);

/** @param alone whether to end sessions of grantors, which otherwise could repeat their grants */
async function dropRoles(
  context: Context,
  names: OrganizationNames,
  master: Session,
  alone: boolean,
): Promise<void> {
  const drop = async (session: Session) => {
    const roles = await rolesOf(names, session);
    if (alone) await endReferring(context, session, await ownersNaming(session, roles));
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

/**
 * Another organization may have closed its own database to the master user; objects in it that refer to this
 * organization would remain.
 */
async function letMasterIn(context: Context, master: Session, name: string, alone: boolean): Promise<void> {
  const found = await findDatabase(master, name);
  if (!found || !(await canActAs(master, found.owner))) return;
  if (alone) await endReferring(context, master, [found.owner]);
  await openDatabase(master, { name, owner: found.owner, connect: [await currentRole(master)] }, found);
}

async function endReferring({ log }: Context, session: Session, owners: readonly string[]): Promise<void> {
  const ended = await endSessionsOnce(session, await membersOf(session, owners));
  if (ended > 0)
    log.warn("Ended sessions that may keep referring to dropped objects", { owners, sessions: ended });
}

async function dropUnlessNamed(session: Session, role: string): Promise<void> {
  try {
    await dropRole(session, role);
  } catch (error) {
    // Other objects depend on it.
    if (!(error instanceof DatabaseError && error.code === "2BP01")) throw error;
  }
}
