import { asMaster, type Context, maintenanceDatabase } from "./context";
import { allLogins, organizationNames } from "./organization";
import { type LoginActivity, loginActivity } from "./sql/activity";
import { endSessions } from "./sql/roles";

export interface Sessions {
  /** What each login holds of the instance, those with the most sessions first. */
  readonly sessions: readonly LoginActivity[];
}

export interface Ended {
  readonly organization: string;
  /** How many sessions were ended. */
  readonly ended: number;
}

/** Who holds connections, transactions and locks. No text of a statement: it may hold an organization's data. */
export const sessionsOfInstance = (context: Context): Promise<Sessions> =>
  asMaster(context, maintenanceDatabase, async (master) => ({ sessions: await loginActivity(master) }));

/** Ends the sessions of an organization, with all that they hold. Its clients may connect again at once. */
export async function endSessionsOf(context: Context, organization: string): Promise<Ended> {
  const logins = allLogins(organizationNames(organization, context.config.sharedDatabase));
  const ended = await asMaster(context, maintenanceDatabase, (master) => endSessions(master, logins));
  context.log.warn("Ended the organization's sessions", { sessions: ended });
  return { organization, ended };
}
