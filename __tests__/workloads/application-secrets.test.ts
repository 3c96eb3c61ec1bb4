import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";
import type { Synthesized } from "../support/synthesize";
import {
  containerOf,
  decoded,
  expandVariables,
  manifest,
  mounted,
  organizationStack,
  podsOf,
} from "./support";

const account = "111122223333";
const writers = [`arn:aws:iam::${account}:role/acme-secrets`, `arn:aws:iam::${account}:role/ci/secrets`];
const existing = `arn:aws:secretsmanager:eu-west-1:${account}:secret:shared/sentry-Ab12Cd`;
const existingKey = `arn:aws:kms:eu-west-1:${account}:key/1234abcd-12ab-34cd-86ef-1234567890ab`;
const secrets = {
  STRIPE_KEY: { secret: "stripe", key: "api_key" },
  STRIPE_WEBHOOK: { secret: "stripe", key: "webhook.signing" },
  SENTRY_DSN: { secret: existing, key: "dsn", kmsKeyArn: existingKey },
};
const container = {
  kind: "container",
  name: "api",
  image: "registry.example.com/api:1.0.0",
  onRotation: "restart",
  env: { GREETING: "key $(STRIPE_KEY)" },
};

const stackOf = (delivery: string, more: object = {}, application: object = { ...container, secrets }) =>
  organizationStack(
    environment({ credentials: { delivery } }, [
      organization("acme", { secretWriters: writers, applications: [application], ...more }),
    ]),
  );

const values = {
  "acme-test-database-credentials": JSON.stringify({
    host: "h",
    port: "5432",
    database: "acme",
    username: "acme__a",
    password: "p",
  }),
  "acme-test-metabase-encryption-key": "k3y",
  "acme-test-app-stripe-settings": JSON.stringify({ api_key: "sk_1", "webhook.signing": "wh_1" }),
  [existing]: JSON.stringify({ dsn: "https://key@sentry.example.com/1" }),
};
const given = {
  STRIPE_KEY: "sk_1",
  STRIPE_WEBHOOK: "wh_1",
  SENTRY_DSN: "https://key@sentry.example.com/1",
};

/** The policy of a secret, by the secret's name. */
function guardOf(stack: Synthesized, name: string) {
  const [id] =
    Object.entries(stack.resources("aws_secretsmanager_secret")).find(([, one]) => one.name === name) ?? [];
  const [policy, ...others] = Object.values(stack.resources("aws_secretsmanager_secret_policy")).filter(
    (one) => one.secret_arn === `\${aws_secretsmanager_secret.${id}.arn}`,
  );
  expect(others).toEqual([]);
  return stack.statements(policy.policy);
}

/** Kubernetes secrets that the driver makes of what is mounted. */
function copies(stack: Synthesized, given = values): Record<string, Record<string, string>> {
  const files = mounted(stack, given);
  const { secretObjects = [] } = manifest(stack, "SecretProviderClass").spec;
  return Object.fromEntries(
    secretObjects.map(
      ({ secretName, data }: { secretName: string; data: { objectName: string; key: string }[] }) => [
        secretName,
        Object.fromEntries(data.map(({ objectName, key }) => [key, files[objectName] as string])),
      ],
    ),
  );
}

