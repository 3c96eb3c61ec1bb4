import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";

export interface FunctionAlarmsProps {
  readonly functionName: string;
  readonly timeoutSeconds: number;
  readonly failureQueueName: string;
  /** Topic that hears of an alarm and of its end. */
  readonly topicArn: string;
  /** Minutes in a row with an error before somebody is told. */
  readonly errorMinutes: number;
  /** Whether events that wait for each other are no news. */
  readonly throttlingIsExpected: boolean;
}

/** What differs from alarm to alarm. */
type Watch = Required<Pick<CloudwatchMetricAlarmConfig, "metricName" | "statistic" | "threshold">> &
  Pick<
    CloudwatchMetricAlarmConfig,
    "namespace" | "dimensions" | "evaluationPeriods" | "datapointsToAlarm" | "treatMissingData"
  > & { readonly alarmDescription: string };

/**
 * Tells when a function fails, is held back, comes near its timeout, or loses events.
 *
 * Metrics exist only while there is something to count, so missing data means that nothing happened. That a function has
 * not run at all cannot be seen in them: whoever relies on a schedule watches for what the function should have done.
 */
export class FunctionAlarms extends Construct {
  constructor(scope: Construct, id: string, props: FunctionAlarmsProps) {
    super(scope, id);
    for (const [alarm, watch] of Object.entries(watches(props))) {
      if (alarm === "throttles" && props.throttlingIsExpected) continue;
      new CloudwatchMetricAlarm(this, alarm, {
        namespace: "AWS/Lambda",
        dimensions: { FunctionName: props.functionName },
        ...watch,
        alarmName: `${props.functionName}-${alarm}`,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        period: 60,
        alarmActions: [props.topicArn],
        okActions: [props.topicArn],
      });
    }
  }
}

const watches = (props: FunctionAlarmsProps): Record<string, Watch> => ({
  errors: {
    metricName: "Errors",
    statistic: "Sum",
    threshold: 1,
    evaluationPeriods: props.errorMinutes,
    datapointsToAlarm: props.errorMinutes,
    treatMissingData: "notBreaching",
    alarmDescription: `${props.functionName} fails. Its log group says why.`,
  },
  throttles: {
    metricName: "Throttles",
    statistic: "Sum",
    threshold: 1,
    // An event that waits for the one before it is throttled for a moment: that is what reserved concurrency is for.
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching",
    alarmDescription: `${props.functionName} is not let run. More arrives than its reserved concurrency handles.`,
  },
  duration: {
    metricName: "Duration",
    statistic: "Maximum",
    threshold: props.timeoutSeconds * 1000 * 0.9,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: "notBreaching",
    alarmDescription: `${props.functionName} took nine tenths of its timeout of ${props.timeoutSeconds} seconds.`,
  },
  "failed-events": {
    namespace: "AWS/SQS",
    dimensions: { QueueName: props.failureQueueName },
    metricName: "ApproximateNumberOfMessagesVisible",
    statistic: "Maximum",
    threshold: 1,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    // SQS reports a queue as long as it holds messages; one without a report is empty.
    treatMissingData: "notBreaching",
    alarmDescription: `${props.functionName} gave up on an event. Read it in the queue ${props.failureQueueName}, then delete it there.`,
  },
  "lost-events": {
    metricName: "DestinationDeliveryFailures",
    statistic: "Sum",
    threshold: 1,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: "notBreaching",
    alarmDescription: `${props.functionName} gave up on an event and could not put it into its queue. It is lost.`,
  },
});
