import { hasOwnKey } from "../customer-key";
import type { Rule } from "../rule";

export const topicsEncrypted: Rule = {
  id: "topics-encrypted",
  threat: "Events show names of instances, users and failures to every reader of the queue.",
  check: (evidence) =>
    ["aws_sns_topic", "aws_sqs_queue"].flatMap((type) =>
      evidence.configuration.resources(type).map((one) => hasOwnKey(one, "kms_master_key_id", evidence)),
    ),
};
