import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { any, credentialsSecretName } from "../config/names";
import { counted, createAlarms } from "../foundation/alarms";
import { arn } from "../foundation/arn";

/** Name of the rule that counts failed rotations. */
export const rotationFailuresRuleName = ({ name }: Environment): string => `${name}-rotation-failures`;

export interface RotationFailuresProps {
  readonly environment: Environment;
  /** Topic that receives the alarm. */
  readonly topicArn: string;
}

/**
 * Reports rotations that Secrets Manager abandoned, including those for which it could not invoke the function. It
 * reports them only to CloudTrail: in an account without a trail for management events, the alarm on the age of
 * credentials reports them later.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieve-ct-entries.html
 *
 * The rule has no target; an alarm evaluates its metric. With a topic as the target, the topic's policy cannot have a
 * condition, so rules of any account could publish.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export class RotationFailures extends Construct {
  constructor(scope: Construct, id: string, { environment, topicArn }: RotationFailuresProps) {
    super(scope, id);
    const name = rotationFailuresRuleName(environment);
    new CloudwatchEventRule(this, "Resource", {
      name,
      description: `Rotations of database credentials in ${environment.name} that failed`,
      eventPattern: Fn.jsonencode({
        source: ["aws.secretsmanager"],
        "detail-type": ["AWS Service Event via CloudTrail"],
        detail: {
          eventSource: ["secretsmanager.amazonaws.com"],
          eventName: ["RotationFailed"],
          additionalEventData: { SecretId: [{ wildcard: secretArns(environment) }] },
        },
      }),
    });
    createAlarms(
      this,
      { stem: environment.name, topicArn },
      {
        "rotation-failed": {
          ...counted,
          namespace: "AWS/Events",
          metricName: "TriggeredRules",
          dimensions: { RuleName: name },
          alarmDescription: `Secrets Manager abandoned a rotation of credentials in ${environment.name}. They stay valid, but are not replaced.`,
        },
      },
    );
  }
}

const secretArns = (environment: Environment): string =>
  arn(environment, "secretsmanager", `secret:${credentialsSecretName(environment, any)}-*`);
