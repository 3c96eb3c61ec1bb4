import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { createAlarms, type Watches } from "../foundation/alarms";
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

/** Tells when a load balancer leads nowhere, or to a target that does not answer, or when its function does not run. */
export class TargetAlarms extends Construct {
  constructor(scope: Construct, id: string, props: TargetAlarmsProps) {
    super(scope, id);
    createAlarms(this, { stem: props.loadBalancer.name, topicArn: props.topicArn }, watches(props));
  }
}

function watches({ loadBalancer, dependsOn }: TargetAlarmsProps): Watches {
  const { name, metricDimensions } = loadBalancer;
  // Each zone reports for itself; the best of them counts for health, the worst for its absence.
  const maximum = { statistic: "Maximum", threshold: 1, dependsOn };
  const ofTargets = {
    ...maximum,
    namespace: "AWS/NetworkELB",
    dimensions: metricDimensions,
    // A failover takes a minute or two, and a load balancer up to three until it checks a new target for the first time.
    // https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1834
    period: 60,
    evaluationPeriods: 6,
  };
  return {
    "no-healthy-target": {
      ...ofTargets,
      metricName: "HealthyHostCount",
      comparisonOperator: "LessThanThreshold",
      // Reported only while a target is registered: none is the worst case.
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
      treatMissingData: "breaching",
      alarmDescription: `No client reaches the database through ${name}: it has no healthy target.`,
    },
    "unhealthy-target": {
      ...ofTargets,
      metricName: "UnHealthyHostCount",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
      alarmDescription: `A target of ${name} does not answer on the database port, in one zone at least.`,
    },
    "heartbeat-missing": {
      ...maximum,
      namespace: metricsNamespace,
      dimensions: { Database: name },
      metricName: "Reconciled",
      comparisonOperator: "LessThanThreshold",
      period: 300,
      evaluationPeriods: 2,
      // A function that never runs reports nothing, and no error either.
      treatMissingData: "breaching",
      alarmDescription: `For ten minutes no run confirmed the target of ${name}: after the next failover it would have none.`,
    },
  };
}
