import { counted, type Watches } from "../foundation/alarms";
import { InstanceLogMetrics } from "./instance-log-metrics";
import { always } from "./thresholds";
import { gauge, type WatchedInstance } from "./watched-instance";

/** Whether clients get in: connections against what the instance accepts, and those who were turned away. */
export const connectionAlarms = (instance: WatchedInstance): Watches => {
  const { name, thresholds, logs } = instance;
  const logged = { ...counted, namespace: logs.namespace };
  return {
    connections: {
      ...gauge(instance),
      metricName: "DatabaseConnections",
      statistic: "Maximum",
      threshold: thresholds.connections,
      alarmDescription: `${name} holds ${thresholds.connections} connections or more, of about ${thresholds.maxConnections}. When none is left, every new client is refused.`,
    },
    "refused-connections": {
      ...logged,
      metricName: InstanceLogMetrics.refusedConnections,
      threshold: always.refusedConnections,
      alarmDescription: `${name} refuses connections: a login is at its own limit, or the instance at its.`,
    },
    "failed-logins": {
      ...logged,
      metricName: InstanceLogMetrics.failedLogins,
      threshold: always.failedLogins,
      alarmDescription: `${always.failedLogins} or more logins to ${name} failed within five minutes: an application with an old password, or an attacker who tries passwords.`,
    },
    "lock-failures": {
      ...logged,
      metricName: InstanceLogMetrics.lockFailures,
      threshold: always.lockFailures,
      alarmDescription: `${name} has no room for further locks: until the session that took them ends, no organization can change tables, and no password can be rotated.`,
    },
    silent: {
      ...gauge(instance),
      metricName: "CPUUtilization",
      statistic: "SampleCount",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      period: 300,
      evaluationPeriods: 2,
      // A stopped or lost instance reports nothing, which is what this one is about.
      treatMissingData: "breaching",
      alarmDescription: `${name} has reported nothing for ten minutes: it is stopped, gone, or unreachable for CloudWatch too.`,
    },
  };
};
