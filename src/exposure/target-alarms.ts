import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { DatabaseLoadBalancer } from "./database-load-balancer";

/** Where the function puts its own metrics, one set for each load balancer. */
export const metricsNamespace = "DatabaseTargets";

export interface TargetAlarmsProps {
  readonly loadBalancer: DatabaseLoadBalancer;
  /** Topic that hears of an alarm and of its end. */
  readonly topicArn: string;
  /** What must have happened before missing data means something. */
  readonly dependsOn: ITerraformDependable[];
}

/** What differs from alarm to alarm. */
type Watch = Required<
  Pick<
    CloudwatchMetricAlarmConfig,
    | "namespace"
    | "dimensions"
    | "metricName"
    | "comparisonOperator"
    | "threshold"
    | "period"
    | "evaluationPeriods"
    | "treatMissingData"
    | "alarmDescription"
  >
>;

/** Tells when a load balancer leads nowhere, or to a target that does not answer, or when nobody looks after it. */
export class TargetAlarms extends Construct {
  constructor(scope: Construct, id: string, { loadBalancer, topicArn, dependsOn }: TargetAlarmsProps) {
    super(scope, id);
    for (const [alarm, watch] of Object.entries(watches(loadBalancer))) {
      new CloudwatchMetricAlarm(this, alarm, {
        ...watch,
        alarmName: `${loadBalancer.name}-${alarm}`,
        // Each zone reports for itself; the best of them counts for health, the worst for its absence.
        statistic: "Maximum",
        datapointsToAlarm: watch.evaluationPeriods,
        alarmActions: [topicArn],
        okActions: [topicArn],
        dependsOn,
      });
    }
  }
}

const watches = ({ name, metricDimensions }: DatabaseLoadBalancer): Record<string, Watch> => ({
  "no-healthy-target": {
    namespace: "AWS/NetworkELB",
    dimensions: metricDimensions,
    metricName: "HealthyHostCount",
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    // An ordinary failover takes a minute or two.
    period: 60,
    evaluationPeriods: 3,
    // Reported only while a target is registered: none is the worst case.
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
    treatMissingData: "breaching",
    alarmDescription: `Nobody reaches the database through ${name}: it has no healthy target.`,
  },
  "unhealthy-target": {
    namespace: "AWS/NetworkELB",
    dimensions: metricDimensions,
    metricName: "UnHealthyHostCount",
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    period: 60,
    evaluationPeriods: 3,
    treatMissingData: "notBreaching",
    alarmDescription: `A target of ${name} does not answer on the database port, in one zone at least.`,
  },
  "heartbeat-missing": {
    namespace: metricsNamespace,
    dimensions: { Database: name },
    metricName: "Reconciled",
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    period: 300,
    evaluationPeriods: 2,
    // A function that never runs reports nothing, and no error either.
    treatMissingData: "breaching",
    alarmDescription: `The target of ${name} was not found right for ten minutes: the next failover would cut it off.`,
  },
});
