import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { Construct } from "constructs";

/**
 * Messages of PostgreSQL for refused logins: a wrong password or an unknown login; no TLS, or an address or database
 * without an entry in pg_hba.conf; an IAM token that is wrong, expired or not permitted; a login locked when its
 * organization was removed; a database of another organization.
 */
const failedLogin = [
  "password authentication failed",
  "no pg_hba.conf entry",
  "PAM authentication failed",
  "is not permitted to log in",
  "permission denied for database",
];

/** Messages for a valid login without an available connection: its own limit, or the instance's. */
const refusedConnection = [
  "too many connections for",
  "too many clients already",
  "remaining connection slots",
];

/** Message when the lock table of the instance is full. */
const fullLockTable = ["out of shared memory"];

/**
 * Messages when a statement cannot allocate memory, and when a process was ended by a signal: by the out-of-memory
 * killer, or after a crash. PostgreSQL then ends all sessions and restarts.
 */
const noMemory = ["Failed on request of size", "was terminated by signal"];

export interface InstanceLogMetricsProps {
  /** Name of the instance, part of the namespace: metric filters on unstructured log lines have no dimension for it. */
  readonly instanceName: string;
  /** Name of the engine's log group. */
  readonly logGroupName: string;
}

/** Namespace of the metrics of an instance's log; with a prefix, of several instances. */
export const logNamespace = (instanceName: string): string => `DatabaseLogs/${instanceName}`;

/** Metrics from messages in an instance's log for which RDS has no metric. */
export class InstanceLogMetrics extends Construct {
  static readonly failedLogins = "FailedLogins";
  static readonly refusedConnections = "RefusedConnections";
  static readonly lockFailures = "LockFailures";
  static readonly memoryFailures = "MemoryFailures";
  readonly namespace: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: InstanceLogMetricsProps,
  ) {
    super(scope, id);
    this.namespace = logNamespace(props.instanceName);
    this.count("failed-logins", InstanceLogMetrics.failedLogins, failedLogin);
    this.count("refused-connections", InstanceLogMetrics.refusedConnections, refusedConnection);
    this.count("lock-failures", InstanceLogMetrics.lockFailures, fullLockTable);
    this.count("memory-failures", InstanceLogMetrics.memoryFailures, noMemory);
  }

  private count(id: string, name: string, phrases: readonly string[]): void {
    const { instanceName, logGroupName } = this.props;
    new CloudwatchLogMetricFilter(this, id, {
      name: `${instanceName}-${id}`,
      logGroupName,
      // Matches lines that contain any of the phrases.
      pattern: phrases.map((phrase) => `?"${phrase}"`).join(" "),
      // Other lines count as zero, so that an alarm returns to OK.
      metricTransformation: { name, namespace: this.namespace, value: "1", defaultValue: "0", unit: "Count" },
    });
  }
}
