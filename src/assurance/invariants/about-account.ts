import type { Condition } from "../identity/policy/statement";
import type { Text } from "../identity/policy/text";

/** Condition keys whose values contain an account or a resource's ARN. */
const aboutAccounts = /^(aws:SourceAccount|aws:SourceArn|kms:EncryptionContext:.+)$/i;

/** Whether a condition limits a service to requests on behalf of an account. */
export const isAboutAccount = ({ operator, key, values }: Condition, account: Text): boolean =>
  /^(String|Arn)(Equals|Like)$/i.test(operator) &&
  aboutAccounts.test(key.literal ?? "") &&
  values.length > 0 &&
  values.every((value) => (value.arnParts?.[4] ?? value).key === account.key);
