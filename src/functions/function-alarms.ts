import { Construct } from "constructs";
import { counted, createAlarms, type Watches } from "../foundation/alarms";

export interface FunctionAlarmsProps {
  readonly functionName: string;
  readonly timeoutSeconds: number;
  readonly failureQueueName: string;
  /** Topic that hears of an alarm and of its end. */
  readonly topicArn: string;
  /** Minutes in a row with an error before the alarm. */
  readonly errorMinutes: number;
  /** Whether concurrency is reserved for it, which is its limit, too. */
  readonly isReserved: boolean;
  /** Whether events that wait for each other at the reserved concurrency are no news. */
  readonly throttlingIsExpected: boolean;
}

/**
 * Tells when a function fails, is held back, comes near its timeout, or loses events.
 *
 * Metrics exist only while there is something to count, so missing data means that nothing happened. That a function has
 * not run at all cannot be seen in them: where a schedule matters, watch for what the function should have done.
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
      // An event that waits for its turn is throttled for a moment.
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
      // SQS reports a queue as long as it holds messages; one without a report is empty.
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
