import type { InstanceLogMetrics } from "./instance-log-metrics";
import type { Thresholds } from "./thresholds";

/** An instance, as far as its alarms have to know it. */
export interface WatchedInstance {
  /** Its name, for people. */
  readonly name: string;
  /** As its metrics name it. */
  readonly dimensions: { readonly DBInstanceIdentifier: string };
  readonly thresholds: Thresholds;
  readonly logs: InstanceLogMetrics;
}

/**
 * A gauge of an instance, looked at every minute for five.
 *
 * RDS reports it for as long as the instance lives. Of its absence one alarm speaks, `silent`; to the others it is no
 * news, good or bad. The five minutes are those that AWS recommends:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html
 */
export const gauge = ({ dimensions }: WatchedInstance) =>
  ({
    namespace: "AWS/RDS",
    dimensions,
    statistic: "Average",
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    period: 60,
    evaluationPeriods: 5,
    treatMissingData: "missing",
  }) as const;
