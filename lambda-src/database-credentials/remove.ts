import { asMaster, type Context, maintenanceDatabase } from "./context";
import type { Removal } from "./events";
import { allLogins, type OrganizationNames, organizationNames } from "./organization";
import { checkOwnership, credentialsSecret } from "./ownership";
import { Secret } from "./secret";
import { tenantsGroup } from "./shared";
import { dropDatabase, findDatabase, revokeConnect } from "./sql/database";
import { withLock } from "./sql/lock";
import { disableLogin, dropRole, findRoles, leaveGroup, roleExists, terminateSessions } from "./sql/roles";
import { dropOwned } from "./sql/schema";
import { inTransaction, type Session } from "./sql/session";

export interface Removed {
  readonly organization: string;
  /** False: everything is still there, and provisioning the organization again gives it back. */
  readonly dataDropped: boolean;
}

/**
 * Tag of the credentials secret that lets removal drop the data. A tag and no part of the event: whoever may invoke the
 * function would decide over every organization's data, while the tag is set by the organization's own stack.
 */
const dropDataTag = "DropDataOnRemoval";

/** Locks an organization out. Its data stays, unless dropping it was asked for in so many words. */
export async function remove(context: Context, event: Removal): Promise<Removed> {
  const { sharedDatabase, environmentName } = context.config;
  const names = organizationNames(event.organization, sharedDatabase);
  const secret = await new Secret(context.secrets, event.secretArn).describe();
  checkOwnership(secret, { organization: event.organization, environmentName }, credentialsSecret);
  const dropData = secret.tags[dropDataTag] === "true";
  await asMaster(context, maintenanceDatabase, (master) =>
    withLock(master, event.organization, async () => {
      if (!(await roleExists(master, names.owner))) return;
      await lockOut(context, names, master);
      if (dropData) await dropEverything(context, names, master);
    }),
  );
  return { organization: event.organization, dataDropped: dropData };
}

async function lockOut({ config, log }: Context, names: OrganizationNames, master: Session): Promise<void> {
  // Disabled ones too: a run that was cut off may have left their sessions.
  const logins = (await findRoles(master, allLogins(names))).map(({ name }) => name);
  await inTransaction(master, async () => {
    for (const login of logins) {
      await disableLogin(master, login);
      await leaveGroup(master, tenantsGroup(config.sharedDatabase), login);
    }
    await revokeConnect(master, { name: names.database, owner: names.owner, connect: logins });
  });
  // Last: a session that ends before its login is disabled could come back.
  const sessions = await terminateSessions(master, logins);
  log.info("Locked the organization out", { logins, sessions });
}

/** Whatever mode it was in, now or earlier: its database, its schema, then its roles. */
async function dropEverything(context: Context, names: OrganizationNames, master: Session): Promise<void> {
  const { sharedDatabase } = context.config;
  await dropDatabase(master, { name: names.database, owner: names.owner });
  if (await findDatabase(master, sharedDatabase)) {
    await asMaster(context, sharedDatabase, (session) => dropOwned(session, names.owner));
  }
  for (const role of [...allLogins(names), names.owner]) await dropRole(master, role);
  context.log.warn("Dropped the organization's data", { organization: names.organization });
}
