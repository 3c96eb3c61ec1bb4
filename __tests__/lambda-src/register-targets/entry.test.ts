import { spawn } from "node:child_process";
import path from "node:path";
import { deploy } from "../support/deploy";
import { database, first } from "./support/databases";
import { LoadBalancerApi } from "./support/load-balancer-api";
import { NameServer } from "./support/name-server";
import { FakeTargetGroup } from "./support/target-group";

// A busy machine may need longer than Jest's five seconds.

const bundle = path.join(deploy({ source: "register-targets" }), "index.js");
const api = new LoadBalancerApi();
const names = new NameServer();
let endpoint = "";
let nameServer = "";

beforeAll(async () => {
  [endpoint, nameServer] = await Promise.all([api.start(), names.start()]);
});
afterAll(async () => {
  await Promise.all([api.stop(), names.stop()]);
});

/** Loads the bundle as Lambda does, with name servers on loopback, and invokes its handler once. */
const invocation = `
  const dns = require("node:dns/promises");
  const { Resolver } = dns;
  dns.Resolver = class extends Resolver {
    constructor(options) { super(options); this.setServers([process.env.TEST_NAME_SERVER]); }
  };
  const context = { awsRequestId: "request-1", getRemainingTimeInMillis: () => 300_000 };
  require(process.env.TEST_BUNDLE).handler({}, context).catch(() => process.exit(1));
`;

async function invoke(
  env: Record<string, string>,
): Promise<{ status: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ["-e", invocation], {
    env: { TEST_BUNDLE: bundle, TEST_NAME_SERVER: nameServer, ...env },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (output.stdout += chunk));
  child.stderr.on("data", (chunk) => (output.stderr += chunk));
  const status = await new Promise<number>((resolve) => child.on("close", resolve));
  return { status, ...output };
}

describe("the bundled function", () => {
  const environment = () => ({
    DATABASES: JSON.stringify([database()]),
    METRICS_NAMESPACE: "test/register-targets",
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "for-tests",
    AWS_SECRET_ACCESS_KEY: "for-tests",
    AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: endpoint,
  });

  test("works with environment variables only, and logs lines of JSON", async () => {
    const group = new FakeTargetGroup(Date.now, [{ address: first, port: 5432 }]);
    api.groups.set(database().targetGroupArn, group);
    names.reply = () => [first];
    const { status, stdout } = await invoke(environment());
    expect(status).toBe(0);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ message }) => message)).toEqual(["targets read", "reconciled", undefined]);
    expect(lines.at(-1)).toMatchObject({ Database: "shared", Reconciled: 1 });
  });

  test("does not start with an invalid configuration, and reports what is wrong", async () => {
    const { status, stderr } = await invoke({ ...environment(), DATABASES: "[]" });
    expect(status).not.toBe(0);
    expect(stderr).toContain("DATABASES is []; it must be a list that is not empty.");
  });
});
