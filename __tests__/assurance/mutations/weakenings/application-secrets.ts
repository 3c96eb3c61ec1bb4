import type { Synthesis } from "../../support/mutations";
import { rule, type Weakening } from "../mutation";

const guard = "secrets_app-stripe-settings_guard";
const settings = "globex-test-app-stripe-settings";
const writer = "arn:aws:iam::111122223333:role/globex-secrets";
const stranger = "arn:aws:iam::111122223333:role/eve";

/** The roles of a condition on the caller. */
const callers = (json: Synthesis, document: string, sid: string): string[] =>
  json
    .statement("org-globex", document, sid)
    .condition.find(({ variable }: { variable: string }) => variable === "aws:PrincipalArn").values;

/** Secrets that applications take variables from. */
export const applicationSecrets: Weakening[] = [
  [
    "a stranger who reads a secret of applications",
    (json) => {
      callers(json, guard, "OnlyTheseRolesRead").push(stranger);
      callers(json, "secrets_key_policy", "ReadSecretsAsOrganization").push(stranger);
    },
    new RegExp(`credentials: ${stranger} may read ${settings}`),
  ],
  [
    "a neighbour who reads a secret of applications",
    (json) => {
      for (const [document, sid] of [
        [guard, "OnlyTheseRolesRead"],
        ["secrets_key_policy", "ReadSecretsAsOrganization"],
      ] as const)
        callers(json, document, sid).push("arn:aws:iam::111122223333:role/test-org-acme");
    },
    new RegExp(`does not keep test-org-acme from reading ${settings}`),
  ],
  [
    "a second writer of a secret of applications",
    (json) => {
      callers(json, guard, "OnlyTheseRolesWrite").push(stranger);
      callers(json, "secrets_key_policy", "WriteSecretsAsSecretWriters").push(stranger);
    },
    new RegExp(`credentials: ${stranger} may write ${settings}`),
  ],
  [
    "a writer of a secret of applications in its policy alone",
    (json) => {
      callers(json, guard, "OnlyTheseRolesWrite").push(stranger);
    },
    // Without the key it still decides which version counts.
    new RegExp(`credentials: ${stranger} may write ${settings}`),
  ],
  [
    "a writer whom the policy of the secret does not spare",
    (json) => {
      callers(json, guard, "OnlyTheseRolesWrite").splice(0, 1, stranger);
    },
    new RegExp(`credentials: ${writer} may not be able to write ${settings}`),
  ],
  [
    "a writer whom the key does not serve",
    (json) => {
      json.removeStatement("org-globex", "secrets_key_policy", "WriteSecretsAsSecretWriters");
    },
    new RegExp(`credentials: ${writer} may not be able to write ${settings}`),
  ],
  [
    "a writer for whom the key decrypts",
    (json) => {
      json
        .statement("org-globex", "secrets_key_policy", "WriteSecretsAsSecretWriters")
        .actions.push("kms:Decrypt");
    },
    new RegExp(`the policy of its key, does not keep ${writer} from reading ${settings}`),
  ],
  [
    "a writer of secrets of applications who writes the login",
    (json) => {
      callers(json, "secrets_credentials_guard", "OnlyTheseRolesWrite").push(writer);
      callers(json, "secrets_key_policy", "WriteSecretsAsCredentialsFunction").push(writer);
    },
    new RegExp(`credentials: ${writer} may write globex-test-database-credentials`),
  ],
  [
    "the credentials function as a reader of a secret of applications",
    (json) => {
      callers(json, guard, "OnlyTheseRolesRead").push(
        "arn:aws:iam::111122223333:role/test-database-credentials",
      );
    },
    new RegExp(`does not keep test-database-credentials from reading ${settings}`),
  ],
  [
    "a value that Terraform writes",
    (json) =>
      json.add("org-globex", "aws_secretsmanager_secret_version", "mutant", {
        secret_id: json.id("org-globex", "aws_secretsmanager_secret", "secrets_app-stripe", "id"),
        secret_string: "sk_live_1234",
      }),
    rule("No resource of Terraform holds the value of a secret"),
  ],
  [
    "a secret of applications under another name",
    (json) => {
      json.one("org-globex", "aws_secretsmanager_secret", "secrets_app-stripe").name =
        "globex-test-app-stripe";
    },
    new RegExp(`config: test-org-globex has no secret ${settings}`),
  ],
  [
    "a secret that no application asked for",
    (json) =>
      json.add("org-globex", "aws_secretsmanager_secret", "mutant", {
        name: "globex-test-app-other-settings",
        kms_key_id: json.id("org-globex", "aws_kms_key", "secrets_key", "arn"),
      }),
    /config: test-org-globex has 3 secrets, and config means 2/,
  ],
];
