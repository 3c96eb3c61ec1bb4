import type { Config } from "./config";
import { asMaster, type Context, maintenanceDatabase } from "./context";
import { RefusedError } from "./errors";
import type { Isolation } from "./organization";
import { ensureDatabase, findDatabase, openDatabase } from "./sql/database";
import { withLock } from "./sql/lock";
import { recall, remember } from "./sql/memory";
import {
  allowConnect,
  closeDatabases,
  closePublicSchema,
  currentRole,
  mayConnect,
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
 * Makes an instance ready for organizations. Once it is, this only looks: organizations share these catalog rows, so
 * whoever changes them is alone, and must not keep the others waiting.
 */
export async function prepareInstance(
  context: Context,
  isolation: Isolation,
  master: Session,
): Promise<void> {
  if (await isPrepared(context, isolation, master)) return;
  await withLock(master, "the instance", async () => {
    await closeInstance(context, master);
    if (isolation === "schema") await ensureSharedDatabase(context, master);
  });
}

/** Databases that come with an instance, the shared one too, which RDS makes. */
const initialDatabases = ({ sharedDatabase }: Config): string[] => [
  maintenanceDatabase,
  "template1",
  sharedDatabase,
];

async function isPrepared({ config }: Context, isolation: Isolation, master: Session): Promise<boolean> {
  const open = await openDatabases(master, initialDatabases(config));
  const proxyWaits =
    (await roleExists(master, proxyRole)) && !(await mayConnect(master, proxyRole, maintenanceDatabase));
  if (open.length > 0 || proxyWaits) return false;
  return isolation !== "schema" || isSharedDatabaseReady(config, master);
}

async function isSharedDatabaseReady({ sharedDatabase }: Config, master: Session): Promise<boolean> {
  const group = tenantsGroup(sharedDatabase);
  if ((await recall(master, group)) !== ready) return false;
  const found = await findDatabase(master, sharedDatabase);
  return found?.open === true && (await mayConnect(master, group, sharedDatabase));
}

/** Comment of the tenants' group: its database is complete. */
const ready = "The shared database is ready, version 1";

/**
 * Every login may connect to a database that is new. Organizations have no business there, or not yet, and a session
 * that got in before the door was closed would see what comes later. A proxy has: without the maintenance database it
 * takes the instance to be down.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.troubleshooting.html
 */
async function closeInstance({ config }: Context, master: Session): Promise<void> {
  const databases = initialDatabases(config);
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
async function ensureSharedDatabase(context: Context, master: Session): Promise<void> {
  const name = context.config.sharedDatabase;
  const group = tenantsGroup(name);
  await ensureGroup(master, group);
  const database = { name, owner: await currentRole(master) };
  const found = await ensureDatabase(master, database);
  await openDatabase(master, { ...database, connect: [group], temporary: [group] }, found);
  await asMaster(context, name, async (session) => {
    await closePublicSchema(session);
    await ensureSharedExtensions(session, group);
  });
  await remember(master, group, ready);
}
