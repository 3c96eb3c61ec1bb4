import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { LogGroup } from "../foundation/log-group";

/** Log of the engine, which includes failed logins. */
const engineLog = "postgresql";

/** Errors of version upgrades, and reasons for refused IAM logins. */
const otherLogs = ["upgrade", "iam-db-auth-error"];

/** The logs that RDS exports. */
export const exportedLogs = [engineLog, ...otherLogs];

/** Names of an instance's log groups, which RDS chooses. */
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

/** Log groups of an instance, created before the instance so that retention and key apply from the start. */
export class LogExports extends Construct {
  /** The log groups, for `dependsOn`. */
  readonly groups: ITerraformDependable[];
  /** Name of the engine's log group. */
  readonly engineLogGroupName: string;

  constructor(scope: Construct, id: string, { instanceIdentifier, retentionDays, keyArn }: LogExportsProps) {
    super(scope, id);
    const create = (log: string) =>
      new LogGroup(this, log, { name: logGroupName(instanceIdentifier, log), retentionDays, keyArn });
    const engine = create(engineLog);
    const others = otherLogs.map(create);
    this.groups = [engine, ...others].map(({ resource }) => resource);
    this.engineLogGroupName = engine.name;
  }
}
