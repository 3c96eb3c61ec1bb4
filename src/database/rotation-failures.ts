import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { any, credentialsSecretName } from "../config/names";
import { counted, createAlarms } from "../foundation/alarms";
import { arn } from "../foundation/arn";
import { rotationFailuresRuleName } from "./instance-events";

export interface RotationFailuresProps {
  readonly environment: Environment;
  readonly topicArn: string;
}

/**
 * Reports rotations that Secrets Manager gave up, also those for which it could not even invoke the function. It says so
 * in CloudTrail only: an account without a trail that records management events hears of them by the credentials' age.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieve-ct-entries.html
 */
export class RotationFailures extends Construct {
  constructor(scope: Construct, id: string, { environment, topicArn }: RotationFailuresProps) {
    super(scope, id);
    const name = rotationFailuresRuleName(environment);
    const rule = new CloudwatchEventRule(this, "Resource", {
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
    new CloudwatchEventTarget(this, "target", { rule: rule.name, arn: topicArn });
    createAlarms(
      this,
      { stem: name, topicArn },
      {
        unreported: {
          ...counted,
          namespace: "AWS/Events",
          metricName: "FailedInvocations",
          dimensions: { RuleName: name },
          alarmDescription: `A rotation of credentials in ${environment.name} failed, and EventBridge could not report it to the topic.`,
        },
      },
    );
  }
}

const secretArns = (environment: Environment): string =>
  arn(environment, "secretsmanager", `secret:${credentialsSecretName(environment, any)}-*`);
