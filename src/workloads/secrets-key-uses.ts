import type { Environment, Organization } from "../config/model";
import { arn, iamArn, regionalService } from "../foundation/arn";
import type { Statement } from "../foundation/policy";
import { credentialsFunctionRoleArn, organizationRoleArn } from "./names";

/**
 * Uses of the key of an organization's secrets: its role decrypts them, the credentials function also encrypts them,
 * both only through Secrets Manager and only these secrets.
 *
 * Roles are conditions on the account and not principals: a key policy cannot name a role that is not there yet, and
 * it keeps the id of a deleted role, so that one made anew under the same name would be locked out.
 */
export function secretsKeyUses(
  environment: Environment,
  organization: Organization,
  secretNames: string[],
): Statement[] {
  const throughSecretsManager = {
    test: "StringEquals",
    variable: "kms:ViaService",
    values: [regionalService(environment, "secretsmanager")],
  };
  const theseSecrets = {
    test: "StringLike",
    variable: "kms:EncryptionContext:SecretARN",
    // Secrets Manager ends every ARN with a hyphen and six characters of its own.
    values: secretNames.map((name) => arn(environment, "secretsmanager", `secret:${name}-??????`)),
  };
  const only = (roleArn: string) => ({ test: "ArnEquals", variable: "aws:PrincipalArn", values: [roleArn] });
  const account = {
    principals: [{ type: "AWS", identifiers: [iamArn(environment, "root")] }],
    resources: ["*"], // in a key policy: this key
  };
  return [
    {
      sid: "ReadSecretsAsOrganization",
      ...account,
      actions: ["kms:Decrypt"],
      condition: [only(organizationRoleArn(environment, organization)), throughSecretsManager, theseSecrets],
    },
    {
      sid: "WriteSecretsAsCredentialsFunction",
      ...account,
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      condition: [only(credentialsFunctionRoleArn(environment)), throughSecretsManager, theseSecrets],
    },
    {
      // Secrets Manager tries the key as whoever creates a secret, under this version id. No value has it: ids of
      // versions are at least 32 characters long.
      // https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
      sid: "ValidateKeyForNewSecret",
      ...account,
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      condition: [
        throughSecretsManager,
        {
          test: "StringEquals",
          variable: "kms:EncryptionContext:SecretVersionId",
          values: ["RequestToValidateKeyAccess"],
        },
      ],
    },
  ];
}
