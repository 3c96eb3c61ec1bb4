import { asMaster, type Context, maintenanceDatabase } from "./context";
import { dropEverything, dropping } from "./drop";
import { RefusedError } from "./errors";
import { allLogins, type OrganizationNames, organizationNames } from "./organization";
import { checkOwnership, credentialsSecret } from "./ownership";
import type { Removal } from "./requests";
import { Secret } from "./secret";
import { sharedGroups } from "./shared";
import { revokeConnect } from "./sql/database";
import { withLock } from "./sql/lock";
import { disableLogin, endSessions, findRoles, leaveGroup, roleExists } from "./sql/roles";
import { inTransaction, type Session } from "./sql/session";

export interface Removed {
  readonly organization: string;
  /** If false, all data still exists, and provisioning the organization again restores access. */
  readonly dataDropped: boolean;
  /** Locked roles that remain because other objects refer to them, if data was dropped. */
  readonly rolesLeft?: readonly string[];
}

export interface LockedOut {
  readonly organization: string;
  /** Logins that exist and cannot log in. */
  readonly locked: readonly string[];
  /** Number of sessions that were ended. */
  readonly ended: number;
}

/**
 * Tag of the credentials secret that permits removal to drop data. Not part of the event: otherwise every principal
 * that may invoke the function could drop any organization's data. The organization's own stack sets the tag.
 */
const dropDataTag = "DropDataOnRemoval";

/** Permissions depend on tags, which a deleted secret no longer has: AWS then denies access to it. */
const gone = /^(ResourceNotFound|AccessDenied)Exception$/;

/** Locks an organization. Its data remains, unless dropping was requested explicitly. */
export async function remove(context: Context, request: Removal): Promise<Removed> {
  const { sharedDatabase, environmentName } = context.config;
  const { organization } = request;
  const names = organizationNames(organization, sharedDatabase);
  const secret = await new Secret(context.secrets, request.secretArn).describe().catch((error) => {
    if (!gone.test(error.name)) throw error;
    throw new RefusedError(
      `Secret ${request.secretArn} is gone (${error.name}), and with it the tag that says whether the data of ${organization} is dropped. Take this invocation out of the state (terraform state rm), destroy again, delete the organization's file, and lock its logins: npm run leftovers -- ${environmentName} ${organization} --lock. Nothing was changed.`,
    );
  });
  checkOwnership(secret, { organization, environmentName }, credentialsSecret);
  const dropData = secret.tags[dropDataTag] === "true";
  return alone(context, organization, async (master) => {
    if (!(await roleExists(master, names.owner))) return { organization, dataDropped: dropData };
    await lockOut(context, names, master);
    if (!dropData) return { organization, dataDropped: false };
    return { organization, dataDropped: true, rolesLeft: await dropEverything(context, names, master) };
  });
}

/**
 * Drops the data of an organization that was removed without it. Its logins are locked; a login that is not locked
 * belongs to an existing organization.
 */
export async function removeLeftovers(context: Context, organization: string): Promise<Removed> {
  const names = organizationNames(organization, context.config.sharedDatabase);
  return alone(context, organization, async (master) => {
    const enabled = (await findRoles(master, allLogins(names))).filter((login) => login.enabled);
    if (enabled.length > 0) {
      throw new RefusedError(
        `Organization ${organization} is there: ${enabled.map(({ name }) => name).join(", ")} can log in. Destroy its stack, or lock it (npm run leftovers -- ${context.config.environmentName} ${organization} --lock). Nothing was changed.`,
      );
    }
    await endSessions(master, allLogins(names));
    return { organization, dataDropped: true, rolesLeft: await dropEverything(context, names, master) };
  });
}

/**
 * Locks a removed organization that a restored snapshot brought back. Unlike a removal, it reads no secret, since the
 * secret was deleted with the stack. If the organization still exists, a repair unlocks its logins.
 */
export async function lockOutRemoved(context: Context, organization: string): Promise<LockedOut> {
  const names = organizationNames(organization, context.config.sharedDatabase);
  return alone(context, organization, async (master) => ({
    organization,
    ...(await lockOut(context, names, master)),
  }));
}

const alone = <T>(
  context: Context,
  organization: string,
  work: (master: Session) => Promise<T>,
): Promise<T> =>
  asMaster(
    context,
    maintenanceDatabase,
    (master) => withLock(master, organization, () => work(master)),
    dropping,
  );

async function lockOut(
  { config, log }: Context,
  names: OrganizationNames,
  master: Session,
): Promise<Pick<LockedOut, "locked" | "ended">> {
  // Disabled ones too: an interrupted run may have left their sessions.
  const logins = (await findRoles(master, allLogins(names))).map(({ name }) => name);
  await inTransaction(master, async () => {
    for (const login of logins) {
      await disableLogin(master, login);
      for (const group of Object.values(sharedGroups(config.sharedDatabase)))
        await leaveGroup(master, group, login);
    }
    await revokeConnect(master, { name: names.database, owner: names.owner, connect: logins });
  });
  // Last: a client whose session ends before its login is disabled could connect again.
  const ended = await endSessions(master, logins);
  log.info("Locked the organization's logins", { logins, sessions: ended });
  return { locked: logins, ended };
}
