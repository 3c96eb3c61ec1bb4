import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { arn } from "../foundation/arn";
import { everyCaller, policyJson, withoutTls } from "../foundation/policy";

/** The maximum retention of SQS: operators may be absent for a while. */
const retentionDays = 14;

export interface FailureQueueProps {
  readonly environment: Environment;
  readonly name: string;
  /** Key whose policy lets identities of the account use it through SQS. */
  readonly keyArn: string;
}

/** Events that a function could not process, with their errors, until an operator has examined them. */
export class FailureQueue extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { environment, name, keyArn }: FailureQueueProps) {
    super(scope, id);
    const queue = new SqsQueue(this, "Resource", {
      name,
      kmsMasterKeyId: keyArn,
      messageRetentionSeconds: retentionDays * 24 * 60 * 60,
      policy: policyJson([
        {
          // IAM policies of the account decide who may send and receive; requests without TLS are denied.
          sid: "DenyWithoutTls",
          effect: "Deny",
          principals: everyCaller,
          actions: ["sqs:*"],
          resources: [arn(environment, "sqs", name)],
          condition: [withoutTls],
        },
      ]),
    });
    this.arn = queue.arn;
  }
}
