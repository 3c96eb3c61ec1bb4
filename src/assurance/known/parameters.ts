import { type KnownPaths, paths } from "./nested";

/** Settings without which PostgreSQL does what none of their known values would. */
export const requiredParameters: readonly string[] = [
  "log_connections",
  "log_disconnections",
  "rds.accepted_password_auth_method",
  "rds.restrict_password_commands",
];

/**
 * Settings of PostgreSQL that a parameter group may have, with their values. Those without decide how fast or how long
 * something runs, and how much memory it takes.
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
  ...paths("log_autovacuum_min_duration log_checkpoints log_temp_files rds.log_retention_period"),
  /** A list from PostgreSQL 18 on. */
  log_connections: /^(1|all)$/,
  log_disconnections: /^1$/,
  log_lock_waits: /^1$/,
  log_error_verbosity: /^(default|verbose)$/,
  /** Each line names the login and the host it came from. */
  log_line_prefix: /^(?=.*%u)(?=.*%[rh])/,
  /** Connections are logged as `log`, which any of these lets through. */
  log_min_messages: /^(info|notice|warning|error)$/,
  /** Statements of others than those that define data may hold what they store. */
  log_statement: /^ddl$/,
  /** In milliseconds. Only statements of a second and longer. */
  log_min_duration_statement: /^(-1|[1-9]\d{3,})$/,
  /** Libraries that count. Others run jobs, or log statements with what they store: pgaudit, auto_explain. */
  shared_preload_libraries: /^((pg_stat_statements|pg_hint_plan|rdsutils),?)+$/,
  ssl_min_protocol_version: /^TLSv1\.[23]$/,
  password_encryption: /^scram-sha-256$/,
  "rds.accepted_password_auth_method": /^scram$/,
  "rds.force_ssl": /^1$/,
  "rds.restrict_password_commands": /^1$/,
};
