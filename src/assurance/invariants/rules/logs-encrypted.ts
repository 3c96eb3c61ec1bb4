import { hasOwnKey } from "../customer-key";
import { forEach, type Rule } from "../rule";

export const logsEncrypted: Rule = {
  id: "logs-encrypted",
  threat: "Logs of databases and of the API contain statements, names and addresses.",
  check: forEach("aws_cloudwatch_log_group", (group, evidence) => hasOwnKey(group, "kms_key_id", evidence)),
};
