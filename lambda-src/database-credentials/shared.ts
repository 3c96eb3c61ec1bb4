import { asMaster, type Context, maintenanceDatabase } from "./context";
import { RefusedError } from "./errors";
import { ensureDatabase } from "./sql/database";
import {
  allowConnect,
  closeDatabases,
  closePublicSchema,
  currentRole,
  openDatabases,
} from "./sql/privileges";
import { endIntruders, ensureGroup, roleExists } from "./sql/roles";
import { ensureSharedExtensions } from "./sql/schema";
import type { Session } from "./sql/session";

/** Group of the roles that may connect to the shared database. No organization's role can have this name. */
export const tenantsGroup = (sharedDatabase: string): string => `${sharedDatabase}_tenants`;

/** Role of RDS Proxy's own, on instances that have one: it watches over the instance, and serves no client. */
const proxyRole = "rdsproxyadmin";

/**
 * Databases that come with an instance let everybody connect, the shared one too: RDS makes it. Organizations have no
 * business there, or not yet, and a session that got in before the door was closed would see what comes later. A proxy
 * has: without the maintenance database it takes the instance to be down.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.troubleshooting.html
 */
export async function closeInstance({ config }: Context, master: Session): Promise<void> {
  const databases = [maintenanceDatabase, "template1", config.sharedDatabase];
  if (await roleExists(master, proxyRole)) await allowConnect(master, maintenanceDatabase, proxyRole);
  await closeDatabases(master, databases);
  const open = await openDatabases(master, databases);
  if (open.length > 0) {
    throw new RefusedError(
      `Every login of the instance may connect to ${open.join(" and ")}, and the master cannot change that. Run REVOKE ALL ON DATABASE ... FROM PUBLIC as its owner, then apply again.`,
    );
  }
  await endIntruders(master, databases);
}

/** The database of all organizations with isolation `schema`. It belongs to the master: they only own schemas in it. */
export async function ensureSharedDatabase(context: Context, master: Session): Promise<void> {
  const name = context.config.sharedDatabase;
  const group = tenantsGroup(name);
  await ensureGroup(master, group);
  await ensureDatabase(master, {
    name,
    owner: await currentRole(master),
    connect: [group],
    temporary: [group],
  });
  await asMaster(context, name, async (session) => {
    await closePublicSchema(session);
    await ensureSharedExtensions(session, group);
  });
}
