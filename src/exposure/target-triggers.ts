import {
  CloudwatchEventRule,
  type CloudwatchEventRuleConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { shortName } from "../foundation/short-name";
import type { NodeFunction } from "../functions/node-function";

/** Maximum length of a rule's name. */
const longestName = 64;

/** Categories of events around which an instance's address may change. */
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

/** The instance whose address the targets follow. */
export interface FollowedInstance {
  readonly identifier: string;
  readonly arn: string;
  /** Host name that always resolves to the current primary. */
  readonly address: string;
}

export interface TargetTriggersProps {
  readonly registerTargets: NodeFunction;
  readonly instance: FollowedInstance;
}

/**
 * Triggers of the function. Events of RDS are fast, but delivered with best effort only; a schedule is reliable.
 *
 * An event that EventBridge cannot deliver in time is dropped without a dead-letter queue: the next scheduled
 * invocation has the same effect.
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

  /** @param worthFor seconds after which an undelivered event is obsolete */
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
