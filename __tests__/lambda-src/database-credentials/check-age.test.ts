import { Harness } from "./support/harness";
import { master } from "./support/postgres";

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.stop());

const schema = { isolation: "schema" };
const days = (count: number) => ({ RotationDays: String(count) });

/** Looks at the age of credentials; what the metric and the log say of it. */
async function look(): Promise<{ overdue: number; oldest: number; named: Record<string, string> }> {
  const since = harness.logs.length;
  expect(await harness.invoke({ check: "credential-age" })).toBeUndefined();
  const lines = harness.logs.slice(since).map((line) => JSON.parse(line));
  const overdue = lines.filter(({ message }) => message === "Credentials are overdue");
  const metrics = JSON.parse(harness.metrics.at(-1) as string);
  return {
    overdue: metrics.OverdueCredentials,
    oldest: metrics.OldestCredentialsDays,
    named: Object.fromEntries(overdue.map(({ organization, problem }) => [organization, problem])),
  };
}

test("credentials within their period, of whatever kind, are not overdue", async () => {
  await harness.provisioned("young", schema, days(30));
  const { secretArn } = await harness.provisioned("in-grace", { authentication: "iam" }, days(30));
  harness.secrets.age(secretArn, { sinceCreation: 300, sinceRotation: 33.9 });
  expect(await look()).toEqual({ overdue: 0, oldest: 33, named: {} });
});

test("a missed rotation is reported with its secret until it happens", async () => {
  const { secretArn } = await harness.provisioned("for-gotten", schema, days(7));
  harness.secrets.age(secretArn, { sinceCreation: 12 });
  expect(await look()).toMatchObject({ overdue: 1, named: { "for-gotten": "12 days old, allowed: 7" } });
  harness.secrets.age(secretArn, { sinceCreation: 100, sinceRotation: 12 });
  expect((await look()).overdue).toBe(1);
  harness.secrets.age(secretArn, { sinceCreation: 100, sinceRotation: 1 });
  expect((await look()).overdue).toBe(0);
});

test("a secret whose age is unknown is overdue", async () => {
  await harness.provisioned("untagged", schema);
  const deleted = await harness.provisioned("deleted", schema, days(7));
  harness.secrets.delete(deleted.secretArn);
  const lost = await harness.provisioned("lost", schema, days(7));
  harness.secrets.forget(lost.secretArn);
  expect(await look()).toMatchObject({
    overdue: 3,
    named: {
      untagged:
        "secret untagged-test-database-credentials has no valid tag RotationDays, or was never rotated",
      deleted: expect.stringMatching(/scheduled for deletion/),
      lost: "there is no secret lost-test-database-credentials",
    },
  });
  for (const name of ["untagged", "deleted", "lost"])
    await harness.postgres.asSuperuser(`ALTER ROLE ${name}__a NOLOGIN; ALTER ROLE ${name}__b NOLOGIN`);
});

test("a removed organization is not checked", async () => {
  const organization = await harness.provisioned("gone", {}, days(7));
  await harness.remove(organization);
  harness.secrets.forget(organization.secretArn);
  expect(await look()).toMatchObject({ overdue: 0, named: {} });
});

describe("one secret without a response", () => {
  test.each(["throttle", "cut before", "deny"] as const)("(%s) does not hide the others", async (fault) => {
    await harness.provisioned(`mute-${fault.replace(" ", "-")}`, schema, days(30));
    const { secretArn } = await harness.provisioned(`seen-${fault.replace(" ", "-")}`, schema, days(7));
    harness.secrets.age(secretArn, { sinceCreation: 12 });
    harness.secrets.fault = (_, secret) => (secret.startsWith("mute-") ? fault : undefined);
    const found = await look().finally(() => {
      harness.secrets.fault = undefined;
    });
    expect(Object.keys(found.named).sort()).toEqual(
      expect.arrayContaining([`mute-${fault.replace(" ", "-")}`, `seen-${fault.replace(" ", "-")}`]),
    );
    harness.secrets.age(secretArn, { sinceCreation: 1 });
  });

  test("a check that cannot read the database counts as overdue itself", async () => {
    const before = harness.metrics.length;
    harness.secrets.put(harness.masterSecretArn, "{}");
    await expect(harness.invoke({ check: "credential-age" })).rejects.toThrow(/contains no user name/);
    harness.secrets.put(harness.masterSecretArn, JSON.stringify(master));
    expect(harness.metrics.slice(before).map((line) => JSON.parse(line).OverdueCredentials)).toEqual([1]);
  });
});

test("a hundred organizations are checked at the same time", async () => {
  const roles = Array.from({ length: 100 }, (_, index) => `CREATE ROLE many${index}__a LOGIN`).join(";");
  await harness.postgres.asSuperuser(roles);
  let [under, most] = [0, 0];
  harness.secrets.delay = async () => {
    most = Math.max(most, ++under);
    await new Promise((resolve) => setTimeout(resolve, 50));
    under--;
  };
  const warnings: Error[] = [];
  const keep = (warning: Error) => warnings.push(warning);
  process.on("warning", keep);
  const { overdue } = await look();
  process.off("warning", keep);
  harness.secrets.delay = undefined;
  expect(overdue).toBeGreaterThanOrEqual(100);
  expect(warnings).toEqual([]);
  expect(most).toBeGreaterThan(10);
  await harness.postgres.asSuperuser(roles.replaceAll("CREATE ROLE", "DROP ROLE").replaceAll(" LOGIN", ""));
});

test("the metrics have the format that CloudWatch extracts from the log", async () => {
  await look();
  expect(JSON.parse(harness.metrics.at(-1) as string)).toEqual({
    _aws: {
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [
        {
          Namespace: "DatabaseCredentials",
          Dimensions: [["FunctionName"]],
          Metrics: [
            { Name: "OverdueCredentials", Unit: "Count" },
            { Name: "OldestCredentialsDays", Unit: "Count" },
          ],
        },
      ],
    },
    FunctionName: "test-database-credentials",
    OverdueCredentials: 0,
    OldestCredentialsDays: 33,
  });
});

test("reads the master's secret only, and calls nothing else", async () => {
  harness.secrets.actions.clear();
  await look();
  expect([...harness.secrets.actions].sort()).toEqual(["DescribeSecret", "GetSecretValue"]);
});

test.each([{ check: "something" }, { check: "credential-age", organization: "acme" }])(
  "refuses %j",
  async (event) => {
    await expect(harness.invoke(event)).rejects.toThrow(/Not a valid event/);
  },
);
