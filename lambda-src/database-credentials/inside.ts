import { restoreAccess } from "./access";
import { asMaster, type Context } from "./context";
import { isShutOut } from "./errors";
import { allLogins, databaseOf, type OrganizationNames } from "./organization";
import type { Provision } from "./requests";
import { actAs, closeFutureObjects, closePublicSchema } from "./sql/privileges";
import { grantReading } from "./sql/reading";
import { endSessionsOnce } from "./sql/roles";
import { ensureSchema } from "./sql/schema";
import type { Session } from "./sql/session";

/** Attempts to open a database that its organization closes again, before it is left closed. */
const openings = 10;

/**
 * Prepares the organization's database from within. A session of the organization that repeatedly closes the database
 * is ended, since it would keep the function out.
 */
export async function ensureInside(
  context: Context,
  names: OrganizationNames,
  request: Provision,
  master: Session,
): Promise<void> {
  for (let opening = 0; ; opening++) {
    try {
      return await inside(context, names, request);
    } catch (error) {
      if (opening === openings || !isShutOut(error)) throw error;
      const wasClosed = await restoreAccess(context, names, master);
      if (opening === 0 && !wasClosed) throw error;
    }
    const sessions = await endSessionsOnce(master, allLogins(names));
    context.log.warn("Ended sessions of an organization that closed its database again", { sessions });
    await restoreAccess(context, names, master);
  }
}

/** Objects of an organization's database that are created from a session in it. */
async function inside(context: Context, names: OrganizationNames, request: Provision): Promise<void> {
  const { owner, schema } = names;
  const isSchema = request.isolation === "schema";
  const reader = request.logins.readOnly ? names.readOnlyLogin : undefined;
  const database = databaseOf(names, request.isolation, context.config.sharedDatabase);
  await asMaster(context, database, async (session) => {
    if (isSchema) await ensureSchema(session, schema, owner);
    await actAs(session, owner, async () => {
      if (!isSchema) await closePublicSchema(session);
      await closeFutureObjects(session);
      if (reader) await grantReading(session, reader);
    });
  });
}
