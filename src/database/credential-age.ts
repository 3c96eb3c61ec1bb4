import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { createAlarms } from "../foundation/alarms";
import type { NodeFunction } from "../functions/node-function";

/** Has the function look at the age of credentials, and at who may connect to what comes with its instance. */
export const lookEvent = { check: "credential-age" };

export interface CredentialAgeProps {
  /** The credentials function, which looks at the age of what it wrote. */
  readonly lambda: NodeFunction;
  /** Its name, the stem of what is made here. */
  readonly functionName: string;
  readonly alarmTopicArn: string;
}

/**
 * Tells when credentials grow older than their organization allows, whatever kept them from being rotated.
 *
 * An alarm on a missing rotation cannot: CloudWatch looks back seven days at most, a rotation may be a year away. So
 * the function counts, twice a day, and one alarm watches over all organizations of an instance; the log names them.
 */
export class CredentialAge extends Construct {
  constructor(scope: Construct, id: string, { lambda, functionName, alarmTopicArn }: CredentialAgeProps) {
    super(scope, id);
    this.createSchedule(lambda, functionName);
    createAlarms(
      this,
      { stem: functionName, topicArn: alarmTopicArn },
      {
        age: {
          alarmDescription: `Credentials are older than their organization allows, or ${functionName} has not checked them for a day. Its log names them.`,
          namespace: "DatabaseCredentials",
          metricName: "OverdueCredentials",
          dimensions: { FunctionName: functionName },
          statistic: "Maximum",
          period: 24 * 60 * 60,
          evaluationPeriods: 1,
          comparisonOperator: "GreaterThanOrEqualToThreshold",
          threshold: 1,
          // Before the first look there is no data, and no alarm is due; when data ends, the alarm says so.
          treatMissingData: "missing",
          insufficientDataActions: [alarmTopicArn],
        },
      },
    );
  }

  private createSchedule(lambda: NodeFunction, functionName: string): void {
    const rule = new CloudwatchEventRule(this, "schedule", {
      name: `${functionName}-age`,
      description: `Lets ${functionName} check the age of the credentials that it wrote`,
      scheduleExpression: "rate(12 hours)",
    });
    lambda.allowRule("age", rule.arn);
    new CloudwatchEventTarget(this, "target", {
      rule: rule.name,
      arn: lambda.arn,
      input: Fn.jsonencode(lookEvent),
    });
  }
}
