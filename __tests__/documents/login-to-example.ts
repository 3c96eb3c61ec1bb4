/**
 * The shipped example for real: Miniflux with the variables that config/dev and config/prod give it, as a user without
 * privileges on a read-only filesystem, against PostgreSQL with the roles and schema that the credentials function makes.
 * docs/examples/miniflux/try.sh builds Miniflux and calls this.
 */
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { generate } from "selfsigned";
import { Harness } from "../lambda-src/database-credentials/support/harness";
import { containerVariables } from "../support/container-variables";
import { shippedStacks } from "../support/environments";
import { freePort } from "../support/listening";

const password = "chosen by a writer";

/** As the pod's security context has it: another user, no capability, nothing to write to. */
const confined = [
  ["unshare", "--mount", "sh", "-c", 'mount -o bind,remount,ro / && exec "$@"', "sh"],
  ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", "--bounding-set=-all"],
].flat();

let harness: Harness;
let folder: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  harness = await Harness.start();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "miniflux-"));
  fs.chmodSync(folder, 0o755);
  fs.writeFileSync(path.join(folder, "ca.pem"), harness.postgres.tls.ca);
});

afterAll(async () => {
  const children = [...running];
  running.clear();
  for (const child of children) child.kill();
  await harness.stop();
  fs.rmSync(folder, { recursive: true });
});

/** A pod of the example. Its image says on which address it listens. */
class Pod {
  static async start(stackName: string, content: object, authorities = "ca.pem"): Promise<Pod> {
    const stack = shippedStacks().find(({ name }) => name === stackName);
    if (!stack) throw new Error(`there is no stack ${stackName}`);
    const secrets = { ...content, ADMIN_PASSWORD: password };
    const variables = containerVariables(stack, "miniflux", secrets, path.join(folder, authorities));
    return new Pod(await freePort(), variables);
  }

  log = "";
  restarts = -1;

  private constructor(
    readonly port: number,
    private readonly variables: Record<string, string>,
  ) {
    this.run();
  }

  private run(): void {
    this.restarts += 1;
    const [program = "", ...words] = [...confined, process.env.MINIFLUX as string];
    const child = spawn(program, words, {
      env: { PATH: process.env.PATH, ...this.variables, LISTEN_ADDR: `127.0.0.1:${this.port}` },
    });
    running.add(child);
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text) => {
        this.log += text;
      });
    // The kubelet starts a container again that ended.
    child.on("close", () => {
      if (running.delete(child) && this.restarts < 5) this.run();
    });
  }

  /** What the startup probe asks. */
  async isHealthy(): Promise<boolean> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const answer = await fetch(`http://127.0.0.1:${this.port}/healthz`).catch(() => undefined);
      if (answer?.ok) return true;
      await setTimeout(200);
    }
    return false;
  }

  /** Whether a browser is let in, through a port of the reader's machine. */
  async logsIn(secret: string): Promise<boolean> {
    const base = `http://localhost:${this.port}`;
    const page = await fetch(`${base}/`);
    const cookie = page.headers.getSetCookie().map((one) => one.split(";")[0]);
    const [, csrf = ""] = /name="csrf" value="([^"]+)"/.exec(await page.text()) ?? [];
    const answer = await fetch(`${base}/login`, {
      method: "POST",
      redirect: "manual",
      headers: {
        Cookie: cookie.join("; "),
        "Content-Type": "application/x-www-form-urlencoded",
        Origin: base,
      },
      body: new URLSearchParams({ csrf, username: "admin", password: secret }).toString(),
    });
    const next = answer.headers.get("location");
    if (next === null) return false;
    const cookies = [...cookie, ...answer.headers.getSetCookie().map((one) => one.split(";")[0])];
    const first = await fetch(new URL(next, base), { headers: { Cookie: cookies.join("; ") } });
    return /data-add-subscription-url/.test(await first.text());
  }
}

test("a deploy of dev ends with something that runs and can be logged in to", async () => {
  const content = harness.content(await harness.provisioned("globex", { isolation: "schema" }));
  const pod = await Pod.start("dev-org-globex", content);
  expect([await pod.isHealthy(), pod.log]).toEqual([true, expect.stringContaining("latest_version")]);
  expect([await pod.logsIn("another password"), await pod.logsIn(password)]).toEqual([false, true]);
  const tables = await harness.as(content, (client) =>
    client.query("SELECT schemaname, tableowner FROM pg_tables WHERE tablename = 'users'"),
  );
  expect(tables.rows).toEqual([{ schemaname: "globex", tableowner: "globex__owner" }]);
});

test("an update finds the tables there, and the administrator as it was", async () => {
  const content = harness.content(await harness.provisioned("initech", { isolation: "schema" }));
  const before = await Pod.start("prod-org-globex", content);
  expect(await before.isHealthy()).toBe(true);
  const after = await Pod.start("prod-org-globex", content);
  expect(await after.isHealthy()).toBe(true);
  for (const pod of [before, after]) expect([pod.restarts, await pod.logsIn(password)]).toEqual([0, true]);
});

test("a database that another authority vouches for is not taken", async () => {
  const content = harness.content(await harness.provisioned("hooli", { isolation: "schema" }));
  const { cert } = await generate([{ name: "commonName", value: "another authority" }]);
  fs.writeFileSync(path.join(folder, "other.pem"), cert);
  const pod = await Pod.start("dev-org-globex", content, "other.pem");
  expect([await pod.isHealthy(), pod.log]).toEqual([
    false,
    expect.stringContaining("certificate signed by unknown authority"),
  ]);
});
