import type { InstanceLogMetrics } from "./instance-log-metrics";
import type { Thresholds } from "./thresholds";

/** Properties of an instance that its alarms need. */
export interface WatchedInstance {
  /** Name for alarm names and descriptions. */
  readonly name: string;
  /** Dimensions of its metrics. */
  readonly dimensions: { readonly DBInstanceIdentifier: string };
  readonly thresholds: Thresholds;
  readonly logs: InstanceLogMetrics;
}

/**
 * Settings for a gauge of an instance: five periods of one minute.
 *
 * RDS reports gauges while the instance exists. Only the alarm `silent` reports their absence; the others ignore
 * missing data. AWS recommends five minutes:
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
