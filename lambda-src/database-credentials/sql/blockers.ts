import type { Session } from "./session";

/** Milliseconds after which a waiting statement is examined. Less than every `lock_timeout` of the function. */
const suspicious = 2_000;

/** A session that blocked another. */
export interface Blocker {
  readonly login: string;
  readonly application: string;
  readonly ended: boolean;
}

/**
 * A session whose long statements end the sessions that hold the locks they wait for. Otherwise an organization could
 * block its own provisioning, and another organization's removal, with an open transaction.
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
 * Ends the sessions that block a process. Not the function's own sessions, which take turns and end by themselves: they
 * are identified by the master user, since an organization could use the same application name. Nor sessions of RDS,
 * which the master user must not end.
 */
export async function terminateBlockers(session: Session, pid: number): Promise<Blocker[]> {
  // First found, then ended: PostgreSQL may evaluate conditions in any order, and ending a session must not happen by
  // trial.
  return session.query<Blocker>(
    `WITH found AS MATERIALIZED (
       SELECT pid, usename, application_name
       FROM pg_catalog.pg_stat_activity JOIN pg_catalog.pg_roles ON pg_roles.oid = usesysid
       WHERE pid = ANY(pg_catalog.pg_blocking_pids($1)) AND NOT rolsuper
         AND (usename <> current_user OR application_name <> 'database-credentials'))
     SELECT usename AS login, application_name AS application, pg_catalog.pg_terminate_backend(pid) AS ended FROM found`,
    [pid],
  );
}
