import type { Environment } from "../config/model";
import { arn } from "./arn";
import { type Condition, identitiesOf, itself, type Statement, through } from "./policy";

export interface SecretUse {
  /** ARN of the role that reads the values of all secrets. */
  readonly reader: string;
  /** ARN of the credentials function's role. */
  readonly function: string;
  /** Names of the secrets whose values the function generates. */
  readonly generated: string[];
  /** ARNs of the roles that write the values of all other secrets. */
  readonly writers: string[];
  /** Names of the other secrets. */
  readonly given: string[];
}

/**
 * Uses of a key that encrypts secrets, through Secrets Manager and for these secrets only: the reader decrypts all of
 * them, the function encrypts and decrypts those that it generates, and writers encrypt the others. Writers need not
 * decrypt: Secrets Manager decrypts for a writer only to compare a value with an earlier one of the same version id.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 *
 * Roles are conditions on the account instead of principals: a key policy cannot name a role that does not exist yet,
 * and it stores the unique id of a role, so a role recreated with the same name would lose access.
 */
export function usedForSecrets(
  environment: Environment,
  { reader, function: credentialsFunction, generated, writers, given }: SecretUse,
): Statement[] {
  const only = (secretNames: string[]): Condition => ({
    test: "StringLike",
    variable: "kms:EncryptionContext:SecretARN",
    // Secrets Manager appends a hyphen and six characters to the name in every ARN.
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
 * Uses of the key of a master password: the principal that creates the instance stores it without being able to read
 * it, RDS rotates it later by a grant, and only `reader`, the role of a credentials function, reads it.
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
 * Secrets Manager validates the key on behalf of the principal that creates a secret, with this version id. No value
 * can have it: real version ids have at least 32 characters.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
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

/** Identities of the account, through Secrets Manager, under additional conditions. */
const asAccount = (environment: Environment, ...conditions: Condition[]) => ({
  principals: identitiesOf(environment),
  resources: itself,
  condition: [...conditions, through(environment, "secretsmanager")],
});

const as = (...roleArns: string[]): Condition => ({
  test: "ArnEquals",
  variable: "aws:PrincipalArn",
  values: roleArns,
});
