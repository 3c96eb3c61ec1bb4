import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";

/** Metric, condition and description of one alarm. */
export type Watch = Omit<CloudwatchMetricAlarmConfig, "alarmName" | "alarmActions" | "okActions"> & {
  /** The consequence of what happened, for a reader without context. */
  readonly alarmDescription: string;
  /**
   * Explicit, because no default fits all: for a counter missing data means zero, for a gauge it means that the
   * instance is gone.
   */
  readonly treatMissingData: "breaching" | "notBreaching" | "missing";
};

/**
 * Alarm settings for a metric that is only reported when it is counted: missing data means zero, and one occurrence in
 * five minutes is sufficient.
 */
export const counted = {
  statistic: "Sum",
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  threshold: 1,
  period: 300,
  evaluationPeriods: 1,
  treatMissingData: "notBreaching",
} as const;

/** Alarms by name. Each name is also a heading of docs/monitoring.md, which describes the response. */
export type Watches = Readonly<Record<string, Watch>>;

export interface AlarmsProps {
  /** Subject of the alarms and prefix of their names. Starts with the environment's name. */
  readonly stem: string;
  /** Topic that receives changes of an alarm's state. */
  readonly topicArn: string;
}

/** Creates an alarm per watch, named `<stem>-<name>`. */
export function createAlarms(scope: Construct, { stem, topicArn }: AlarmsProps, watches: Watches): void {
  for (const [name, watch] of Object.entries(watches)) {
    new CloudwatchMetricAlarm(scope, name, {
      // Every period must breach, unless a watch overrides it.
      datapointsToAlarm: watch.evaluationPeriods,
      ...watch,
      alarmName: `${stem}-${name}`,
      alarmDescription: `${watch.alarmDescription} What to do: docs/monitoring.md#${name}.`,
      alarmActions: [topicArn],
      okActions: [topicArn],
    });
  }
}
