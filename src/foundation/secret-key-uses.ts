import type { Environment } from "../config/model";
import { arn, iamArn, regionalService } from "./arn";
import type { Condition, Statement } from "./policy";

export interface SecretUse {
  /** ARN of the role that reads all values. */
  readonly reader: string;
  /** ARN of the credentials function's role. */
  readonly function: string;
  /** Names of the secrets that the function writes. */
  readonly generated: string[];
  /** ARNs of the roles that put values into the other secrets. */
  readonly writers: string[];
  /** Names of these secrets. */
  readonly given: string[];
}

/**
 * Uses of a key that encrypts secrets, all only through Secrets Manager and only for these secrets: the reader decrypts
 * them, the function also encrypts its own, and writers encrypt the others. Writers need not decrypt: Secrets Manager does
 * so for a writer only to compare a value with one that was written under the same version id before.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 *
 * Roles are conditions on the account and not principals: a key policy cannot name a role that is not there yet, and
 * it keeps the id of a deleted role, so that one made anew under the same name would be locked out.
 */
export function usedForSecrets(
  environment: Environment,
  { reader, function: credentialsFunction, generated, writers, given }: SecretUse,
): Statement[] {
  const only = (secretNames: string[]): Condition => ({
    test: "StringLike",
    variable: "kms:EncryptionContext:SecretARN",
    // Secrets Manager ends every ARN with a hyphen and six characters of its own.
    values: secretNames.map((name) => arn(environment, "secretsmanager", `secret:${name}-??????`)),
  });
  return [
    {
      sid: "ReadSecretsAsOrganization",
      ...asAccount(environment, as(reader), only([...generated, ...given])),
      actions: ["kms:Decrypt"],
    },
    {
      sid: "WriteSecretsAsCredentialsFunction",
      ...asAccount(environment, as(credentialsFunction), only(generated)),
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    },
    ...(given.length > 0
      ? [
          {
            sid: "WriteSecretsAsSecretWriters",
            ...asAccount(environment, as(...writers), only(given)),
            actions: ["kms:GenerateDataKey"],
          },
        ]
      : []),
    keyValidation(environment),
  ];
}

/**
 * Uses of the key of a master password: the principal that creates the instance has it stored without being able to read it, RDS
 * takes a grant to rotate it on its own later, and `reader`, the role of a credentials function, alone reads it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html#rds-secrets-manager-permissions
 */
export const usedForMasterSecret = (environment: Environment, reader: string): Statement[] => [
  {
    sid: "ReadMasterPasswordAsCredentialsFunction",
    ...asAccount(environment, as(reader)),
    actions: ["kms:Decrypt"],
  },
  {
    sid: "StoreMasterPassword",
    ...asAccount(environment),
    actions: ["kms:DescribeKey", "kms:GenerateDataKey"],
  },
  {
    sid: "GrantToRDSThroughSecretsManager",
    ...asAccount(environment, { test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] }),
    actions: ["kms:CreateGrant"],
  },
  keyValidation(environment),
];

/**
 * Secrets Manager tries the key as the principal that creates a secret, under this version id. No value has it: ids of versions
 * are at least 32 characters long. https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
const keyValidation = (environment: Environment): Statement => ({
  sid: "ValidateKeyForNewSecret",
  ...asAccount(environment, {
    test: "StringEquals",
    variable: "kms:EncryptionContext:SecretVersionId",
    values: ["RequestToValidateKeyAccess"],
  }),
  actions: ["kms:Decrypt", "kms:GenerateDataKey"],
});

/** Identities of the account, through Secrets Manager, under further conditions. */
const asAccount = (environment: Environment, ...conditions: Condition[]) => ({
  principals: [{ type: "AWS", identifiers: [iamArn(environment, "root")] }],
  resources: ["*"], // in a key policy: this key
  condition: [
    ...conditions,
    {
      test: "StringEquals",
      variable: "kms:ViaService",
      values: [regionalService(environment, "secretsmanager")],
    },
  ],
});

const as = (...roleArns: string[]): Condition => ({
  test: "ArnEquals",
  variable: "aws:PrincipalArn",
  values: roleArns,
});
