import { all, type Change } from "../../support/edits";
import type { Synthesis } from "../../support/mutations";
import { rule, type Weakening } from "../mutation";

const twoLocks = rule("The policy of a secret and the policy of its key each deny administrators");
const exact = rule("Roles of organizations' pods name actions and resources without wildcards");
const permission = (json: Synthesis, organization: string, sid: string) =>
  json.statement(`org-${organization}`, "identity_role_permissions", sid);

/** Both of acme's locks opened to a role. */
const opened =
  (role: string): Change =>
  (json) => {
    for (const [document, sid] of [
      ["secrets_credentials_guard", "OnlyTheseRolesRead"],
      ["secrets_key_policy", "ReadSecretsAsOrganization"],
    ] as const)
      for (const { variable, values } of json.statement("org-acme", document, sid).condition)
        if (variable === "aws:PrincipalArn") values.push(`arn:aws:iam::111122223333:role/${role}`);
  };

const read = { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" };
const decrypt = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };

/** Who may read and write secrets, and log in without a password. */
export const secrets: Weakening[] = [
  [
    "another organization's role in both locks",
    all(opened("test-org-globex"), (json) => json.grant("org-globex", "identity_role", read, decrypt)),
    /credentials: test-org-globex may read acme-test-database-credentials/,
    exact,
  ],
  [
    "the nodes' role in both locks",
    all(opened("test-node"), (json) => json.grant("cluster", "nodes_role", read, decrypt)),
    /credentials: test-node may read acme-test-database-credentials/,
  ],
  [
    "every action on every secret",
    (json) => {
      Object.assign(permission(json, "globex", "ReadSecrets"), {
        actions: ["secretsmanager:*"],
        resources: ["*"],
      });
    },
    exact,
    /credentials: test-org-globex replaces a secret's policy: acme-test-database-credentials/,
  ],
  [
    "a secret's policy that denies no principal",
    (json) => json.removeStatement("org-acme", "secrets_credentials_guard", "OnlyTheseRolesRead"),
    twoLocks,
  ],
  [
    "a secret without a policy",
    (json) => json.remove("org-globex", "aws_secretsmanager_secret_policy", "secrets_credentials"),
    twoLocks,
  ],
  [
    "writers that no policy denies",
    (json) => json.removeStatement("org-acme", "secrets_credentials_guard", "OnlyTheseRolesWrite"),
    /credentials: administrators of 111122223333 may write acme-test-database-credentials/,
  ],
  [
    "a key that the whole account may use",
    (json) => {
      const statement = json.statement("org-acme", "secrets_key_policy", "AdministerKey");
      statement.actions = ["kms:*"];
    },
    twoLocks,
  ],
  [
    "a key that every principal may use",
    (json) => {
      Object.assign(json.statement("org-acme", "secrets_key_policy", "ReadSecretsAsOrganization"), {
        principals: [{ type: "AWS", identifiers: ["*"] }],
        condition: [],
      });
    },
    twoLocks,
    rule("No policy of a key, secret, role, topic or queue allows every principal"),
  ],
  [
    "a key without a policy",
    (json) => {
      delete json.one("org-hooli", "aws_kms_key", "secrets_key").policy;
    },
    twoLocks,
  ],
  [
    "a grant of a key",
    (json) =>
      json.add("org-acme", "aws_kms_grant", "mutant", {
        key_id: json.id("org-acme", "aws_kms_key", "secrets_key", "key_id"),
        grantee_principal: "arn:aws:iam::111122223333:role/test-org-globex",
        operations: ["Decrypt"],
      }),
    twoLocks,
  ],
  [
    "a secret without a key of its own",
    (json) => {
      delete json.one("org-initech", "aws_secretsmanager_secret").kms_key_id;
    },
    rule("Secrets are encrypted with their own key"),
  ],
  [
    "a key without rotation",
    (json) => {
      json.one("org-acme", "aws_kms_key").enable_key_rotation = false;
    },
    rule("Keys are rotated every year"),
  ],
  [
    "an organization that may read the master password",
    (json) => {
      json.grant(
        "org-acme",
        "identity_role",
        { ...read, Resource: "arn:aws:secretsmanager:*:*:secret:rds!*" },
        decrypt,
      );
      json.statement(
        "database",
        "instance_keys_master-secret_policy",
        "ReadMasterPasswordAsCredentialsFunction",
      ).condition = [];
    },
    /credentials: test-org-acme may read master password of test-shared/,
  ],
  [
    "a login as another organization",
    (json) => {
      const login = permission(json, "initech", "LogInToDatabase");
      login.resources = [permission(json, "globex", "LogInToDatabase").resources[0]];
    },
    /credentials: test-org-initech logs in to test-shared as globex__iam/,
    /config: test-org-initech logs in to test-org-initech as no user, but config gives initech a user of its own/,
  ],
  [
    "a login as the master user",
    (json) => {
      const { resources } = permission(json, "globex", "LogInToDatabase");
      resources.push(resources[0].replace("globex__iam", "platform_master"));
    },
    /credentials: test-org-globex logs in to test-shared as platform_master/,
  ],
  [
    "a login by IAM that config does not set",
    (json) => json.grant("org-acme", "identity_role", { Effect: "Allow", Action: "rds-db:*", Resource: "*" }),
    /credentials: test-org-acme logs in to test-shared as any other user/,
  ],
  [
    "no right to decrypt",
    (json) => json.removeStatement("org-hooli", "identity_role_permissions", "DecryptSecrets"),
    /credentials: test-org-hooli may not be able to read hooli-test-database-credentials/,
    rule("Pods mount secrets that their own role may read"),
  ],
];
