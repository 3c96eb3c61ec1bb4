/**
 * Initial settings of every session of the function. An organization may set defaults for its logins and its database;
 * connection options override them, so that no default can make the function run the organization's code, refuse its
 * work, or wait for ever.
 * https://www.postgresql.org/docs/17/config-setting.html
 */
export const safeSettings = (statementSeconds: number): Readonly<Record<string, string>> => ({
  // Otherwise functions and operators of an organization could precede PostgreSQL's, and run with the function's
  // privileges.
  search_path: "pg_catalog,pg_temp",
  local_preload_libraries: "",
  default_transaction_read_only: "off",
  default_transaction_deferrable: "off",
  default_transaction_isolation: "read committed",
  default_tablespace: "",
  temp_tablespaces: "",
  default_table_access_method: "heap",
  // Sessions of a frozen or killed function release their locks by themselves.
  statement_timeout: `${statementSeconds}s`,
  lock_timeout: "10s",
  idle_in_transaction_session_timeout: "20s",
  // Longer, because a session that holds a lock waits for work in other sessions.
  idle_session_timeout: `${statementSeconds + 45}s`,
});
