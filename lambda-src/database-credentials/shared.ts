import { asMaster, type Context, maintenanceDatabase } from "./context";
import { ensureDatabase } from "./sql/database";
import { allowConnect, closeDatabases, closePublicSchema } from "./sql/privileges";
import { ensureGroup, roleExists } from "./sql/roles";
import { ensureSharedExtensions } from "./sql/schema";
import type { Session } from "./sql/session";

/** Group of the roles that may connect to the shared database. No organization's role can have this name. */
export const tenantsGroup = (sharedDatabase: string): string => `${sharedDatabase}_tenants`;

/** Role of RDS Proxy's own, on instances that have one: it watches over the instance, and serves no client. */
const proxyRole = "rdsproxyadmin";

/**
 * Databases that come with an instance let everybody connect; organizations have no business there. A proxy has: without
 * the maintenance database it takes the instance to be down.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.troubleshooting.html
 */
export async function closeInstance(master: Session): Promise<void> {
  if (await roleExists(master, proxyRole)) await allowConnect(master, maintenanceDatabase, proxyRole);
  await closeDatabases(master, [maintenanceDatabase, "template1"]);
}

/** The database of all organizations with isolation `schema`. It belongs to the master: they only own schemas in it. */
export async function ensureSharedDatabase(context: Context, master: Session): Promise<void> {
  const name = context.config.sharedDatabase;
  const group = tenantsGroup(name);
  await ensureGroup(master, group);
  const [{ owner }] = (await master.query("SELECT current_user AS owner")) as [{ owner: string }];
  await ensureDatabase(master, { name, owner, connect: [group], temporary: [group] });
  await asMaster(context, name, async (session) => {
    await closePublicSchema(session);
    await ensureSharedExtensions(session, group);
  });
}
