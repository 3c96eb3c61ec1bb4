import { environment, organization } from "../support/fixtures";
import { organizationStack, reference } from "./support";

const metabase = organization("acme", { applications: [{ kind: "metabase" }] });
const stack = organizationStack(environment({}, [metabase]));

const organizationRole = "arn:aws:iam::111122223333:role/test-org-acme";
const functionRole = "arn:aws:iam::111122223333:role/test-database-credentials";
const root = [{ type: "AWS", identifiers: ["arn:aws:iam::111122223333:root"] }];
const everyPrincipal = [{ type: "*", identifiers: ["*"] }];
const viaSecretsManager = {
  test: "StringEquals",
  variable: "kms:ViaService",
  values: ["secretsmanager.eu-west-1.amazonaws.com"],
};
const theseSecrets = {
  test: "StringLike",
  variable: "kms:EncryptionContext:SecretARN",
  values: [
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme-test-database-credentials-??????",
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme-test-metabase-encryption-key-??????",
  ],
};

describe("the key of an organization's secrets", () => {
  const [administer, ...uses] = stack.statements(stack.resource("aws_kms_key").policy);

  test("allows only the role, the function, and the check of a new secret", () => {
    expect(uses).toEqual([
      {
        sid: "ReadSecretsAsOrganization",
        principals: root,
        actions: ["kms:Decrypt"],
        resources: ["*"],
        condition: [
          { test: "ArnEquals", variable: "aws:PrincipalArn", values: [organizationRole] },
          theseSecrets,
          viaSecretsManager,
        ],
      },
      {
        sid: "WriteSecretsAsCredentialsFunction",
        principals: root,
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        resources: ["*"],
        condition: [
          { test: "ArnEquals", variable: "aws:PrincipalArn", values: [functionRole] },
          theseSecrets,
          viaSecretsManager,
        ],
      },
      {
        sid: "ValidateKeyForNewSecret",
        principals: root,
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        resources: ["*"],
        condition: [
          {
            test: "StringEquals",
            variable: "kms:EncryptionContext:SecretVersionId",
            values: ["RequestToValidateKeyAccess"],
          },
          viaSecretsManager,
        ],
      },
    ]);
  });

  test("does not let its administrators decrypt or encrypt", () => {
    expect(administer.sid).toBe("AdministerKey");
    expect(administer.actions.filter((action: string) => /crypt|GenerateData|\*/.test(action))).toEqual([]);
  });

  test("names the role of the same stack", () => {
    expect(organizationRole.endsWith(`:role/${stack.resource("aws_iam_role").name}`)).toBe(true);
  });
});

describe("the secrets", () => {
  const secrets = Object.entries(stack.resources("aws_secretsmanager_secret"));

  test("are the credentials and Metabase's encryption key", () => {
    expect(secrets.map(([, { name }]) => name).sort()).toEqual([
      "acme-test-database-credentials",
      "acme-test-metabase-encryption-key",
    ]);
  });

  test.each(secrets)("%s is encrypted under the organization's own key", (_, secret) => {
    expect(secret.kms_key_id).toBe(reference("aws_kms_key.secrets_key_29381DD2.arn"));
  });

  test.each(secrets)("%s: only the two roles read it, only the function writes it", (id) => {
    const policies = Object.values(stack.resources("aws_secretsmanager_secret_policy"));
    const own = policies.filter((policy) => policy.secret_arn === `\${aws_secretsmanager_secret.${id}.arn}`);
    expect(own).toHaveLength(1);
    expect(own[0].block_public_policy).toBe(true);
    const but = (values: string[]) => [{ test: "ArnNotEquals", variable: "aws:PrincipalArn", values }];
    expect(stack.statements(own[0].policy)).toEqual([
      {
        sid: "OnlyTheseRolesRead",
        effect: "Deny",
        principals: everyPrincipal,
        actions: ["secretsmanager:GetSecretValue"],
        resources: ["*"],
        condition: but([organizationRole, functionRole]),
      },
      {
        sid: "OnlyTheseRolesWrite",
        effect: "Deny",
        principals: everyPrincipal,
        actions: ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
        resources: ["*"],
        condition: but([functionRole]),
      },
      {
        sid: "TheKeyStays",
        effect: "Deny",
        principals: everyPrincipal,
        actions: ["secretsmanager:UpdateSecret"],
        resources: ["*"],
        condition: [
          {
            test: "StringNotEquals",
            variable: "secretsmanager:KmsKeyArn",
            values: [reference("aws_kms_key.secrets_key_29381DD2.arn")],
          },
          { test: "Null", variable: "secretsmanager:KmsKeyArn", values: ["false"] },
        ],
      },
    ]);
  });

  test("the role reads all of them, and no other secret", () => {
    const [read] = stack.statements(stack.resource("aws_iam_role_policy").policy);
    expect(read.resources).toEqual(secrets.map(([id]) => `\${aws_secretsmanager_secret.${id}.arn}`));
  });

  test.each([
    [true, false, [30, 30]],
    [true, true, [30, 30]],
    // The data stays with the instance, and an encryption key with the data.
    [false, false, [0, 7]],
    [false, true, [0, 0]],
  ])(
    "with deletion protection %s and data dropped on removal %s they can be restored for %p days",
    (deletionProtection, dropDataOnRemoval, days) => {
      const leaving = { ...metabase, dropDataOnRemoval };
      const other = organizationStack(environment({ database: { deletionProtection } }, [leaving]));
      const windows = Object.values(other.resources("aws_secretsmanager_secret"));
      expect(windows.map((secret) => secret.recovery_window_in_days)).toEqual(days);
    },
  );
});
