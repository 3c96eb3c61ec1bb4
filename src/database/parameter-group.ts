import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { Construct } from "constructs";
import { majorOf } from "../config/facts/postgresql-versions";
import type { DatabaseSettings } from "../config/model";

/**
 * Parameters that differ from the defaults of RDS, which already load pg_stat_statements.
 *
 * AWS stores the apply method of a value only if the value differs from the default, and returns `pending-reboot`
 * otherwise; `immediate` would then be a change in every plan. So values that may equal a default (stated all the same,
 * so that a change of the default cannot weaken security) are `pending-reboot`; the others are dynamic and `immediate`.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
 */
const statedDefaults = {
  // The server refuses connections without TLS, whatever the client's sslmode.
  "rds.force_ssl": "1",
  password_encryption: "scram-sha-256",
};

/** Static parameters: an existing instance applies them at its next restart. */
const staticSettings = {
  // By default a login may change its own password, so an attacker with its password could lock the owner out. With
  // this parameter only members of rds_password may, and the credentials function makes the master user a member.
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.RestrictPasswordMgmt.html
  "rds.restrict_password_commands": "1",
  // The instance has one lock table: a login that fills it blocks changes of all others. Four times the default per
  // connection, for about 10 MiB of memory.
  max_locks_per_transaction: "256",
};

const settings = {
  // Hashes of the md5 method can be replayed; no login uses it.
  "rds.accepted_password_auth_method": "scram",

  // With log_connections: user, address and duration of each session.
  log_disconnections: "1",
  // Logs who creates, grants, alters or drops objects. It also logs the password in `ALTER ROLE ... PASSWORD`: a client
  // must send a SCRAM verifier instead, as psql's \password does.
  log_statement: "ddl",
  // In ms. Slow statements are logged with their parameters, which are data of organizations, so the threshold is high.
  log_min_duration_statement: "5000",
  log_lock_waits: "1",

  // Connections and locks of a client that disappeared (a killed pod, a failed node) are released within two minutes.
  tcp_keepalives_idle: "60",
  tcp_keepalives_interval: "10",
  tcp_keepalives_count: "6",
  // Temporary files of one session, in KiB: 10 GiB. A login cannot raise the limit.
  temp_file_limit: String(10 * 1024 * 1024),
  // Logs statements with temporary files above 1 GiB, and their logins, to find who fills the volume.
  log_temp_files: String(1024 * 1024),
  // In ms. An open transaction holds back vacuum for all users of the instance.
  idle_in_transaction_session_timeout: "600000",
};

/**
 * A boolean until PostgreSQL 17, a list from 18 on, where RDS no longer accepts a boolean.
 * https://www.postgresql.org/docs/18/runtime-config-logging.html#GUC-LOG-CONNECTIONS
 */
const logConnections = (major: string): string => (Number(major) < 18 ? "1" : "all");

export interface ParameterGroupProps {
  /** Identifier of the instance that the group is for. */
  readonly instanceIdentifier: string;
  readonly version: DatabaseSettings["version"];
}

/** Engine settings of one instance: only TLS and SCRAM, an audit trail of connections and definitions, keepalives. */
export class ParameterGroup extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { instanceIdentifier, version }: ParameterGroupProps) {
    super(scope, id);
    const major = majorOf(version);
    const group = new DbParameterGroup(this, "Resource", {
      // The major version is part of the name, because both groups exist during a major upgrade.
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
