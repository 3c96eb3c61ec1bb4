import fs from "node:fs";
import path from "node:path";
import { anyIsolation, Harness, type TestOrganization } from "./support/harness";

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.stop());

const ask = (task: string, organization?: string) =>
  harness.invoke({ version: 2, task, ...(organization !== undefined && { organization }) });
const open = (organization: TestOrganization) => harness.open(harness.content(organization));

interface Activity {
  readonly sessions: readonly Readonly<Record<string, unknown>>[];
}

test("sessions are shown by login, with transactions and locks, and without their statements", async () => {
  const [busy, quiet] = [await harness.provisioned("busy"), await harness.provisioned("quiet")];
  const clients = [await open(busy), await open(busy), await open(quiet)];
  await clients[0]?.query(
    "BEGIN; CREATE TABLE held (); SELECT pg_advisory_lock(i) FROM generate_series(1, 50) i",
  );
  await clients[2]?.query("SELECT 'private'");
  const { sessions } = (await ask("sessions")) as Activity;
  const of = (login: string) => sessions.filter((one) => one.login === login);
  expect(of("busy__a")).toEqual([
    {
      login: "busy__a",
      database: "busy",
      sessions: 2,
      idleInTransaction: 1,
      transactionSeconds: expect.any(Number),
      transactionIds: expect.any(Number),
      locks: expect.any(Number),
    },
  ]);
  expect(of("busy__a")[0]?.locks).toBeGreaterThan(50);
  expect(of("quiet__a")).toMatchObject([{ sessions: 1, idleInTransaction: 0, locks: 0 }]);
  expect(sessions.map(({ login }) => login).indexOf("busy__a")).toBe(0);
  expect(JSON.stringify(sessions)).not.toContain("private");
  await Promise.all(clients.map((client) => client.end()));
});

test("an organization sees its own sessions with the query in the documents", async () => {
  const page = path.resolve(__dirname, "../../../docs/troubleshooting.md");
  const [, statements = ""] = /```sql\n([^`]+)```/.exec(fs.readFileSync(page, "utf8")) ?? [];
  const organization = await harness.provisioned("looking", anyIsolation);
  const [client, other] = [await open(organization), await open(organization)];
  const results = await client.query(statements);
  const { rows } = (Array.isArray(results) ? results : [results]).at(-1);
  expect(rows.map(({ state }: { state: string }) => state).sort()).toEqual(["active", "idle"]);
  await Promise.all([client.end(), other.end()]);
});

test("sessions of one organization end, and it may connect again", async () => {
  const [ended, other] = [
    await harness.provisioned("ended", anyIsolation),
    await harness.provisioned("other", anyIsolation),
  ];
  const [client, neighbour] = [await open(ended), await open(other)];
  expect(await ask("endSessions", "ended")).toEqual({ organization: "ended", ended: 1 });
  await expect(client.query("SELECT 1")).rejects.toThrow();
  await neighbour.query("SELECT 1");
  await (await open(ended)).end();
  await neighbour.end();
});

test.each(["schema", "database"])(
  "an organization that a snapshot brought back is locked out, and repaired (%s)",
  async (isolation) => {
    const name = `back-${isolation}`;
    const organization = await harness.provisioned(name, { isolation });
    await harness.as(harness.content(organization), (one) => one.query("CREATE TABLE kept ()"));
    const client = await open(organization);
    const [a, b] = ["a", "b"].map((login) => `back_${isolation}__${login}`);
    expect(await ask("lockOut", name)).toEqual({ organization: name, locked: [a, b], ended: 1 });
    await expect(client.query("SELECT 1")).rejects.toThrow();
    await expect(open(organization)).rejects.toThrow(
      /not permitted to log in|password authentication failed/,
    );
    expect(await ask("lockOut", name)).toEqual({ organization: name, locked: [a, b], ended: 0 });
    await harness.invoke(organization.event);
    await harness.as(harness.content(organization), (one) => one.query("SELECT FROM kept"));
  },
);

test("locking an unknown organization changes nothing", async () => {
  expect(await ask("lockOut", "never-was")).toEqual({ organization: "never-was", locked: [], ended: 0 });
});
