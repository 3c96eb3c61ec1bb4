import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";

export interface LogGroupProps {
  readonly name: string;
  /** Retention of events, in days. */
  readonly retentionDays: number;
  /** `INFREQUENT_ACCESS` costs less to ingest, and supports only Logs Insights. @default "STANDARD" */
  readonly logClass?: "STANDARD" | "INFREQUENT_ACCESS";
  /** Key whose policy names this log group. */
  readonly keyArn: string;
}

/**
 * A log group that is created before its writer: a group that AWS creates on first use has no customer managed key and
 * no retention limit.
 */
export class LogGroup extends Construct {
  readonly arn: string;
  readonly name: string;
  /** For `dependsOn` of a writer that refers to the group by its name. */
  readonly resource: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, { name, retentionDays, logClass, keyArn }: LogGroupProps) {
    super(scope, id);
    const group = new CloudwatchLogGroup(this, "Resource", {
      name,
      retentionInDays: retentionDays,
      logGroupClass: logClass,
      kmsKeyId: keyArn,
    });
    this.arn = group.arn;
    this.name = group.name;
    this.resource = group;
  }
}
