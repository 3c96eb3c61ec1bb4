import type { Key } from "../../identity/model/keys";
import type { Condition, Statement } from "../../identity/policy/statement";
import type { Text } from "../../identity/policy/text";
import { allowsAction } from "../../identity/questions/relevance";
import { addressesNamed } from "../../terraform";
import { isAboutAccount } from "../about-account";
import { type Evidence, type Finding, type Rule, unknownBy, violated } from "../rule";

/** Decryption, and what leads to it: a grant, or the same data under another key. */
const toData = ["kms:Decrypt", "kms:CreateGrant", "kms:ReEncryptFrom"];

export const keysThroughServices: Rule = {
  id: "keys-through-services",
  threat:
    "A key that decrypts without a service, or through a service for any account, decrypts stolen copies of the data.",
  check: ({ identity: { keys, secrets } }: Evidence) => {
    const ofSecrets = new Set(
      secrets.map(({ encryption }) => encryption.kind === "customer" && encryption.key.address),
    );
    return keys.map((key) => judgeKey(key, ofSecrets.has(key.address)));
  },
};

/** @param isOfSecrets whether other questions are asked about each identity that may decrypt */
function judgeKey({ address, account, policy: { statements, unclear } }: Key, isOfSecrets: boolean): Finding {
  for (const statement of statements) {
    const fault =
      faultOfServices(statement, account) ??
      faultOfConditions(statement) ??
      (isOfSecrets ? undefined : faultOfIdentities(statement));
    const { place } = statement;
    if (fault) return violated(address, `${place} ${fault}`, { cause: addressesNamed(place)[0] });
  }
  return unknownBy(address, isOfSecrets ? [] : unclear);
}

/** A service must act on behalf of this account. */
function faultOfServices(statement: Statement, account: Text): string | undefined {
  const action = toData.find((one) => allowsAction(statement, one));
  if (action === undefined || !typesOf(statement).includes("Service")) return undefined;
  if (statement.conditions.some((one) => isAboutAccount(one, account))) return undefined;
  return action === "kms:Decrypt"
    ? "lets a service decrypt for any account"
    : `allows a service ${action} for any account`;
}

/** Identities must decrypt through a service. Other rules judge who may grant permissions on a key. */
function faultOfIdentities(statement: Statement): string | undefined {
  if (!allowsAction(statement, "kms:Decrypt")) return undefined;
  const types = typesOf(statement);
  const isForServicesAlone = types.length > 0 && types.every((type) => type === "Service");
  return isForServicesAlone || statement.conditions.some(isThroughService)
    ? undefined
    : "lets identities decrypt without a service in between (kms:ViaService)";
}

/** A service that stores nothing under a key of the stacks decrypts for an identity what the identity passes to it. */
function faultOfConditions(statement: Statement): string | undefined {
  if (!allowsAction(statement, "kms:Decrypt") && !allowsAction(statement, "kms:CreateGrant"))
    return undefined;
  const unexpected = statement.conditions
    .filter(isAboutServices)
    .find((condition) => !isThroughService(condition));
  if (!unexpected) return undefined;
  const services = unexpected.values.filter(({ literal }) => !storing.test(literal ?? ""));
  return services.length > 0
    ? `lets identities decrypt through ${services.join(", ")}, which stores nothing under it`
    : `compares kms:ViaService by ${unexpected.operator}`;
}

const typesOf = ({ principals }: Statement): readonly string[] =>
  principals?.except ? [] : (principals?.patterns ?? []).map(({ type }) => type);

const isAboutServices = ({ key }: Condition): boolean => /^kms:ViaService$/i.test(key.literal ?? "");

const isThroughService = (condition: Condition): boolean =>
  isAboutServices(condition) &&
  /^StringEquals$/i.test(condition.operator) &&
  condition.values.length > 0 &&
  condition.values.every(({ literal }) => storing.test(literal ?? ""));

/** Services that encrypt what stacks declare: instances, secrets, variables of functions, logs, queues and topics. */
const storing = /^(lambda|logs|rds|secretsmanager|sns|sqs)\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;
