import type { Environment } from "../config/model";
import { any, credentialsSecretName, encryptionKeySecretName, masterUsername } from "../config/names";
import { arn, regionalService } from "../foundation/arn";
import type { Condition, Statement } from "../foundation/policy";

/** The organizations' secrets that one credentials function writes, and their keys. */
export interface WrittenSecrets {
  /** ARNs, in which `?` and `*` stand for what is not known. */
  readonly secretArns: string[];
  readonly keyArns: string[];
  /** What else must hold of the secrets. @default - nothing: the ARNs are exact */
  readonly condition?: Condition[];
}

/**
 * The secrets of all organizations of an environment, so that none of them is named: adding one changes no policy.
 *
 * Names alone would let `dev` write the secrets of an environment `x-dev`; the tag decides. Keys have no name in their
 * ARN, and a tag on a new key takes up to five minutes to count (https://docs.aws.amazon.com/kms/latest/developerguide/abac.html):
 * the secret that is decrypted decides, and the policy of each key, which names this function's role.
 */
export const secretsOf = (environment: Environment): WrittenSecrets => ({
  secretArns: [credentialsSecretName(environment, any), encryptionKeySecretName(environment, any, any)].map(
    (name) => arn(environment, "secretsmanager", `secret:${name}-??????`),
  ),
  keyArns: [arn(environment, "kms", "key/*")],
  condition: [{ test: "StringEquals", variable: "aws:ResourceTag/Environment", values: [environment.name] }],
});

/** The master user of an instance, and where its password is. */
export interface Master {
  readonly secretArn: string;
  readonly secretKeyArn: string;
  /** The instance as `rds-db:connect` names it (db-...). */
  readonly resourceId: string;
}

/** What a credentials function may do: log in as the master, read and write organizations' secrets. */
export const credentialsPermissions = (
  environment: Environment,
  master: Master,
  { secretArns, keyArns, condition }: WrittenSecrets,
): Statement[] => [
  {
    sid: "ReadMasterPassword",
    actions: ["secretsmanager:GetSecretValue"],
    resources: [master.secretArn],
  },
  {
    sid: "DecryptMasterPassword",
    actions: ["kms:Decrypt"],
    resources: [master.secretKeyArn],
    condition: forSecrets(environment, [master.secretArn]),
  },
  {
    // Where RDS asks the master for a token instead of its password: lambda-src/database-credentials/context.ts says when.
    sid: "LogInAsMaster",
    actions: ["rds-db:connect"],
    resources: [arn(environment, "rds-db", `dbuser:${master.resourceId}/${masterUsername}`)],
  },
  {
    sid: "WriteOrganizationSecrets",
    actions: [
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
      "secretsmanager:PutSecretValue",
      "secretsmanager:UpdateSecretVersionStage",
    ],
    resources: secretArns,
    ...(condition && { condition }),
  },
  {
    sid: "EncryptOrganizationSecrets",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: keyArns,
    condition: forSecrets(environment, secretArns),
  },
];

/** Only through Secrets Manager, and only for what belongs to these secrets. */
const forSecrets = (environment: Environment, secretArns: string[]): Condition[] => [
  {
    test: "StringEquals",
    variable: "kms:ViaService",
    values: [regionalService(environment, "secretsmanager")],
  },
  { test: "StringLike", variable: "kms:EncryptionContext:SecretARN", values: secretArns },
];
