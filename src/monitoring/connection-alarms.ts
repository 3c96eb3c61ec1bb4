import { counted, type Watches } from "../foundation/alarms";
import { InstanceLogMetrics } from "./instance-log-metrics";
import { always } from "./thresholds";
import { gauge, type WatchedInstance } from "./watched-instance";

/** Alarms about connections: their number compared with the maximum, and refused clients. */
export const connectionAlarms = (instance: WatchedInstance): Watches => {
  const { name, thresholds, logs } = instance;
  const logged = { ...counted, namespace: logs.namespace };
  return {
    connections: {
      ...gauge(instance),
      metricName: "DatabaseConnections",
      statistic: "Maximum",
      threshold: thresholds.connections,
      alarmDescription: `${name} has ${thresholds.connections} or more of about ${thresholds.maxConnections} connections in use. When none is free, every new client is refused.`,
    },
    "refused-connections": {
      ...logged,
      metricName: InstanceLogMetrics.refusedConnections,
      threshold: always.refusedConnections,
      alarmDescription: `${name} refuses connections: a login has reached its limit, or the instance has reached its own.`,
    },
    "failed-logins": {
      ...logged,
      metricName: InstanceLogMetrics.failedLogins,
      threshold: always.failedLogins,
      alarmDescription: `${always.failedLogins} or more logins to ${name} failed within five minutes: an application uses an old password, or an attacker tries passwords.`,
    },
    "lock-failures": {
      ...logged,
      metricName: InstanceLogMetrics.lockFailures,
      threshold: always.lockFailures,
      alarmDescription: `The lock table of ${name} is full: until the session that fills it ends, no organization can change tables, and no password can be rotated.`,
    },
    silent: {
      ...gauge(instance),
      metricName: "CPUUtilization",
      statistic: "SampleCount",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      period: 300,
      evaluationPeriods: 2,
      // A stopped or lost instance reports nothing, which is the condition of this alarm.
      treatMissingData: "breaching",
      alarmDescription: `${name} has reported no metrics for ten minutes: it is stopped, deleted or unreachable.`,
    },
  };
};
