import { hasOwnKey } from "../customer-key";
import { forEach, type Rule } from "../rule";

export const secretsOwnKey: Rule = {
  id: "secrets-own-key",
  threat:
    "The key of AWS for Secrets Manager decrypts for everybody in the account whom Secrets Manager answers.",
  check: forEach("aws_secretsmanager_secret", (secret, evidence) =>
    hasOwnKey(secret, "kms_key_id", evidence),
  ),
};
