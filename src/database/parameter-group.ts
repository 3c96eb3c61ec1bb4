import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { Construct } from "constructs";
import { majorOf } from "../config/facts/postgresql-versions";
import type { DatabaseSettings } from "../config/model";

/**
 * Parameters that differ from the defaults of RDS, which already load pg_stat_statements.
 *
 * AWS remembers how a value was applied only where it differs from the default, and reports `pending-reboot` for the
 * rest; `immediate` on a default would be a change in every plan. So values that AWS may have as a default (stated
 * all the same, so that a change of default cannot weaken us) are `pending-reboot`, the others, all of them dynamic,
 * `immediate`. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
 */
const statedDefaults = {
  // The server refuses a connection without TLS, whatever the client's sslmode.
  "rds.force_ssl": "1",
  password_encryption: "scram-sha-256",
};

/** Static ones: an instance that is there takes them at its next restart. */
const staticSettings = {
  // A login may change its own password, so one that was stolen could lock its owner out. Members of rds_password alone
  // may, and the credentials function sees to it that the master is one.
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.RestrictPasswordMgmt.html
  "rds.restrict_password_commands": "1",
  // One table of locks for the whole instance: a login that fills it keeps all others from changing anything. Four times
  // PostgreSQL's own share per connection, for some 10 MiB of memory.
  max_locks_per_transaction: "256",
};

const settings = {
  // Hashes of the old md5 kind can be replayed; no login uses one.
  "rds.accepted_password_auth_method": "scram",

  // With log_connections: who was connected, from where, for how long.
  log_disconnections: "1",
  // Who created, granted, altered or dropped what. This logs passwords in `ALTER ROLE ... PASSWORD` as they were sent:
  // a client that sets one must send its SCRAM verifier instead, as psql's \password does.
  log_statement: "ddl",
  // Slow statements come with the values bound to them, the organizations' data: only what is really slow (in ms).
  log_min_duration_statement: "5000",
  log_lock_waits: "1",

  // A client that vanished (a killed pod, a failed node) gives its connection and its locks back within two minutes.
  tcp_keepalives_idle: "60",
  tcp_keepalives_interval: "10",
  tcp_keepalives_count: "6",
  // What one statement may spill to disk, in KiB: 10 GiB. A login cannot raise it.
  temp_file_limit: String(10 * 1024 * 1024),
  // Statements that spill more than 1 GiB, and their logins: who fills the volume.
  log_temp_files: String(1024 * 1024),
  // A transaction left open holds back vacuum for all users of the instance.
  idle_in_transaction_session_timeout: "600000",
};

/**
 * A switch until PostgreSQL 17, a list from 18 on, where RDS takes no switch any more.
 * https://www.postgresql.org/docs/18/runtime-config-logging.html#GUC-LOG-CONNECTIONS
 */
const logConnections = (major: string): string => (Number(major) < 18 ? "1" : "all");

export interface ParameterGroupProps {
  /** Identifier of the instance that the group is for. */
  readonly instanceIdentifier: string;
  readonly version: DatabaseSettings["version"];
}

/** Engine settings of one instance: TLS and SCRAM only, an audit trail of connections and definitions, keepalives. */
export class ParameterGroup extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { instanceIdentifier, version }: ParameterGroupProps) {
    super(scope, id);
    const major = majorOf(version);
    const group = new DbParameterGroup(this, "Resource", {
      // Major version in the name and new before old: at a major upgrade both groups exist for a while.
      name: `${instanceIdentifier}-postgres${major}`,
      family: `postgres${major}`,
      description: `Settings of ${instanceIdentifier}`,
      parameter: [
        ...parameters({ ...statedDefaults, ...staticSettings }, "pending-reboot"),
        ...parameters({ log_connections: logConnections(major), ...settings }, "immediate"),
      ],
      lifecycle: { createBeforeDestroy: true },
    });
    this.name = group.name;
  }
}

const parameters = (values: Record<string, string>, applyMethod: "immediate" | "pending-reboot") =>
  Object.entries(values).map(([name, value]) => ({ name, value, applyMethod }));
