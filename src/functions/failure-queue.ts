import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { arn } from "../foundation/arn";
import { policyJson } from "../foundation/policy";

/** The longest that SQS keeps a message: an operator may be on holiday. */
const retentionDays = 14;

export interface FailureQueueProps {
  readonly environment: Environment;
  readonly name: string;
  /** Key whose policy lets identities of the account use it through SQS. */
  readonly keyArn: string;
}

/** Events that a function could not handle, each with its error, until an operator has looked at them. */
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
          // Who may send and receive is left to IAM policies of the account; requests without TLS are refused.
          sid: "DenyWithoutTls",
          effect: "Deny",
          principals: [{ type: "*", identifiers: ["*"] }],
          actions: ["sqs:*"],
          resources: [arn(environment, "sqs", name)],
          condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
        },
      ]),
    });
    this.arn = queue.arn;
  }
}
