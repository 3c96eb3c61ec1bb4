import type { Synthesis } from "../../support/mutations";
import { rule, type Weakening } from "../mutation";

const guard = "secrets_app-stripe-settings_guard";
const settings = "globex-test-app-stripe-settings";
const writer = "arn:aws:iam::111122223333:role/globex-secrets";
const stranger = "arn:aws:iam::111122223333:role/eve";

export const existingSecret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:sentry-Ab12Cd";
export const existingKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-86ef-1234567890ab";

const asConfigured = rule(
  "Workloads use values from the secrets and keys that config names, and mount no other secret",
);
const mountsWork = rule("Pods mount secrets that their own role may read");
const verified = rule("Workloads that connect to a database verify its certificate and its name");

const objects = (json: Synthesis, from: string, to: string): void => {
  const { parameters } = json.one("org-globex", "kubernetes_manifest", "applications_api_secrets").manifest
    .spec;
  if (!parameters.objects.includes(from)) throw new Error(`no ${from} in ${parameters.objects}`);
  parameters.objects = parameters.objects.replace(from, to);
};

// biome-ignore lint/suspicious/noExplicitAny: the shape of Terraform JSON
const variable = (json: Synthesis, name: string): any =>
  json
    .one("org-globex", "kubernetes_deployment_v1")
    .spec.template.spec.container[0].env.find((one: { name: string }) => one.name === name);

/** The roles of a condition on the caller. */
const callers = (json: Synthesis, document: string, sid: string): string[] =>
  json
    .statement("org-globex", document, sid)
    .condition.find(({ variable }: { variable: string }) => variable === "aws:PrincipalArn").values;

/** Secrets that applications take variables from. */
export const applicationSecrets: Weakening[] = [
  [
    "an undeclared role that reads an application's secret",
    (json) => {
      callers(json, guard, "OnlyTheseRolesRead").push(stranger);
      callers(json, "secrets_key_policy", "ReadSecretsAsOrganization").push(stranger);
    },
    new RegExp(`credentials: ${stranger} may read ${settings}`),
  ],
  [
    "another organization's role that reads an application's secret",
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
    "a second writer of an application's secret",
    (json) => {
      callers(json, guard, "OnlyTheseRolesWrite").push(stranger);
      callers(json, "secrets_key_policy", "WriteSecretsAsSecretWriters").push(stranger);
    },
    new RegExp(`credentials: ${stranger} may write ${settings}`),
  ],
  [
    "a writer in an application's secret's policy only",
    (json) => {
      callers(json, guard, "OnlyTheseRolesWrite").push(stranger);
    },
    // Without the key it still decides which version counts.
    new RegExp(`credentials: ${stranger} may write ${settings}`),
  ],
  [
    "a writer that the secret's policy does not exempt",
    (json) => {
      callers(json, guard, "OnlyTheseRolesWrite").splice(0, 1, stranger);
    },
    new RegExp(`credentials: ${writer} may not be able to write ${settings}`),
  ],
  [
    "a writer that the key's policy does not allow",
    (json) => {
      json.removeStatement("org-globex", "secrets_key_policy", "WriteSecretsAsSecretWriters");
    },
    new RegExp(`credentials: ${writer} may not be able to write ${settings}`),
  ],
  [
    "a writer that the key allows to decrypt",
    (json) => {
      json
        .statement("org-globex", "secrets_key_policy", "WriteSecretsAsSecretWriters")
        .actions.push("kms:Decrypt");
    },
    new RegExp(`the policy of its key does not keep ${writer} from reading ${settings}`),
  ],
  [
    "a writer of applications' secrets that writes the login",
    (json) => {
      callers(json, "secrets_credentials_guard", "OnlyTheseRolesWrite").push(writer);
      callers(json, "secrets_key_policy", "WriteSecretsAsCredentialsFunction").push(writer);
    },
    new RegExp(`credentials: ${writer} may write globex-test-database-credentials`),
  ],
  [
    "the credentials function as a reader of an application's secret",
    (json) => {
      callers(json, guard, "OnlyTheseRolesRead").push(
        "arn:aws:iam::111122223333:role/test-database-credentials",
      );
    },
    new RegExp(`does not keep test-database-credentials from reading ${settings}`),
  ],
  [
    "a secret value in Terraform",
    (json) =>
      json.add("org-globex", "aws_secretsmanager_secret_version", "mutant", {
        secret_id: json.id("org-globex", "aws_secretsmanager_secret", "secrets_app-stripe", "id"),
        secret_string: "sk_live_1234",
      }),
    rule("No resource of Terraform holds the value of a secret"),
  ],
  [
    "an application's secret under another name",
    (json) => {
      json.one("org-globex", "aws_secretsmanager_secret", "secrets_app-stripe").name =
        "globex-test-app-stripe";
    },
    new RegExp(`config: test-org-globex has no secret ${settings}`),
  ],
  [
    "a literal in place of a secret's value",
    (json) => {
      const one = variable(json, "STRIPE_KEY");
      delete one.value_from;
      one.value = "anything";
    },
    asConfigured,
  ],
  [
    "a variable from another file of the same mount",
    (json) => {
      variable(json, "STRIPE_KEY").value_from.secret_key_ref = variable(
        json,
        "DB_HOST",
      ).value_from.secret_key_ref;
    },
    asConfigured,
  ],
  ["a variable from another key", (json) => objects(json, '"api_key"', '"admin_key"'), asConfigured],
  [
    "an application's secret of another organization",
    (json) => objects(json, settings, settings.replace("globex", "acme")),
    mountsWork,
    asConfigured,
  ],
  [
    "another existing secret than config names",
    (json) => objects(json, "sentry-Ab12Cd", "sentry-Ab12Ce"),
    mountsWork,
    asConfigured,
  ],
  [
    "an existing secret that the role may not read",
    (json) => {
      const read = json.statement("org-globex", "identity_role_permissions", "ReadSecrets");
      read.resources = read.resources.filter((arn: string) => arn !== existingSecret);
    },
    mountsWork,
  ],
  [
    "an existing secret whose key the role may not use",
    (json) => {
      const decrypt = json.statement("org-globex", "identity_role_permissions", "DecryptSecrets");
      decrypt.resources = decrypt.resources.filter((arn: string) => arn !== existingKey);
    },
    mountsWork,
  ],
  [
    "an address that comes from a secret, and not from config",
    (json) => {
      const [container] = json.one("org-globex", "kubernetes_deployment_v1").spec.template.spec.container;
      container.env.push({ ...variable(json, "SENTRY_DSN"), name: "OTHER_URL" });
    },
    verified,
  ],
  [
    "an image that is pulled with another secret",
    (json) => {
      const { spec } = json.one("org-globex", "kubernetes_deployment_v1").spec.template;
      spec.image_pull_secrets = [{ name: "eve" }];
    },
    rule(
      "Workloads run only the container that config names, and use only secrets of their own SecretProviderClasses",
    ),
  ],
  [
    "a secret that no application uses",
    (json) =>
      json.add("org-globex", "aws_secretsmanager_secret", "mutant", {
        name: "globex-test-app-other-settings",
        kms_key_id: json.id("org-globex", "aws_kms_key", "secrets_key", "arn"),
      }),
    /config: test-org-globex has 3 secrets, and config declares 2/,
  ],
];
