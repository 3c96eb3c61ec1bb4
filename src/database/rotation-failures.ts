import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { any, credentialsSecretName } from "../config/names";
import { counted, createAlarms } from "../foundation/alarms";
import { arn } from "../foundation/arn";

/** Rule that counts failed rotations. */
export const rotationFailuresRuleName = ({ name }: Environment): string => `${name}-rotation-failures`;

export interface RotationFailuresProps {
  readonly environment: Environment;
  /** Topic that hears of the alarm. */
  readonly topicArn: string;
}

/**
 * Reports rotations that Secrets Manager gave up, also those for which it could not even invoke the function. It says so
 * in CloudTrail only: an account without a trail that records management events hears of them by the credentials' age.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieve-ct-entries.html
 *
 * The rule has no target: it is counted, and an alarm tells. For a rule that publishes to a topic itself the topic's policy
 * takes no condition, so rules of any account could publish.
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
