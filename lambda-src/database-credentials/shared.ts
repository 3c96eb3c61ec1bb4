import { asMaster, type Context, maintenanceDatabase } from "./context";
import { ensureDatabase } from "./sql/database";
import { closeDatabases, closePublicSchema } from "./sql/privileges";
import { ensureGroup } from "./sql/roles";
import { ensureSharedExtensions } from "./sql/schema";
import type { Session } from "./sql/session";

/** Group of the roles that may connect to the shared database. No organization's role can have this name. */
export const tenantsGroup = (sharedDatabase: string): string => `${sharedDatabase}_tenants`;

/** Databases that come with an instance let everybody connect; organizations have no business there. */
export async function closeInstance(master: Session): Promise<void> {
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
