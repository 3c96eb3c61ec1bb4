import { asMaster, type Context, maintenanceDatabase } from "./context";
import { allLogins, organizationNames } from "./organization";
import { type LoginActivity, loginActivity } from "./sql/activity";
import { endSessions } from "./sql/roles";

export interface Sessions {
  /** Sessions, transactions and locks per login, sorted by the number of sessions. */
  readonly sessions: readonly LoginActivity[];
}

export interface Ended {
  readonly organization: string;
  /** Number of sessions that were ended. */
  readonly ended: number;
}

/**
 * Lists connections, transactions and locks per login. Not the text of statements, which may contain an organization's
 * data.
 */
export const sessionsOfInstance = (context: Context): Promise<Sessions> =>
  asMaster(context, maintenanceDatabase, async (master) => ({ sessions: await loginActivity(master) }));

/** Ends the sessions of an organization, and releases their locks. Its clients may connect again at once. */
export async function endSessionsOf(context: Context, organization: string): Promise<Ended> {
  const logins = allLogins(organizationNames(organization, context.config.sharedDatabase));
  const ended = await asMaster(context, maintenanceDatabase, (master) => endSessions(master, logins));
  context.log.warn("Ended the organization's sessions", { sessions: ended });
  return { organization, ended };
}
