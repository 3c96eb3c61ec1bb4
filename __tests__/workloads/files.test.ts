import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";
import type { Synthesized } from "../support/synthesize";
import { containerOf, manifest, mounted, organizationStack, podsOf } from "./support";

const host = "test.abc.eu-west-1.rds.amazonaws.com";
const login = { host, port: "5432", database: "acme", username: "acme__a" };
const files = environment({ credentials: { delivery: "files" } });
const image = "example.com/api:1";

const variablesOf = (env: { name: string; value: string }[]): Record<string, string> =>
  Object.fromEntries(env.map(({ name, value }) => [name, value]));

function stackOf(authentication: string, application: Record<string, unknown>): Synthesized {
  const acme = organization("acme", { authentication, applications: [application] });
  return organizationStack({ ...files, organizations: [acme] });
}

describe.each(["password", "iam"])("files of an application that logs in with %s", (authentication) => {
  const password = authentication === "password";
  const secret = password ? { ...login, password: "p4ss-w0rd_~" } : login;
  const secrets = {
    "acme-test-database-credentials": JSON.stringify(secret),
    "acme-test-metabase-encryption-key": "k3y",
  };
  const api = stackOf(authentication, { kind: "container", name: "api", image, onRotation: "reread" });
  const metabase = stackOf(authentication, { kind: "metabase" });

  test("contain the single values, the URL, the service of libpq, and the secret's own text", () => {
    const found = mounted(api, secrets);
    expect(Object.keys(found).sort()).toEqual(
      [
        "DATABASE_URL",
        "DB_HOST",
        "DB_NAME",
        ...(password ? ["DB_PASSWORD"] : []),
        "DB_PORT",
        "DB_USER",
        "credentials.json",
        "pg_service.conf",
      ].sort(),
    );
    const url = new URL(found.DATABASE_URL as string);
    expect([url.username, url.password, url.host, url.pathname]).toEqual([
      "acme__a",
      password ? "p4ss-w0rd_~" : "",
      `${host}:5432`,
      "/acme",
    ]);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      sslmode: "verify-full",
      sslrootcert: "/etc/rds-ca/ca.pem",
    });
    expect(found["pg_service.conf"]?.split("\n")).toEqual([
      "[database]",
      `host=${host}`,
      "port=5432",
      "dbname=acme",
      "user=acme__a",
      ...(password ? ["password=p4ss-w0rd_~"] : []),
      "sslmode=verify-full",
      "sslrootcert=/etc/rds-ca/ca.pem",
      "",
    ]);
  });

  test.each([
    ["api", api],
    ["metabase", metabase],
  ])(
    "are the paths in variables of %s, and no variable or Kubernetes secret contains a value",
    (name, stack) => {
      const found = mounted(stack, secrets);
      const { env } = containerOf(podsOf(stack, name));
      const named = env.filter((one: { name: string }) => /_FILE$|^PGSERVICEFILE$/.test(one.name));
      for (const { value } of atLeastOne(named as { value: string }[])) {
        expect(path.dirname(value)).toBe("/mnt/secrets-store");
        expect(Object.keys(found)).toContain(path.basename(value));
      }
      expect(env.filter((one: { value_from?: unknown }) => one.value_from)).toEqual([]);
      expect(manifest(stack, "SecretProviderClass").spec.secretObjects).toBeUndefined();
      expect(JSON.stringify(stack.json)).not.toContain("reloader.stakater.com/reload");
    },
  );

  test("contain the address in Metabase's form, and its start script reads user and password from them", () => {
    const variables = variablesOf(containerOf(podsOf(metabase, "metabase")).env);
    expect(mounted(metabase, secrets).MB_DB_CONNECTION_URI).toBe(
      `jdbc:postgresql://${host}:5432/acme?sslmode=verify-full&sslrootcert=/etc/rds-ca/ca.pem`,
    );
    expect([variables.MB_DB_USER_FILE, variables.MB_DB_PASS_FILE, variables.MB_DB_AWS_IAM]).toEqual([
      "/mnt/secrets-store/DB_USER",
      password ? "/mnt/secrets-store/DB_PASSWORD" : undefined,
      password ? undefined : "true",
    ]);
  });
});

/** Runs a container's script with folders of this machine in place of the container's. */
function sandbox() {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "rotation-"));
  const [mount, scratch] = ["mount", "tmp"].map((name) => path.join(root, name)) as [string, string];
  for (const folder of [mount, scratch]) fs.mkdirSync(folder);
  const program = path.join(root, "run_metabase.sh");
  fs.writeFileSync(program, "#!/bin/sh\necho key=$MB_ENCRYPTION_SECRET_KEY\n", { mode: 0o755 });
  return {
    root,
    write: (name: string, text: string) => fs.writeFileSync(path.join(mount, name), text),
    run: (command: string[]) =>
      spawnSync(command[0] as string, [
        ...command
          .slice(1)
          .map((word) =>
            word
              .replaceAll("/mnt/secrets-store", mount)
              .replaceAll("/tmp/credentials-at-start", path.join(scratch, "credentials-at-start"))
              .replaceAll("/app/run_metabase.sh", program),
          ),
      ]),
  };
}

describe("a program that reads its files once", () => {
  const restarting = { kind: "container", name: "api", image, onRotation: "restart" };
  const api = containerOf(podsOf(stackOf("password", restarting), "api"));
  const metabase = containerOf(podsOf(stackOf("password", { kind: "metabase" }), "metabase"));

  test.each([
    ["an image of an organization", api.lifecycle?.post_start[0].exec.command, api],
    ["Metabase", metabase.command, metabase],
  ])("%s restarts once mounted files have changed, and not before", (_, start, container) => {
    const { root, write, run } = sandbox();
    try {
      write("DB_USER", "acme__a");
      write("MB_ENCRYPTION_SECRET_KEY", "k3y");
      expect(run(start).status).toBe(0);
      const probe = container.liveness_probe.exec.command;
      expect(run(probe).status).toBe(0);
      write("DB_USER", "acme__b");
      expect(run(probe).status).not.toBe(0);
      expect(run(start).status).toBe(0);
      expect(run(probe).status).toBe(0);
    } finally {
      fs.rmSync(root, { recursive: true });
    }
  });

  test("Metabase starts with its encryption key, and never without one", () => {
    const { root, write, run } = sandbox();
    try {
      write("DB_USER", "acme__a");
      const without = run(metabase.command);
      expect([without.status === 0, String(without.stdout)]).toEqual([false, ""]);
      write("MB_ENCRYPTION_SECRET_KEY", "k3y");
      expect(String(run(metabase.command).stdout)).toBe("key=k3y\n");
    } finally {
      fs.rmSync(root, { recursive: true });
    }
  });

  test("one that reads them again keeps its own health probe, without a script", () => {
    const rereading = { kind: "container", name: "api", image, onRotation: "reread" };
    const container = containerOf(podsOf(stackOf("password", rereading), "api"));
    expect(container.liveness_probe.http_get.path).toBe("/healthz");
    expect([container.lifecycle, container.command]).toEqual([undefined, undefined]);
  });
});