describe("a secret for variables of an application", () => {
  const stack = stackOf("environment");
  const role = `arn:aws:iam::${account}:role/test-org-acme`;

  test("is created once, under the organization's key, and never with a value", () => {
    const names = Object.values(stack.resources("aws_secretsmanager_secret")).map(({ name }) => name);
    expect(names.sort()).toEqual(["acme-test-app-stripe-settings", "acme-test-database-credentials"]);
    for (const one of atLeastOne(Object.values(stack.resources("aws_secretsmanager_secret"))))
      expect(one.kms_key_id).toMatch(/^\$\{aws_kms_key\.secrets_key_\w+\.arn\}$/);
    expect(stack.count("aws_secretsmanager_secret_version")).toBe(0);
  });

  test("only the organization's role reads it, only its writers write it, and its key is fixed", () => {
    const [read, write, keep, ...others] = guardOf(stack, "acme-test-app-stripe-settings");
    expect(others).toEqual([]);
    for (const one of [read, write, keep])
      expect([one.effect, one.principals]).toEqual(["Deny", [{ type: "*", identifiers: ["*"] }]]);
    const but = (roles: string[]) => [{ test: "ArnNotEquals", variable: "aws:PrincipalArn", values: roles }];
    expect([read.actions, read.condition]).toEqual([["secretsmanager:GetSecretValue"], but([role])]);
    expect([write.actions, write.condition]).toEqual([
      ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
      but(writers),
    ]);
    expect(keep.condition.map(({ variable }: { variable: string }) => variable)).toEqual([
      "secretsmanager:KmsKeyArn",
      "secretsmanager:KmsKeyArn",
    ]);
  });

  test("is encrypted by its writers, who decrypt nothing; the credentials function has no access", () => {
    const statements = stack.statements(stack.resource("aws_kms_key", "secrets_key").policy);
    const use = (sid: string) => {
      const { actions, condition } = statements.find((one: { sid: string }) => one.sid === sid);
      const valuesOf = (variable: string) =>
        condition.find((one: { variable: string }) => one.variable === variable).values;
      return [
        actions,
        valuesOf("aws:PrincipalArn"),
        valuesOf("kms:EncryptionContext:SecretARN").map((arn: string) => arn.split(":secret:")[1]),
      ];
    };
    const settings = "acme-test-app-stripe-settings-??????";
    const credentials = "acme-test-database-credentials-??????";
    expect(use("WriteSecretsAsSecretWriters")).toEqual([["kms:GenerateDataKey"], writers, [settings]]);
    expect(use("WriteSecretsAsCredentialsFunction")[2]).toEqual([credentials]);
    expect(use("ReadSecretsAsOrganization")).toEqual([["kms:Decrypt"], [role], [credentials, settings]]);
  });

  test("the role reads it by name, like an existing secret, with the keys of both", () => {
    const [read, decrypt] = stack.statements(stack.resource("aws_iam_role_policy").policy);
    expect(read.resources).toHaveLength(3);
    expect(read.resources).toContain(existing);
    expect(decrypt.resources).toEqual([expect.stringContaining("aws_kms_key.secrets_key"), existingKey]);
    expect(decrypt.condition[1].values).toEqual(read.resources);
  });

  test("of a protected environment can be restored; another one is deleted at once", () => {
    const windows = [true, false].map((deletionProtection) => {
      const other = organizationStack(
        environment({ database: { deletionProtection } }, [
          organization("acme", { secretWriters: writers, applications: [{ ...container, secrets }] }),
        ]),
      );
      return other.resource("aws_secretsmanager_secret", "secrets_app-stripe").recovery_window_in_days;
    });
    expect(windows).toEqual([30, 0]);
  });

  test("the function of an organization's own instance does not write it", () => {
    const own = stackOf("environment", { isolation: "instance" });
    const write = Object.values(own.resources("aws_iam_role_policy"))
      .flatMap(({ policy }) => own.statements(policy))
      .filter(({ sid }) => sid === "WriteOrganizationSecrets");
    expect(write).toHaveLength(1);
    expect(write[0].resources).toEqual([expect.stringContaining("secrets_credentials")]);
  });
});

