import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { createAlarms, type Watches } from "../foundation/alarms";
import type { DatabaseLoadBalancer } from "./database-load-balancer";

/** Namespace of the function's own metrics, one set per load balancer. */
export const metricsNamespace = "DatabaseTargets";

export interface TargetAlarmsProps {
  readonly loadBalancer: DatabaseLoadBalancer;
  /** Topic that receives changes of an alarm's state. */
  readonly topicArn: string;
  /** Resources to create before an alarm evaluates missing data. */
  readonly dependsOn: ITerraformDependable[];
}

/** Reports when a load balancer has no target, or an unhealthy one, or when its function does not run. */
export class TargetAlarms extends Construct {
  constructor(scope: Construct, id: string, props: TargetAlarmsProps) {
    super(scope, id);
    createAlarms(this, { stem: props.loadBalancer.name, topicArn: props.topicArn }, watches(props));
  }
}

function watches({ loadBalancer, dependsOn }: TargetAlarmsProps): Watches {
  const { name, metricDimensions } = loadBalancer;
  // Each zone reports its own value: the highest decides, for healthy as well as for unhealthy targets.
  const maximum = { statistic: "Maximum", threshold: 1, dependsOn };
  const ofTargets = {
    ...maximum,
    namespace: "AWS/NetworkELB",
    dimensions: metricDimensions,
    // A failover takes one or two minutes, and the first health check of a new target up to three more.
    // https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1834
    period: 60,
    evaluationPeriods: 6,
  };
  return {
    "no-healthy-target": {
      ...ofTargets,
      metricName: "HealthyHostCount",
      comparisonOperator: "LessThanThreshold",
      // Reported only while a target is registered: missing data is the worst case.
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
      // A function that never runs reports neither a metric nor an error.
      treatMissingData: "breaching",
      alarmDescription: `For ten minutes no run confirmed the target of ${name}: after the next failover it would have none.`,
    },
  };
}
