import type { Outcome } from "./reconcile";

/**
 * Metrics of one database's run as a log line in CloudWatch's embedded metric format: it needs no further API or
 * permission, and a run that cannot reach CloudWatch still reconciles.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricLine(namespace: string, timestamp: number, outcome: Outcome): string {
  const values = {
    // Heartbeat: 1 if the group follows the name, 0 if it may not. Its absence should cause an alarm as well.
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
