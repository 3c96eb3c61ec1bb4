import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";
import {
  containerOf,
  decoded,
  expandVariables,
  listOf,
  manifest,
  organizationStack,
  podsOf,
} from "./support";

const application = {
  kind: "container",
  name: "api",
  image: "example.com/api:1",
  poolSize: 7,
  env: { GREETING: "hello $(DB_USER)", QUOTED: `{"a": "\${path.module}"}` },
};
const host = "test.abc.eu-west-1.rds.amazonaws.com";
const secrets = {
  "database-credentials-api": {
    host,
    port: "5432",
    database: "acme",
    username: "acme_a",
    password: "p4ss-w0rd_~",
  },
};

describe.each(["password", "iam"])("a container application that logs in with %s", (authentication) => {
  const acme = organization("acme", { authentication, applications: [application] });
  const stack = organizationStack(environment({}, [acme]));
  const { env } = containerOf(podsOf(stack, "api"));
  const provider = manifest(stack, "SecretProviderClass");
  const password = authentication === "password";

  test("has a DATABASE_URL that works without changes", () => {
    const url = new URL(expandVariables(env, secrets).DATABASE_URL as string);
    expect(url.protocol).toBe("postgresql:");
    expect(url.username).toBe("acme_a");
    expect(url.password).toBe(password ? "p4ss-w0rd_~" : "");
    expect([url.hostname, url.port, url.pathname]).toEqual([host, "5432", "/acme"]);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      sslmode: "verify-full",
      sslrootcert: "/etc/rds-ca/ca.pem",
    });
  });

  test("has no value that a shell would expand", () => {
    for (const value of atLeastOne(Object.values(expandVariables(env, secrets))))
      expect(value).not.toContain("$(");
  });

  test("verifies certificates also in clients that read their own variables", () => {
    expect(expandVariables(env, secrets)).toMatchObject({
      PGSSLMODE: "verify-full",
      PGSSLROOTCERT: "/etc/rds-ca/ca.pem",
      DB_POOL_SIZE: "7",
    });
  });

  test("reads every part of the login from the synced secret, before it is used", () => {
    const parts = env.slice(0, password ? 5 : 4);
    expect(parts.map(({ name }: { name: string }) => name)).toEqual(
      ["DB_HOST", "DB_PORT", "DB_NAME", "DB_USER", "DB_PASSWORD"].slice(0, parts.length),
    );
    for (const part of atLeastOne(parts)) {
      expect(part.value).toBeUndefined();
      expect(part.value_from.secret_key_ref.name).toBe("database-credentials-api");
    }
    expect(env.filter((variable: { value_from?: unknown }) => variable.value_from)).toHaveLength(
      parts.length,
    );
  });

  test("has its own settings last, which may refer to the platform's variables", () => {
    expect(env.slice(-2).map(({ name }: { name: string }) => name)).toEqual(["GREETING", "QUOTED"]);
    expect(expandVariables(env, secrets).GREETING).toBe("hello acme_a");
  });

  test("receives its settings as written, never as Terraform expressions", () => {
    expect(decoded(env.at(-1).value)).toBe(application.env.QUOTED);
  });

  test("mounts the values under the names in the platform guide", () => {
    const paths = { host: "DB_HOST", port: "DB_PORT", database: "DB_NAME", username: "DB_USER" };
    const expected = Object.entries(password ? { ...paths, password: "DB_PASSWORD" } : paths);
    expect(provider.metadata.name).toBe("api-database-secrets");
    expect(provider.spec.provider).toBe("aws");
    expect(provider.spec.parameters.region).toBe("eu-west-1");
    expect(listOf(provider.spec.parameters.objects)).toEqual([
      {
        objectName: "acme-test-database-credentials",
        objectType: "secretsmanager",
        objectAlias: "credentials.json",
        jmesPath: [
          ...expected.map(([path, objectAlias]) => ({ path, objectAlias })),
          { path: "written || '0'", objectAlias: "written" },
        ],
      },
    ]);
    expect(provider.spec.secretObjects).toEqual([
      {
        secretName: "database-credentials-api",
        type: "Opaque",
        data: [
          ...expected.map(([key, objectName]) => ({ objectName, key })),
          { objectName: "written", key: "written" },
        ],
      },
    ]);
  });
});
