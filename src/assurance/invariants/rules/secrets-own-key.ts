import { hasOwnKey } from "../customer-key";
import { forEach, type Rule } from "../rule";

export const secretsOwnKey: Rule = {
  id: "secrets-own-key",
  threat:
    "The AWS managed key of Secrets Manager decrypts for every principal of the account that may read the secret.",
  check: forEach("aws_secretsmanager_secret", (secret, evidence) =>
    hasOwnKey(secret, "kms_key_id", evidence),
  ),
};
