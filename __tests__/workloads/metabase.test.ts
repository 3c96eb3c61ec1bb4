import { connectionsOfReplica } from "../../src/config/application-kinds";
import { environment, organization } from "../support/fixtures";
import { containerOf, expandVariables, listOf, manifest, organizationStack, podsOf } from "./support";

const host = "test.abc.eu-west-1.rds.amazonaws.com";
const login = { host, port: "5432", database: "acme", username: "acme_a", password: "s3cret" };
const secrets = { "database-credentials-metabase": login, "encryption-key-metabase": { key: "k3y" } };

describe.each(["password", "iam"])("Metabase that logs in with %s", (authentication) => {
  const applications = [{ kind: "metabase", poolSize: 12, resources: { cpu: "1", memory: "4Gi" } }];
  const acme = organization("acme", { authentication, applications });
  const stack = organizationStack(environment({}, [acme]));
  const deployment = stack.resource("kubernetes_deployment_v1");
  const container = containerOf(podsOf(stack, "metabase"));
  const variables = expandVariables(container.env, secrets);
  const password = authentication === "password";

  test("connects with TLS that checks the certificate, whichever way it logs in", () => {
    expect(variables.MB_DB_TYPE).toBe("postgres");
    expect(variables.MB_DB_CONNECTION_URI).toBe(
      `jdbc:postgresql://${host}:5432/acme?sslmode=verify-full&sslrootcert=/etc/rds-ca/ca.pem`,
    );
  });

  test("logs in with exactly one of password and role", () => {
    expect(variables.MB_DB_USER).toBe("acme_a");
    expect([variables.MB_DB_PASS, variables.MB_DB_AWS_IAM]).toEqual(
      password ? ["s3cret", undefined] : [undefined, "true"],
    );
    expect(Object.keys(variables).includes("DB_PASSWORD")).toBe(password);
  });

  test("limits connections as its organization configures", () => {
    expect(variables.MB_APPLICATION_DB_MAX_CONNECTION_POOL_SIZE).toBe("12");
    const all = Object.entries(variables).filter(([name]) => name.endsWith("_MAX_CONNECTION_POOL_SIZE"));
    expect(all.reduce((sum, [, size]) => sum + Number(size), 0)).toBe(
      connectionsOfReplica({ kind: "metabase", poolSize: 12 }),
    );
  });

  test("encrypts what it stores with a key that Terraform never reads", () => {
    expect(variables.MB_ENCRYPTION_SECRET_KEY).toBe("k3y");
    const { spec } = manifest(stack, "SecretProviderClass");
    expect(listOf(spec.parameters.objects)[1]).toEqual({
      objectName: "acme-test-metabase-encryption-key",
      objectType: "secretsmanager",
      objectAlias: "MB_ENCRYPTION_SECRET_KEY",
    });
    expect(spec.secretObjects[1]).toEqual({
      secretName: "encryption-key-metabase",
      type: "Opaque",
      data: [{ objectName: "MB_ENCRYPTION_SECRET_KEY", key: "key" }],
    });
  });

  test("has a pinned image of a version that supports IAM authentication, and does not run as root", () => {
    const [, major] = /^metabase\/metabase:v0\.(\d+)(\.\d+)+$/.exec(container.image) ?? [];
    expect(Number(major)).toBeGreaterThanOrEqual(58);
    expect(podsOf(stack, "metabase").spec.security_context).toMatchObject({
      run_as_user: "2000",
      run_as_group: "2000",
      fs_group: "2000",
    });
  });

  test("can unpack its drivers, although its image is read-only", () => {
    const mounts = Object.fromEntries(
      container.volume_mount.map((mount: Record<string, unknown>) => [mount.mount_path, mount.read_only]),
    );
    expect(mounts[variables.MB_PLUGINS_DIR as string]).toBe(false);
  });

  test("has hours for a migration, which would start over after a restart", () => {
    const {
      http_get: request,
      period_seconds: period,
      failure_threshold: failures,
    } = container.startup_probe;
    expect(request).toEqual({ path: "/api/health", port: "http" });
    expect(period * failures).toBe(6 * 3600);
  });

  test("restarts when it does not answer, but not when its database does not", () => {
    expect(container.readiness_probe.http_get.path).toBe("/api/health");
    expect(container.liveness_probe.tcp_socket).toEqual([{ port: "http" }]);
    expect(container.liveness_probe.http_get).toBeUndefined();
  });

  test("never runs two versions against one database", () => {
    expect(deployment.spec.strategy).toEqual({ type: "Recreate" });
  });

  test("sets its heap to most of its memory limit", () => {
    expect(container.resources.limits).toMatchObject({ memory: "4Gi" });
    expect(variables.JAVA_OPTS).toBe("-XX:MaxRAMPercentage=70");
    expect(container.port[0].container_port).toBe(3000);
  });
});
