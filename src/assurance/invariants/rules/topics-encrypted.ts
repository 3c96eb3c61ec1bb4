import { hasOwnKey } from "../customer-key";
import type { Rule } from "../rule";

export const topicsEncrypted: Rule = {
  id: "topics-encrypted",
  threat: "Events contain names of instances, users and failures, which every reader of the queue could see.",
  check: (evidence) =>
    ["aws_sns_topic", "aws_sqs_queue"].flatMap((type) =>
      evidence.configuration.resources(type).map((one) => hasOwnKey(one, "kms_master_key_id", evidence)),
    ),
};
