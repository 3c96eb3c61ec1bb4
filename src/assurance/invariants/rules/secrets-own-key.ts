import { hasOwnKey } from "../customer-key";
import { forEach, type Rule } from "../rule";

export const secretsOwnKey: Rule = {
  id: "secrets-own-key",
  threat:
    "The key of AWS for Secrets Manager decrypts for every principal of the account that Secrets Manager answers.",
  check: forEach("aws_secretsmanager_secret", (secret, evidence) =>
    hasOwnKey(secret, "kms_key_id", evidence),
  ),
};
