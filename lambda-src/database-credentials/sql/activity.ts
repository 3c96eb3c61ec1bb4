import type { Session } from "./session";

/** What the sessions of one login hold in one database. */
export interface LoginActivity {
  readonly login: string;
  readonly database: string;
  readonly sessions: number;
  /** Of these, how many wait for their client within a transaction. */
  readonly idleInTransaction: number;
  /** Age of the oldest transaction. */
  readonly transactionSeconds: number;
  /** Transactions since the oldest one that a session may still look at: what came since, vacuum cannot clean. */
  readonly transactionIds: number;
  readonly locks: number;
}

/** Logins with the most sessions first. A session that asks sees itself nowhere. */
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
