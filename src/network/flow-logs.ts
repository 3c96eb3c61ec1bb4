import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { arn } from "../foundation/arn";
import { EncryptionKey, usedByLogGroups } from "../foundation/encryption-key";
import { LogGroup } from "../foundation/log-group";
import { ServiceRole } from "../foundation/service-role";

export interface FlowLogsProps {
  readonly environment: Environment;
  /** Name of the log group, the key and the role. */
  readonly name: string;
  readonly vpcId: string;
}

/**
 * Flow logs of a VPC, with accepted and rejected connections, at an interval of one minute, in an encrypted log group.
 */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, { environment, name, vpcId }: FlowLogsProps) {
    super(scope, id);
    const key = new EncryptionKey(this, "key", {
      environment,
      alias: name,
      description: `Encrypts the log group ${name}`,
      uses: [usedByLogGroups(environment, [name])],
    });
    const logGroup = new LogGroup(this, "log-group", {
      name,
      retentionDays: environment.network.flowLogRetentionDays,
      ...(environment.network.flowLogClass === "infrequent-access" ? { logClass: "INFREQUENT_ACCESS" } : {}),
      keyArn: key.arn,
    });
    const role = this.createRole(environment, name, logGroup);
    // The default format, whose fields CloudWatch Logs Insights discovers.
    new FlowLog(this, "Resource", {
      vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      // Explicit, since ten minutes would save little: interfaces of Nitro instances, which all nodes are, report every
      // minute regardless. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html
      maxAggregationInterval: 60,
      tags: { Name: name },
      dependsOn: role.grants,
    });
  }

  /**
   * Writes to this log group only. It cannot create a group, which would have no customer managed key and no retention
   * limit.
   */
  private createRole(environment: Environment, name: string, logGroup: LogGroup): ServiceRole {
    return new ServiceRole(this, "role", {
      environment,
      name,
      description: `Writes VPC flow logs to the log group ${name}`,
      service: "vpc-flow-logs",
      sourceArn: arn(environment, "ec2", "vpc-flow-log/*"),
      statements: [
        {
          sid: "WriteFlowLogs",
          actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          resources: [logGroup.arn, `${logGroup.arn}:*`],
        },
        // Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
        { sid: "FindLogGroup", actions: ["logs:DescribeLogGroups"], resources: ["*"] },
      ],
    });
  }
}
