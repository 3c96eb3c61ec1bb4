import type { Session } from "./session";

/** How long a statement may take before it is looked at, in milliseconds. Below every `lock_timeout` of the function. */
const suspicious = 2_000;

/** A session that was ended. */
export interface Ended {
  readonly login: string;
  readonly application: string;
  readonly ended: boolean;
}

/**
 * The same session; a statement of it that takes long has those ended that hold the locks it waits for. Otherwise an
 * organization could stop its own provisioning, and another one's removal, with a transaction that it leaves open.
 */
export const withoutBlockers = (session: Session, unblock: (pid: number) => Promise<void>): Session => ({
  ...session,
  query: async <Row>(text: string, values?: readonly unknown[]) => {
    let looking = false;
    const look = async () => {
      if (looking) return;
      looking = true;
      await unblock(session.pid).catch(() => {});
      looking = false;
    };
    const timer = setInterval(look, suspicious);
    try {
      return await session.query<Row>(text, values);
    } finally {
      clearInterval(timer);
    }
  },
});

/**
 * Ends the sessions that block a process. Not the function's own, which take turns and end by themselves: they are the
 * master's, and carry a name that an organization could give to its sessions as well. Nor RDS's, which the master may not.
 */
export async function terminateBlockers(session: Session, pid: number): Promise<Ended[]> {
  // Found first and ended then: PostgreSQL may evaluate conditions in any order, and ending is not one to be tried.
  return session.query<Ended>(
    `WITH found AS MATERIALIZED (
       SELECT pid, usename, application_name
       FROM pg_catalog.pg_stat_activity JOIN pg_catalog.pg_roles ON pg_roles.oid = usesysid
       WHERE pid = ANY(pg_catalog.pg_blocking_pids($1)) AND NOT rolsuper
         AND (usename <> current_user OR application_name <> 'database-credentials'))
     SELECT usename AS login, application_name AS application, pg_catalog.pg_terminate_backend(pid) AS ended FROM found`,
    [pid],
  );
}
