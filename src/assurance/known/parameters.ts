import { type KnownPaths, paths } from "./nested";

/** Parameters whose defaults are none of their known values. */
export const requiredParameters: readonly string[] = [
  "log_connections",
  "log_disconnections",
  "rds.accepted_password_auth_method",
  "rds.restrict_password_commands",
];

/**
 * Known parameters of PostgreSQL, with their allowed values. Those without values only affect speed, duration or
 * memory.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
 */
export const knownParameters: KnownPaths = {
  ...paths(
    "autovacuum_analyze_scale_factor autovacuum_analyze_threshold autovacuum_freeze_max_age autovacuum_max_workers autovacuum_naptime autovacuum_vacuum_cost_delay autovacuum_vacuum_cost_limit autovacuum_vacuum_scale_factor autovacuum_vacuum_threshold autovacuum_work_mem",
  ),
  ...paths(
    "checkpoint_completion_target checkpoint_timeout deadlock_timeout default_statistics_target effective_cache_size effective_io_concurrency hash_mem_multiplier huge_pages idle_in_transaction_session_timeout idle_session_timeout jit lock_timeout logical_decoding_work_mem maintenance_io_concurrency maintenance_work_mem",
  ),
  ...paths(
    "max_connections max_locks_per_transaction max_parallel_maintenance_workers max_parallel_workers max_parallel_workers_per_gather max_wal_size max_worker_processes min_wal_size random_page_cost seq_page_cost shared_buffers statement_timeout tcp_keepalives_count tcp_keepalives_idle tcp_keepalives_interval temp_buffers temp_file_limit timezone",
  ),
  ...paths(
    "track_activity_query_size track_functions track_io_timing track_wal_io_timing wal_buffers wal_compression work_mem pg_stat_statements",
  ),
  ...paths("log_autovacuum_min_duration log_checkpoints rds.log_retention_period"),
  /** A list from PostgreSQL 18 on. */
  log_connections: /^(1|all)$/,
  log_disconnections: /^1$/,
  log_lock_waits: /^1$/,
  log_error_verbosity: /^(default|verbose)$/,
  /** Each line must contain the login and the client's host. */
  log_line_prefix: /^(?=.*%u)(?=.*%[rh])/,
  /** Connections are logged at level `log`, which all of these include. */
  log_min_messages: /^(info|notice|warning|error)$/,
  /** Statements other than data definitions may contain stored data. */
  log_statement: /^ddl$/,
  /** In milliseconds. Only statements of at least one second. */
  log_min_duration_statement: /^(-1|[1-9]\d{3,})$/,
  /** In kB. PostgreSQL logs the statement with the size: only of files that few statements need. */
  log_temp_files: /^(-1|[1-9]\d{5,})$/,
  /** Libraries that only collect statistics. Others run jobs, or log statements with data: pgaudit, auto_explain. */
  shared_preload_libraries: /^((pg_stat_statements|pg_hint_plan|rdsutils),?)+$/,
  ssl_min_protocol_version: /^TLSv1\.[23]$/,
  password_encryption: /^scram-sha-256$/,
  "rds.accepted_password_auth_method": /^scram$/,
  "rds.force_ssl": /^1$/,
  "rds.restrict_password_commands": /^1$/,
};
