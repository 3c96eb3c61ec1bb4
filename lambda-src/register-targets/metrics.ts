import type { Outcome } from "./reconcile";

/**
 * The metrics of one database's run as a log line in CloudWatch's embedded metric format: no second API, no second
 * permission, and a run that cannot reach CloudWatch still reconciles.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricLine(namespace: string, timestamp: number, outcome: Outcome): string {
  const values = {
    // The heartbeat: 1 when the group follows the name, 0 when it may not. Alarm on its absence as well.
    Reconciled: outcome.problem === undefined ? 1 : 0,
    ResolvedAddresses: outcome.addresses.length,
    RegisteredTargets: outcome.registered,
    DeregisteredTargets: outcome.deregistered,
    FailedPasses: outcome.failedPasses,
    UnresolvedAnswers: outcome.unresolved,
  };
  const metrics = Object.keys(values).map((name) => ({ Name: name, Unit: "Count" }));
  return JSON.stringify({
    _aws: {
      Timestamp: timestamp,
      CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [["Database"]], Metrics: metrics }],
    },
    Database: outcome.database,
    ...values,
  });
}
