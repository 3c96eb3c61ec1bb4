import { Client } from "pg";
import { InstanceLogMetrics } from "../../src/monitoring/instance-log-metrics";
import { PostgresServer } from "../lambda-src/database-credentials/support/postgres";
import { environment } from "../support/fixtures";
import { synthesizeConstruct } from "../support/synthesize";
import { metricsOf } from "./support/log-filters";

const filters = Object.values(
  synthesizeConstruct(environment(), (scope) => {
    new InstanceLogMetrics(scope, "logs", { instanceName: "test-shared", logGroupName: "the-log" });
  }).resources("aws_cloudwatch_log_metric_filter"),
) as Parameters<typeof metricsOf>[0];

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.start();
  await server.asSuperuser(`
    CREATE ROLE acme LOGIN PASSWORD 'right' CONNECTION LIMIT 1;
    CREATE ROLE gone NOLOGIN PASSWORD 'right';
  `);
  await server.asSuperuser("CREATE DATABASE globex");
  await server.asSuperuser("REVOKE CONNECT ON DATABASE globex FROM PUBLIC");
});
afterAll(() => server.stop());

/** What a client that is refused leaves in PostgreSQL's log, as the metrics for which it counts. */
async function counted(attempt: () => Promise<unknown>): Promise<string[]> {
  const before = server.log().length;
  await expect(attempt()).rejects.toThrow();
  return server
    .log()
    .slice(before)
    .split("\n")
    .flatMap((line) => metricsOf(filters, line));
}

const as = (user: string, password: string, database = "postgres") =>
  server.connect({ user, password, database });

test.each([
  ["a wrong password", () => as("acme", "wrong")],
  ["a login that does not exist", () => as("missing", "wrong")],
  ["a login that was taken away", () => as("gone", "right")],
  ["a database of another organization", () => as("acme", "right", "globex")],
  [
    "no TLS",
    () => new Client({ host: server.host, port: server.port, user: "acme", database: "postgres" }).connect(),
  ],
])("PostgreSQL's words for %s count as one failed login", async (_, attempt) => {
  expect(await counted(attempt)).toEqual(["FailedLogins"]);
});

test("its message for a login at its connection limit counts as one refused connection", async () => {
  const first = await as("acme", "right");
  try {
    expect(await counted(() => as("acme", "right"))).toEqual(["RefusedConnections"]);
  } finally {
    await first.end();
  }
});

test("its message for a full lock table counts as one lock failure", async () => {
  const client = await server.connect({
    user: "rdsadmin",
    password: "known-to-rds-alone",
    database: "globex",
  });
  try {
    const all = "SELECT pg_advisory_lock(i) FROM generate_series(1, 1000000) i";
    expect(await counted(() => client.query(all))).toEqual(["LockFailures"]);
  } finally {
    await client.end();
  }
});

test("a successful login is not counted", async () => {
  const before = server.log().length;
  await (await as("acme", "right")).end();
  const lines = server.log().slice(before).split("\n");
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.flatMap((line) => metricsOf(filters, line))).toEqual([]);
});

test("its message for a process killed by the operating system counts as one memory failure", async () => {
  const before = server.log().length;
  const client = await as("acme", "right");
  const { rows } = await client.query("SELECT pg_backend_pid() AS pid");
  process.kill(rows[0].pid, "SIGKILL");
  // Every session ends, and PostgreSQL starts again.
  const since = () => server.log().slice(before);
  while (!since().includes("database system is ready to accept connections"))
    await new Promise((resolve) => setTimeout(resolve, 50));
  const failures = since()
    .split("\n")
    .flatMap((line) => metricsOf(filters, line));
  expect(failures).toEqual(["MemoryFailures"]);
});
