import type { Key } from "../../identity/model/keys";
import type { Condition, Statement } from "../../identity/policy/statement";
import type { Text } from "../../identity/policy/text";
import { allowsAction } from "../../identity/questions/relevance";
import { addressesNamed } from "../../terraform";
import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

/** Other rules judge who may grant permissions on a key. */
const decrypts = (statement: Statement): boolean => allowsAction(statement, "kms:Decrypt");

export const keysThroughServices: Rule = {
  id: "keys-through-services",
  threat:
    "A key that decrypts without a service, or through a service for any account, decrypts stolen copies of the data.",
  check: ({ identity: { keys, secrets } }: Evidence) => {
    // For keys of secrets, decryption is judged per identity.
    const ofSecrets = new Set(
      secrets.map(({ encryption }) => encryption.kind === "customer" && encryption.key.address),
    );
    return keys.filter(({ address }) => !ofSecrets.has(address)).map(judgeKey);
  },
};

function judgeKey({ address, account, policy: { statements, unclear } }: Key): Finding {
  for (const statement of statements.filter(decrypts)) {
    const { place } = statement;
    const fault = faultOf(statement, account);
    if (fault) return violated(address, `${place} ${fault}`, { cause: addressesNamed(place)[0] });
  }
  return unclear.length > 0 ? unknown(address, unclear.join("; ")) : compliant(address);
}

/**
 * A service must act on behalf of this account, and identities must decrypt through a service. A statement may concern
 * both.
 */
function faultOf({ principals, conditions }: Statement, account: Text): string | undefined {
  const types = principals?.except ? [] : (principals?.patterns ?? []).map(({ type }) => type);
  if (types.includes("Service") && !conditions.some((one) => isAboutAccount(one, account)))
    return "lets a service decrypt for any account";
  const isForServicesAlone = types.length > 0 && types.every((type) => type === "Service");
  return isForServicesAlone || conditions.some(isThroughService)
    ? undefined
    : "lets identities decrypt without a service in between (kms:ViaService)";
}

const isThroughService = ({ operator, key, values }: Condition): boolean =>
  /^StringEquals$/i.test(operator) &&
  /^kms:ViaService$/i.test(key.literal ?? "") &&
  values.length > 0 &&
  values.every(({ literal }) => /^[a-z0-9-]+\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(literal ?? ""));

/** Condition keys whose values contain an account or a resource's ARN. */
const aboutAccounts = /^(aws:SourceAccount|aws:SourceArn|kms:EncryptionContext:.+)$/i;

const isAboutAccount = ({ operator, key, values }: Condition, account: Text): boolean =>
  /^(String|Arn)(Equals|Like)$/i.test(operator) &&
  aboutAccounts.test(key.literal ?? "") &&
  values.length > 0 &&
  values.every((value) => (value.arnParts?.[4] ?? value).key === account.key);
