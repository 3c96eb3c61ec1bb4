import { Construct } from "constructs";
import { createAlarms, type Watches } from "../foundation/alarms";

export interface ApplicationAlarmsProps {
  /** Name of the application, for the descriptions of the alarms. */
  readonly application: string;
  /** Prefix of the alarms' names. */
  readonly stem: string;
  /** Load balancer and target group, as dimensions of their metrics. */
  readonly dimensions: { readonly LoadBalancer: string; readonly TargetGroup: string };
  /** Topic that receives changes of an alarm's state. */
  readonly topicArn: string;
}

/** Failed requests in five minutes that indicate a fault: a rollout may lose one or two. */
const mostErrors = 10;

/** Reports when clients cannot open an application, or receive errors from it. */
export class ApplicationAlarms extends Construct {
  constructor(scope: Construct, id: string, props: ApplicationAlarmsProps) {
    super(scope, id);
    createAlarms(this, props, watches(props));
  }
}

/**
 * Source of the metrics:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
function watches({ application, dimensions }: ApplicationAlarmsProps): Watches {
  const common = { namespace: "AWS/ApplicationELB", dimensions };
  return {
    "application-unavailable": {
      ...common,
      metricName: "HealthyHostCount",
      statistic: "Maximum",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      period: 60,
      evaluationPeriods: 5,
      // Reported only while a pod is registered: missing data is the worst case.
      treatMissingData: "breaching",
      alarmDescription: `No client can open ${application}: its load balancer has no healthy pod of it.`,
    },
    "application-unhealthy": {
      ...common,
      metricName: "UnHealthyHostCount",
      statistic: "Maximum",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      period: 60,
      evaluationPeriods: 10,
      treatMissingData: "notBreaching",
      alarmDescription: `A pod of ${application} does not answer its load balancer, or the address of a deleted pod is still registered.`,
    },
    "application-errors": {
      ...common,
      metricName: "HTTPCode_Target_5XX_Count",
      statistic: "Sum",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: mostErrors,
      period: 300,
      evaluationPeriods: 2,
      treatMissingData: "notBreaching",
      alarmDescription: `${application} answers requests with errors: ${mostErrors} or more in five minutes, twice in a row.`,
    },
  };
}
