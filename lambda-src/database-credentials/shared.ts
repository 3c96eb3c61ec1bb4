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
 * Groups of roles that may connect to the shared database: tenants may also create temporary tables in it, readers may
 * not. Names of organizations' roles never equal these.
 */
export const sharedGroups = (sharedDatabase: string) => ({
  tenants: `${sharedDatabase}_tenants`,
  readers: `${sharedDatabase}_readers`,
});

/**
 * PostgreSQL role of RDS Proxy, with which it monitors the instance; it serves no client. RDS creates the role some
 * time after the instance was registered with the proxy.
 */
const proxyRole = "rdsproxyadmin";

/**
 * Prepares an instance for organizations. Once prepared, it only reads: all organizations share these catalog rows, so
 * an invocation that changes them runs alone, and must not delay the others.
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

/** Repeats the preparation of the instance, since a proxy, or its role, may have been created after it. */
export async function repeatPreparation(context: Context): Promise<void> {
  await asMaster(context, maintenanceDatabase, (master) => prepareInstance(context, "database", master));
}

/** Databases that exist from the start, including the shared one, which RDS creates. */
const initialDatabases = ({ sharedDatabase }: Config): string[] => [
  maintenanceDatabase,
  "template1",
  sharedDatabase,
];

async function isPrepared({ config }: Context, isolation: Isolation, master: Session): Promise<boolean> {
  const open = await openDatabases(master, initialDatabases(config));
  const access = await initialAccessOf(config, master);
  if (open.some((name) => !access.open.includes(name)) || access.open.some((name) => !open.includes(name)))
    return false;
  if (access.proxy && !(await mayConnect(master, access.proxy, maintenanceDatabase))) return false;
  return isolation !== "schema" || isSharedDatabaseReady(config, master);
}

async function isSharedDatabaseReady({ sharedDatabase }: Config, master: Session): Promise<boolean> {
  const { tenants, readers } = sharedGroups(sharedDatabase);
  if ((await recall(master, tenants)) !== ready) return false;
  const found = await findDatabase(master, sharedDatabase);
  if (!found?.open || !(await mayConnect(master, tenants, sharedDatabase))) return false;
  return (await roleExists(master, readers)) && mayConnect(master, readers, sharedDatabase);
}

/** Comment of the tenants' group, which marks the database as complete. */
const ready = "The shared database is ready, version 2";

/** Roles that may connect to the initial databases. */
interface InitialAccess {
  /** The proxy's role, if it exists. It must connect to the maintenance database. */
  readonly proxy?: string;
  /** Databases that every login may connect to, for now. */
  readonly open: readonly string[];
}

/**
 * By default every login may connect to a new database. Organizations need no access to the initial ones, or not yet. A
 * proxy does: if it cannot connect to the maintenance database, it considers the instance as down. PostgreSQL cannot
 * grant CONNECT to a role that does not exist, so the database remains open, or is opened again, until the proxy's role
 * exists; it contains no data.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.troubleshooting.html
 */
async function initialAccessOf({ host, clientHost }: Config, master: Session): Promise<InitialAccess> {
  if (await roleExists(master, proxyRole)) return { proxy: proxyRole, open: [] };
  return { open: clientHost === host ? [] : [maintenanceDatabase] };
}

/** Closes the initial databases, and ends sessions that connected before and could otherwise read later content. */
async function closeInstance({ config, log }: Context, master: Session): Promise<void> {
  const access = await initialAccessOf(config, master);
  const databases = initialDatabases(config).filter((name) => !access.open.includes(name));
  for (const name of access.open) {
    await allowEveryLogin(master, name);
    log.info("Left a database open to every login until RDS has created its proxy's role", {
      database: name,
    });
  }
  if (access.proxy) await allowConnect(master, maintenanceDatabase, access.proxy);
  await closeDatabases(master, databases);
  const open = await openDatabases(master, databases);
  if (open.length > 0) {
    throw new RefusedError(
      `Every login of the instance may connect to ${open.join(" and ")}, and the master cannot change that. Run REVOKE ALL ON DATABASE ... FROM PUBLIC as its owner, then apply again.`,
    );
  }
  await endIntruders(master, databases);
}

/**
 * The database of all organizations with isolation `schema`. The master user owns it; organizations own only their
 * schemas.
 */
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
