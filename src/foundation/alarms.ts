import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";

/** What one alarm looks at, and what it says. */
export type Watch = Omit<CloudwatchMetricAlarmConfig, "alarmName" | "alarmActions" | "okActions"> & {
  /** What has happened, for a reader who knows nothing of it yet. */
  readonly alarmDescription: string;
  /** What silence means. No default is right for all: a count that is not there is zero, a gauge is an instance gone. */
  readonly treatMissingData: "breaching" | "notBreaching" | "missing";
};

/** How to watch what is counted when it happens and not reported otherwise: silence is zero, and within five minutes one is news. */
export const counted = {
  statistic: "Sum",
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  threshold: 1,
  period: 300,
  evaluationPeriods: 1,
  treatMissingData: "notBreaching",
} as const;

/** Alarms by name. The name is a heading of docs/monitoring.md as well, which says what to do. */
export type Watches = Readonly<Record<string, Watch>>;

export interface AlarmsProps {
  /** What the alarms are about: the first part of their names. Starts with the environment's name. */
  readonly stem: string;
  /** Topic that hears of an alarm and of its end. */
  readonly topicArn: string;
}

/** Makes an alarm of every watch, named `<stem>-<name>`. */
export function createAlarms(scope: Construct, { stem, topicArn }: AlarmsProps, watches: Watches): void {
  for (const [name, watch] of Object.entries(watches)) {
    new CloudwatchMetricAlarm(scope, name, {
      // Every period counts, unless a watch says otherwise.
      datapointsToAlarm: watch.evaluationPeriods,
      ...watch,
      alarmName: `${stem}-${name}`,
      alarmDescription: `${watch.alarmDescription} What to do: docs/monitoring.md#${name}.`,
      alarmActions: [topicArn],
      okActions: [topicArn],
    });
  }
}
