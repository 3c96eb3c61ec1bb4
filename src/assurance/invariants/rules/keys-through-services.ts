import type { Key } from "../../identity/model/keys";
import { intersects } from "../../identity/policy/glob";
import type { Condition, Statement } from "../../identity/policy/statement";
import { Text } from "../../identity/policy/text";
import { addressesNamed } from "../../terraform";
import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

/** What makes of stored data what was stored. Whether a key is given on, other rules judge. */
const decrypting = Text.of("kms:decrypt");

export const keysThroughServices: Rule = {
  id: "keys-through-services",
  threat:
    "Through no service, or through one that acts for any account, a key decrypts copies of data that were taken elsewhere.",
  check: ({ identity: { keys, secrets } }: Evidence) => {
    // Who comes by a secret through its key is asked one by one.
    const ofSecrets = new Set(
      secrets.map(({ encryption }) => encryption.kind === "customer" && encryption.key.address),
    );
    return keys.filter(({ address }) => !ofSecrets.has(address)).map(judgeKey);
  },
};

function judgeKey({ address, account, policy: { statements, unclear } }: Key): Finding {
  const wrong = statements.find((one) => decrypts(one) && !isLimited(one, account));
  if (wrong)
    return violated(address, `${wrong.place} ${reason(wrong)}`, { cause: addressesNamed(wrong.place)[0] });
  return unclear.length > 0 ? unknown(address, unclear.join("; ")) : compliant(address);
}

const decrypts = ({ effect, actions: { except, patterns } }: Statement): boolean =>
  effect === "Allow" && (except || patterns.some((one) => intersects(one.lowerCase.pattern, decrypting)));

const isForService = ({ principals }: Statement): boolean =>
  principals?.patterns.some(({ type }) => type === "Service") === true;

/** Identities come through a service that keeps something, and a service for something of this account. */
const isLimited = (statement: Statement, account: Text): boolean =>
  statement.conditions.some((one) =>
    isForService(statement) ? isAboutAccount(one, account) : isThroughService(one),
  );

const reason = (statement: Statement): string =>
  isForService(statement)
    ? "lets a service decrypt for every account"
    : "lets identities decrypt without a service in between (kms:ViaService)";

const isThroughService = ({ operator, key, values }: Condition): boolean =>
  /^StringEquals$/i.test(operator) &&
  /^kms:ViaService$/i.test(key.literal ?? "") &&
  values.length > 0 &&
  values.every(({ literal }) => /^[a-z0-9-]+\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(literal ?? ""));

/** Names of accounts, of things that a service acts for, and of what it encrypts. */
const aboutAccounts = /^(aws:SourceAccount|aws:SourceArn|kms:EncryptionContext:.+)$/i;

const isAboutAccount = ({ operator, key, values }: Condition, account: Text): boolean =>
  /^(String|Arn)(Equals|Like)$/i.test(operator) &&
  aboutAccounts.test(key.literal ?? "") &&
  values.length > 0 &&
  values.every((value) => (value.arnParts?.[4] ?? value).key === account.key);
