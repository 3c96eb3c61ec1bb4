import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { createAlarms } from "../foundation/alarms";
import type { NodeFunction } from "../functions/node-function";

/**
 * Event that lets the function check the age of credentials, and the rights of PUBLIC in databases that exist on a new
 * instance.
 */
export const ageCheckEvent = { check: "credential-age" };

export interface CredentialAgeProps {
  /** The credentials function, which checks the age of the credentials that it wrote. */
  readonly lambda: NodeFunction;
  /** Name of the function, prefix of the names here. */
  readonly functionName: string;
  readonly alarmTopicArn: string;
}

/**
 * Reports credentials older than their organization allows, whatever prevented their rotation.
 *
 * An alarm on missing rotations is impossible: CloudWatch evaluates at most seven days, and rotations may be a year
 * apart. So the function counts overdue credentials twice a day, and one alarm covers all organizations of an instance;
 * the log names them.
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
          // Before the first check there is no data and no reason for an alarm; INSUFFICIENT_DATA then reports that the
          // data has ended.
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
      input: Fn.jsonencode(ageCheckEvent),
    });
  }
}
