import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";

export interface LogGroupProps {
  readonly name: string;
  /** How long events are kept, in days. */
  readonly retentionDays: number;
  /** `INFREQUENT_ACCESS` is cheaper to write, and searched by Logs Insights alone. @default "STANDARD" */
  readonly logClass?: "STANDARD" | "INFREQUENT_ACCESS";
  /** Key whose policy names this log group. */
  readonly keyArn: string;
}

/** A log group made before its writer: one that AWS makes on first use has no key and keeps everything for ever. */
export class LogGroup extends Construct {
  readonly arn: string;
  readonly name: string;
  /** For `dependsOn` of a writer that knows the group by its name alone. */
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
