import { remembered } from "../../remembered";
import type { Encryption } from "../model/keys";
import { regionalService } from "../model/place";
import type { Secret } from "../model/secrets";
import { Context } from "../policy/context";
import { type Decision, decide } from "../policy/decide";
import { matches } from "../policy/glob";
import type { Policy } from "../policy/statement";
import { Text, witnessOf } from "../policy/text";
import type { Truth } from "../policy/truth";
import { factsAbout, type Subject } from "../subjects";
import { type Verdict, verdictOn } from "../verdict";

/**
 * Whether a principal can read a secret's value: Secrets Manager must allow it, and the secret's key must decrypt for
 * the same caller.
 */
export const canRead = (subject: Subject, secret: Secret): Verdict => reading(subject)(secret);

const reading = remembered((subject: Subject) =>
  remembered((secret: Secret) => {
    const answers = askSecret(subject, secret, "secretsmanager:GetSecretValue");
    return throughKey(answers, () => askKey(subject, secret, "kms:Decrypt"));
  }),
);

/** The policies that lock a secret. */
export const policiesOf = ({ policy, encryption }: Secret): Policy[] => [
  ...(policy ? [policy] : []),
  ...(encryption.kind === "customer" ? [encryption.key.policy] : []),
];

/** Skips the key if Secrets Manager denies the request, as for most pairs in a large environment. */
const throughKey = (answers: Decision, key: () => Decision): Verdict =>
  verdictOn(answers.truth === "false" ? [answers] : [answers, key()]);

/**
 * Whether a principal can write a secret's value: an attacker who can chooses the credential that readers use. Moving
 * staging labels counts as writing, since it selects the current value.
 */
export const canWrite = (subject: Subject, secret: Secret): Verdict => writing(subject)(secret);

const writing = remembered((subject: Subject) =>
  remembered((secret: Secret) => throughAnyWay(subject, secret)),
);

/** Whether a principal can store a new value, which intended writers must be able to. */
export const canPut = (subject: Subject, secret: Secret): Verdict => putting(subject)(secret);

const putting = remembered((subject: Subject) =>
  remembered((secret: Secret) => encrypted(subject, secret, "secretsmanager:PutSecretValue")),
);

const encrypted = (subject: Subject, secret: Secret, action: string): Verdict =>
  throughKey(askSecret(subject, secret, action), () => askKey(subject, secret, "kms:GenerateDataKey"));

function throughAnyWay(subject: Subject, secret: Secret): Verdict {
  const put = canPut(subject, secret);
  const update = encrypted(subject, secret, "secretsmanager:UpdateSecret");
  const label = verdictOn([askSecret(subject, secret, "secretsmanager:UpdateSecretVersionStage")]);
  // A caller can always encrypt with its own key.
  const underAnotherKey = [Text.other("another key"), ...keysNamed(secret)].map((key) =>
    verdictOn([askSecret(subject, secret, "secretsmanager:UpdateSecret", key)]),
  );
  const all = [put, update, label, ...underAnotherKey];
  return all.find(({ kind }) => kind === "allowed") ?? all.find(({ kind }) => kind === "unknown") ?? put;
}

/** Keys that the policy of a secret names in addition to the secret's own. */
const keysNamed = ({ policy, encryption }: Secret): Text[] =>
  (policy?.statements ?? [])
    .flatMap(({ conditions }) => conditions)
    .filter(({ key }) => key.literal?.toLowerCase() === "secretsmanager:kmskeyarn")
    .flatMap(({ values }) => values)
    .filter(({ key }) => encryption.kind !== "customer" || key !== encryption.key.arn.key)
    .map(witnessOf);

/** The decision of Secrets Manager for a principal. */
export function askSecret(
  subject: Subject,
  secret: Secret,
  action: string,
  /** Key in the request. @default - none */
  key: Text | "absent" = "absent",
): Decision {
  return decide({
    request: {
      principal: subject.principal,
      action,
      resource: secret.arn,
      context: factsAbout(subject)
        .and(Context.of({ "secretsmanager:KmsKeyArn": key }))
        .and(secretFacts(secret)),
    },
    agreement: "either",
    account: secret.place.account,
    identityPolicies: subject.policies,
    ...(secret.policy && { resourcePolicy: secret.policy }),
  });
}

/**
 * A principal that may change tags may change the result of conditions on them, which is one of the takeovers. The
 * caller chooses by which name it refers to the secret (`secretsmanager:SecretId`).
 */
const secretFacts = remembered(({ place: { account, region }, tags }: Secret): Context => {
  const facts = Context.of({
    "aws:ResourceAccount": account,
    "aws:RequestedRegion": region,
  });
  return tags
    ? facts
        .and(Context.family("aws:ResourceTag/", tags))
        .and(Context.family("secretsmanager:ResourceTag/", tags))
    : facts;
});

/** Whether the secret's key allows an action to a principal, through Secrets Manager and for this secret. */
export function askKey(subject: Subject, secret: Secret, action: string): Decision {
  const { encryption } = secret;
  if (encryption.kind === "customer") return askCustomerKey(subject, secret, encryption, action);
  if (encryption.kind === "unknown") return verdictless("unknown", action, encryption.reason);
  const here: Truth =
    subject.principal.type === "AWS" ? matches(secret.place.account, subject.principal.account) : "unknown";
  const because = `the AWS managed key for Secrets Manager serves the whole account and no other (${action})`;
  return verdictless(here, action, because);
}

function askCustomerKey(
  subject: Subject,
  secret: Secret,
  { key }: Extract<Encryption, { kind: "customer" }>,
  action: string,
): Decision {
  const { principal } = subject;
  const caller = principal.type === "AWS" ? principal.account : secret.place.account;
  const decision = decide({
    request: {
      principal,
      action,
      resource: key.arn,
      context: factsAbout(subject)
        .and(Context.of({ "kms:CallerAccount": caller, "aws:ResourceAccount": key.account }))
        .and(encryptionFacts(secret)),
    },
    agreement: "resource",
    account: key.account,
    identityPolicies: subject.policies,
    resourcePolicy: key.policy,
  });
  return decision.truth === "true" && key.unusable !== undefined
    ? { ...decision, truth: "unknown", because: key.unusable }
    : decision;
}

/** Encryption context that Secrets Manager passes to a key. */
const encryptionFacts = remembered((secret: Secret) =>
  Context.of({
    "kms:ViaService": regionalService(secret.place, "secretsmanager"),
    "kms:EncryptionContext:SecretARN": secret.arn,
    "kms:EncryptionContext:SecretVersionId": versionId(secret),
    "kms:EncryptionContextKeys": [Text.of("SecretARN"), Text.of("SecretVersionId")],
    "kms:GrantIsForAWSResource": "absent",
    "aws:RequestedRegion": secret.place.region,
  }),
);

/**
 * Version ids have at least 32 characters, so no value is encrypted under the version id with which Secrets Manager
 * validates a key. https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
const versionId = ({ address }: Secret): Text =>
  Text.of(
    ...Array.from({ length: 32 }, (_, index) => ({
      placeholder: "unknown" as const,
      length: "one" as const,
      id: `${address}.version.${index}`,
    })),
    { placeholder: "unknown", length: "any", id: `${address}.version` },
  );

const verdictless = (truth: Truth, action: string, because: string): Decision => ({
  truth,
  action,
  by: [],
  because,
});
