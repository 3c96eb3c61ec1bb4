import type { Session } from "./session";

/** Sessions of one login in one database. */
export interface LoginActivity {
  readonly login: string;
  readonly database: string;
  readonly sessions: number;
  /** Number of sessions that are idle in a transaction. */
  readonly idleInTransaction: number;
  /** Age of the oldest transaction. */
  readonly transactionSeconds: number;
  /**
   * Number of transactions since the oldest snapshot of a session: vacuum cannot remove rows that were deleted since
   * then.
   */
  readonly transactionIds: number;
  readonly locks: number;
}

/** Sorted by the number of sessions. The querying session is not included. */
export const loginActivity = (session: Session): Promise<LoginActivity[]> =>
  session.query<LoginActivity>(
    `WITH held AS MATERIALIZED (
       SELECT pid, pg_catalog.count(*) AS locks FROM pg_catalog.pg_locks WHERE granted GROUP BY pid)
     SELECT usename AS login, datname AS database, pg_catalog.count(*)::int AS sessions,
       pg_catalog.count(*) FILTER (WHERE state LIKE 'idle in transaction%')::int AS "idleInTransaction",
       coalesce(pg_catalog.max(extract(epoch FROM pg_catalog.now() - xact_start)), 0)::int AS "transactionSeconds",
       coalesce(pg_catalog.max(pg_catalog.age(backend_xmin)), 0)::int AS "transactionIds",
       coalesce(pg_catalog.sum(locks), 0)::int AS locks
     FROM pg_catalog.pg_stat_activity LEFT JOIN held USING (pid)
     WHERE backend_type = 'client backend' AND pid <> pg_catalog.pg_backend_pid()
     GROUP BY usename, datname ORDER BY 3 DESC, 1, 2`,
  );
