import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { Construct } from "constructs";

/**
 * What PostgreSQL says when it refuses a login: a wrong password or a login that does not exist; no TLS, or a
 * way in that is closed to all; a token of IAM that is wrong, too old or not allowed; a login that was taken away with its
 * organization; a database of another organization.
 */
const failedLogin = [
  "password authentication failed",
  "no pg_hba.conf entry",
  "PAM authentication failed",
  "is not permitted to log in",
  "permission denied for database",
];

/** What it says when a login is right and there is no connection left for it: its own limit, or the instance's. */
const refusedConnection = [
  "too many connections for",
  "too many clients already",
  "remaining connection slots",
];

/** What it says when its table of locks, one for the whole instance, has no room left. */
const fullLockTable = ["out of shared memory"];

/**
 * What it says when memory is not given to a statement, and when the operating system ends a process: to take memory back,
 * or because it failed. Then PostgreSQL ends every session and starts again.
 */
const noMemory = ["Failed on request of size", "was terminated by signal"];

export interface InstanceLogMetricsProps {
  /** Name of the instance, a part of the namespace: lines of a log have no dimension that could carry it. */
  readonly instanceName: string;
  /** Log group of the engine. */
  readonly logGroupName: string;
}

/** Where the metrics of an instance's log are; of several instances, where their names begin alike. */
export const logNamespace = (instanceName: string): string => `DatabaseLogs/${instanceName}`;

/** Counts what an instance says in its log and in no metric. */
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
      // A line with any of the phrases.
      pattern: phrases.map((phrase) => `?"${phrase}"`).join(" "),
      // Other lines count as zero, so that an alarm sees the end of a burst.
      metricTransformation: { name, namespace: this.namespace, value: "1", defaultValue: "0", unit: "Count" },
    });
  }
}
