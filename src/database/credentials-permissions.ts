import type { Environment } from "../config/model";
import { any, credentialsSecretName, encryptionKeySecretName, masterUsername } from "../config/names";
import { arn } from "../foundation/arn";
import { type Condition, type Statement, through } from "../foundation/policy";

/** Organizations' secrets that one credentials function writes, and their keys. */
export interface WrittenSecrets {
  /** ARNs, with `?` and `*` for unknown parts. */
  readonly secretArns: string[];
  readonly keyArns: string[];
  /** Further conditions on the secrets. @default - none: the ARNs are exact */
  readonly condition?: Condition[];
}

/**
 * The secrets of all organizations of an environment, by pattern, so that a new organization changes no policy.
 *
 * Names alone would let `dev` write the secrets of an environment `x-dev`, so the policy also requires a tag. ARNs of
 * keys contain no name, and a tag of a new key takes effect after up to five minutes
 * (https://docs.aws.amazon.com/kms/latest/developerguide/abac.html): access to keys is limited by the secret in the
 * encryption context, and by each key's policy, which names this function's role.
 */
export const secretsOf = (environment: Environment): WrittenSecrets => ({
  secretArns: [credentialsSecretName(environment, any), encryptionKeySecretName(environment, any, any)].map(
    (name) => arn(environment, "secretsmanager", `secret:${name}-??????`),
  ),
  keyArns: [arn(environment, "kms", "key/*")],
  condition: [{ test: "StringEquals", variable: "aws:ResourceTag/Environment", values: [environment.name] }],
});

/** ARN and key of the secret with the master user's password. */
export interface Master {
  readonly secretArn: string;
  readonly secretKeyArn: string;
  /** Resource id of the instance in `rds-db:connect` (db-...). */
  readonly resourceId: string;
}

/** Permissions of a credentials function: log in as the master user, read and write organizations' secrets. */
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
    // For instances where RDS requires a token of the master user instead of its password: see
    // lambda-src/database-credentials/context.ts.
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

/** Only through Secrets Manager, and only for these secrets. */
const forSecrets = (environment: Environment, secretArns: string[]): Condition[] => [
  through(environment, "secretsmanager"),
  { test: "StringLike", variable: "kms:EncryptionContext:SecretARN", values: secretArns },
];
