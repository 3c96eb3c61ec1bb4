import {
  CloudwatchEventRule,
  type CloudwatchEventRuleConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { shortName } from "../foundation/short-name";
import type { NodeFunction } from "../functions/node-function";

/** Longest name of a rule. */
const longestName = 64;

/** Events before, during or after which an instance's address may change. */
const categories = [
  "availability",
  "configuration change",
  "creation",
  "failover",
  "failure",
  "maintenance",
  "notification",
  "recovery",
  "restoration",
];

/** A database instance, as far as targets follow it. */
export interface FollowedInstance {
  readonly identifier: string;
  readonly arn: string;
  /** The name that always leads to the current primary. */
  readonly address: string;
}

export interface TargetTriggersProps {
  readonly registerTargets: NodeFunction;
  readonly instance: FollowedInstance;
}

/**
 * When the function runs. Events are the quick way, and delivered as well as AWS can; the schedule is the sure one.
 *
 * What EventBridge cannot hand over in time is dropped without a queue: the run of the next minute does the same.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-rds.html
 */
export class TargetTriggers extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: TargetTriggersProps,
  ) {
    super(scope, id);
    const { identifier, arn } = props.instance;
    this.run("schedule", 60, {
      description: `Every minute: checks the targets of ${identifier}, in case its events are lost`,
      scheduleExpression: "rate(1 minute)",
    });
    this.run("instance-events", 300, {
      description: `Events of ${identifier} around which its address may change`,
      eventPattern: Fn.jsonencode({
        source: ["aws.rds"],
        "detail-type": ["RDS DB Instance Event"],
        detail: { SourceArn: [arn], EventCategories: categories },
      }),
    });
  }

  /** @param worthFor seconds after which an event that could not be handed over is of no use */
  private run(id: string, worthFor: number, config: CloudwatchEventRuleConfig): void {
    const { registerTargets, instance } = this.props;
    const rule = new CloudwatchEventRule(this, id, {
      name: shortName(`${instance.identifier}-targets-${id}`, longestName),
      ...config,
    });
    new CloudwatchEventTarget(this, `${id}-target`, {
      rule: rule.name,
      targetId: "register-targets",
      arn: registerTargets.arn,
      retryPolicy: { maximumEventAgeInSeconds: worthFor, maximumRetryAttempts: 10 },
    });
    registerTargets.allowRule(id, rule.arn);
  }
}
