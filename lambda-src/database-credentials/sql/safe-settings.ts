/**
 * What every session of the function starts with. An organization may set defaults for its logins and its own database;
 * options of the connection win over them, so none of its defaults can make a session of the function run the
 * organization's code, refuse its work, or wait for ever.
 * https://www.postgresql.org/docs/17/config-setting.html
 */
export const safeSettings = (statementSeconds: number): Readonly<Record<string, string>> => ({
  // With an organization's functions and operators in front of PostgreSQL's, they would run with the function's rights.
  search_path: "pg_catalog,pg_temp",
  local_preload_libraries: "",
  default_transaction_read_only: "off",
  default_transaction_deferrable: "off",
  default_transaction_isolation: "read committed",
  default_tablespace: "",
  temp_tablespaces: "",
  default_table_access_method: "heap",
  // What the function has left behind, frozen or killed, gives its locks back by itself.
  statement_timeout: `${statementSeconds}s`,
  lock_timeout: "10s",
  idle_in_transaction_session_timeout: "20s",
  // Longer, since a session with a lock waits for what others do under it.
  idle_session_timeout: `${statementSeconds + 45}s`,
});