describe("with delivery by environment", () => {
  test.each(["password", "iam"])("a container with %s has the values in its variables", (authentication) => {
    const stack = stackOf("environment", { authentication });
    const { env } = containerOf(podsOf(stack, "api"));
    const found = expandVariables(env, copies(stack));
    expect(found).toMatchObject({ ...given, GREETING: "key sk_1" });
    for (const { value } of atLeastOne(env.filter(({ name }: { name: string }) => name in given)) as {
      value?: string;
    }[])
      expect(value).toBeUndefined();
    // Variables hold the values of the start.
    expect(stack.resource("kubernetes_deployment_v1").metadata.annotations).toEqual({
      "secretproviderclass.reloader.stakater.com/reload": "api-database-secrets",
    });
  });

  test.each([
    ["2026-11-26T13:07:15Z", "2026-11-26T13:07:15Z"],
    [undefined, "-"],
    [1795698435, "-"],
    ["by hand", "-"],
    [null, "-"],
  ])("a copy has the time at which the secret was written, as far as %p is a time", (written, said) => {
    const of = copies(stackOf("environment"), {
      ...values,
      "acme-test-app-stripe-settings": JSON.stringify({ api_key: "k", "webhook.signing": "w", written }),
    });
    expect(of["api.app-stripe-settings"]).toEqual({ STRIPE_KEY: "k", STRIPE_WEBHOOK: "w", written: said });
  });

  test("Metabase has them, too", () => {
    const stack = stackOf("environment", {}, { kind: "metabase", secrets });
    expect(expandVariables(containerOf(podsOf(stack, "metabase")).env, copies(stack))).toMatchObject(given);
  });

  test("applications that share a secret have separate Kubernetes secrets", () => {
    const name = (application: string, secret: string) => {
      const one = { ...container, name: application, secrets: { KEY: { secret, key: "k" } } };
      const { secretObjects } = manifest(stackOf("environment", {}, one), "SecretProviderClass").spec;
      return secretObjects.at(-1).secretName;
    };
    expect(name("a-b", "c")).not.toBe(name("a", "b-c"));
    expect(name("a", existing)).not.toBe(name("a", existing.replace("Ab12Cd", "Ab12Ce")));
  });
});

describe("an image of the organization", () => {
  const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
  const own = { image: `registry.example.com/metabase@${digest}`, imagePullSecret: "registry" };

  test.each([
    [
      "Metabase",
      { kind: "metabase", name: "api", ...own, env: { MB_SITE_URL: "https://x.example.com/$${a}" } },
    ],
    ["a container", { ...container, ...own, env: { MB_SITE_URL: "https://x.example.com/$${a}" } }],
  ])(
    "%s runs it, pulls it with an existing secret, and receives the settings as written",
    (_, application) => {
      const pods = podsOf(stackOf("environment", {}, application), "api");
      const { image, env } = containerOf(pods);
      expect(image).toBe(own.image);
      expect(pods.spec.image_pull_secrets).toEqual([{ name: "registry" }]);
      expect(decoded(env.at(-1).value)).toBe("https://x.example.com/$${a}");
    },
  );

  test("no image is pulled with a secret unless config names one", () => {
    expect(podsOf(stackOf("environment"), "api").spec.image_pull_secrets).toBeUndefined();
  });
});

describe("with delivery by files", () => {
  test("a container has files, variables that name them, and no Kubernetes secret", () => {
    const stack = stackOf("files", {}, { ...container, env: {}, secrets });
    const files = mounted(stack, values);
    const { env } = containerOf(podsOf(stack, "api"));
    for (const [variable, value] of atLeastOne(Object.entries(given))) {
      expect(files[variable]).toBe(value);
      expect(env).toContainEqual({ name: `${variable}_FILE`, value: `/mnt/secrets-store/${variable}` });
      expect(env.map(({ name }: { name: string }) => name)).not.toContain(variable);
    }
    expect(manifest(stack, "SecretProviderClass").spec.secretObjects).toBeUndefined();
  });

  test("Metabase's start script makes variables of the files", () => {
    const stack = stackOf("files", {}, { kind: "metabase", secrets });
    const { command, env } = containerOf(podsOf(stack, "metabase"));
    for (const variable of atLeastOne(Object.keys(given)))
      expect(command[2]).toContain(`${variable}=$(cat /mnt/secrets-store/${variable}); export ${variable}; `);
    expect(env.map(({ name }: { name: string }) => name)).not.toContain("STRIPE_KEY");
  });

  test("no two files of a mount have one name", () => {
    for (const application of [
      { ...container, env: {}, secrets },
      { kind: "metabase", secrets },
    ]) {
      const { parameters } = manifest(stackOf("files", {}, application), "SecretProviderClass").spec;
      const names = [...parameters.objects.matchAll(/"objectAlias" = "([^"]+)"/g)].map(([, name]) => name);
      expect(names.length).toBeGreaterThan(5);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
