import type { Config } from "./config";
import { asMaster, type Context, maintenanceDatabase } from "./context";
import { RefusedError } from "./errors";
import type { Isolation } from "./organization";
import { ensureDatabase, findDatabase, openDatabase } from "./sql/database";
import { withLock } from "./sql/lock";
import { recall, remember } from "./sql/memory";
import {
  allowConnect,
  allowEveryLogin,
  closeDatabases,
  closePublicSchema,
  currentRole,
  mayConnect,
  openDatabases,
} from "./sql/privileges";
import { endIntruders, ensureGroup, roleExists } from "./sql/roles";
import { ensureSharedExtensions } from "./sql/schema";
import type { Session } from "./sql/session";

/**
 * Groups of the roles that may connect to the shared database: tenants may also make temporary tables in it, readers may not.
 * No organization's role can have these names.
 */
export const sharedGroups = (sharedDatabase: string) => ({
  tenants: `${sharedDatabase}_tenants`,
  readers: `${sharedDatabase}_readers`,
});

/**
 * Role of RDS Proxy's own, on instances that have one: it watches over the instance, and serves no client. RDS makes it
 * some time after the instance was registered with the proxy.
 */
const proxyRole = "rdsproxyadmin";

/**
 * Makes an instance ready for organizations. Once it is, this only looks: organizations share these catalog rows, so
 * an invocation that changes them is alone, and must not keep the others waiting.
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

/** What was done for organizations stays right for a proxy that comes, or whose role comes, after them. */
export async function lookAfterInstance(context: Context): Promise<void> {
  await asMaster(context, maintenanceDatabase, (master) => prepareInstance(context, "database", master));
}

/** Databases that come with an instance, the shared one too, which RDS makes. */
const initialDatabases = ({ sharedDatabase }: Config): string[] => [
  maintenanceDatabase,
  "template1",
  sharedDatabase,
];

async function isPrepared({ config }: Context, isolation: Isolation, master: Session): Promise<boolean> {
  const open = await openDatabases(master, initialDatabases(config));
  const doors = await doorsOf(config, master);
  if (open.some((name) => !doors.open.includes(name)) || doors.open.some((name) => !open.includes(name)))
    return false;
  if (doors.proxy && !(await mayConnect(master, doors.proxy, maintenanceDatabase))) return false;
  return isolation !== "schema" || isSharedDatabaseReady(config, master);
}

async function isSharedDatabaseReady({ sharedDatabase }: Config, master: Session): Promise<boolean> {
  const { tenants, readers } = sharedGroups(sharedDatabase);
  if ((await recall(master, tenants)) !== ready) return false;
  const found = await findDatabase(master, sharedDatabase);
  if (!found?.open || !(await mayConnect(master, tenants, sharedDatabase))) return false;
  return (await roleExists(master, readers)) && mayConnect(master, readers, sharedDatabase);
}

/** Comment of the tenants' group: its database is complete. */
const ready = "The shared database is ready, version 2";

/** Who may connect to the databases that come with an instance. */
interface Doors {
  /** The proxy's role, once it is there. It needs the maintenance database. */
  readonly proxy?: string;
  /** Databases that every login may connect to, for now. */
  readonly open: readonly string[];
}

/**
 * Every login may connect to a database that is new. Organizations have no business there, or not yet. A proxy has:
 * without the maintenance database it takes the instance to be down. PostgreSQL lets no login in by a name that is not
 * there yet, so the door stays open, or is opened again, until the proxy's role has come: logins find nothing behind it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.troubleshooting.html
 */
async function doorsOf({ host, clientHost }: Config, master: Session): Promise<Doors> {
  if (await roleExists(master, proxyRole)) return { proxy: proxyRole, open: [] };
  return { open: clientHost === host ? [] : [maintenanceDatabase] };
}

/** Closes what has to be closed, and ends sessions that got in before and would see what comes later. */
async function closeInstance({ config, log }: Context, master: Session): Promise<void> {
  const doors = await doorsOf(config, master);
  const databases = initialDatabases(config).filter((name) => !doors.open.includes(name));
  for (const name of doors.open) {
    await allowEveryLogin(master, name);
    log.info("Left a database open to every login until RDS has created its proxy's role", {
      database: name,
    });
  }
  if (doors.proxy) await allowConnect(master, maintenanceDatabase, doors.proxy);
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
  const { tenants, readers } = sharedGroups(name);
  const groups = [tenants, readers];
  for (const group of groups) await ensureGroup(master, group);
  const database = { name, owner: await currentRole(master) };
  const found = await ensureDatabase(master, database);
  await openDatabase(master, { ...database, connect: groups, temporary: [tenants] }, found);
  await asMaster(context, name, async (session) => {
    await closePublicSchema(session);
    await ensureSharedExtensions(session, groups);
  });
  await remember(master, tenants, ready);
}
