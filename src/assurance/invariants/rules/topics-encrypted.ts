import { hasOwnKey } from "../customer-key";
import { forEach, type Rule } from "../rule";

export const topicsEncrypted: Rule = {
  id: "topics-encrypted",
  threat: "Events show names of instances, users and failures to every reader of the queue.",
  check: forEach("aws_sns_topic", (topic, evidence) => hasOwnKey(topic, "kms_master_key_id", evidence)),
};
