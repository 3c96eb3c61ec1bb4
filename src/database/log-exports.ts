import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { LogGroup } from "../foundation/log-group";

/** The logs that RDS exports: the engine's, those of version upgrades, and why IAM logins were refused. */
export const exportedLogs = ["postgresql", "upgrade", "iam-db-auth-error"];

/** Names that RDS gives to the log groups of an instance. */
export const logGroupNames = (instanceIdentifier: string): string[] =>
  exportedLogs.map((log) => logGroupName(instanceIdentifier, log));

const logGroupName = (instanceIdentifier: string, log: string): string =>
  `/aws/rds/instance/${instanceIdentifier}/${log}`;

export interface LogExportsProps {
  readonly instanceIdentifier: string;
  readonly retentionDays: number;
  /** Key whose policy names the log groups. */
  readonly keyArn: string;
}

/** The log groups of an instance, made before it. */
export class LogExports extends Construct {
  /** The log groups, for `dependsOn`. */
  readonly groups: ITerraformDependable[];

  constructor(scope: Construct, id: string, { instanceIdentifier, retentionDays, keyArn }: LogExportsProps) {
    super(scope, id);
    this.groups = exportedLogs.map((log) => {
      const name = logGroupName(instanceIdentifier, log);
      const group = new LogGroup(this, log, { name, retentionDays, keyArn });
      return group.node.defaultChild as CloudwatchLogGroup;
    });
  }
}
