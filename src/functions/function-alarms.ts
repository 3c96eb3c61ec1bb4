import { Construct } from "constructs";
import { counted, createAlarms, type Watches } from "../foundation/alarms";

export interface FunctionAlarmsProps {
  readonly functionName: string;
  readonly timeoutSeconds: number;
  readonly failureQueueName: string;
  /** Topic that receives changes of an alarm's state. */
  readonly topicArn: string;
  /** Consecutive minutes with an error before the alarm. */
  readonly errorMinutes: number;
  /** Whether concurrency is reserved for the function, which is also its limit. */
  readonly isReserved: boolean;
  /** Whether throttling at the reserved concurrency is normal, so that it needs no alarm. */
  readonly throttlingIsExpected: boolean;
}

/**
 * Reports when a function fails, is throttled, approaches its timeout, or loses events.
 *
 * Metrics exist only while there is something to count, so missing data means that nothing happened. They cannot show
 * that a function has not run at all: where a schedule matters, another alarm observes the function's effect.
 */
export class FunctionAlarms extends Construct {
  constructor(scope: Construct, id: string, props: FunctionAlarmsProps) {
    super(scope, id);
    const { throttles, ...others } = watches(props);
    createAlarms(
      this,
      { stem: props.functionName, topicArn: props.topicArn },
      { ...others, ...(props.isReserved && props.throttlingIsExpected ? {} : { throttles }) },
    );
  }
}

function watches(props: FunctionAlarmsProps) {
  const { functionName, failureQueueName, timeoutSeconds, errorMinutes } = props;
  const ofFunction = {
    ...counted,
    period: 60,
    namespace: "AWS/Lambda",
    dimensions: { FunctionName: functionName },
  };
  return {
    errors: {
      ...ofFunction,
      metricName: "Errors",
      evaluationPeriods: errorMinutes,
      alarmDescription: `${functionName} fails. Its log group says why.`,
    },
    throttles: {
      ...ofFunction,
      metricName: "Throttles",
      // An event that waits for concurrency is throttled briefly.
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      alarmDescription: `${functionName} is throttled: ${props.isReserved ? "its reserved concurrency is used up." : "the quota of concurrent runs of all functions of the account is used up."}`,
    },
    duration: {
      ...ofFunction,
      metricName: "Duration",
      statistic: "Maximum",
      threshold: timeoutSeconds * 1000 * 0.9,
      alarmDescription: `${functionName} took 90 % of its timeout of ${timeoutSeconds} seconds.`,
    },
    "failed-events": {
      // SQS reports a queue while it contains messages; no data means an empty queue.
      ...counted,
      period: 60,
      namespace: "AWS/SQS",
      dimensions: { QueueName: failureQueueName },
      metricName: "ApproximateNumberOfMessagesVisible",
      statistic: "Maximum",
      alarmDescription: `${functionName} gave up on an event. Read it in the queue ${failureQueueName}, then delete it there.`,
    },
    "lost-events": {
      ...ofFunction,
      metricName: "DestinationDeliveryFailures",
      alarmDescription: `${functionName} gave up on an event and could not put it into its queue. It is lost.`,
    },
  } satisfies Watches;
}
