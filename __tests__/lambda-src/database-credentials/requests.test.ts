import { oneOf } from "../../support/effort";
import { Harness, type TestOrganization } from "./support/harness";
import { master, sharedDatabase } from "./support/postgres";

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.stop());

const limits = { connectionLimit: 5, statementTimeoutSeconds: 0, idleInTransactionTimeoutSeconds: 60 };

/** A request of version 2 for an organization whose secret is there. */
const request = ({ name, secretArn }: TestOrganization, task: string, changes = {}) => ({
  version: 2,
  task,
  organization: name,
  isolation: "database",
  authentication: "password",
  secretArn,
  generatedSecretArns: [],
  logins: { application: limits },
  ...changes,
});

describe.each(oneOf(["schema", "database"]))("a repair (%s)", (isolation) => {
  const broken: [string, (organization: TestOrganization, stem: string) => Promise<unknown>, RegExp][] = [
    [
      "a login that is locked",
      (_, stem) => harness.postgres.asSuperuser(`ALTER ROLE ${stem}__b NOLOGIN`),
      /Role \w+__b could not log in/,
    ],
    [
      "a password that is another one",
      (_, stem) => harness.postgres.asSuperuser(`ALTER ROLE ${stem}__a PASSWORD 'changed'`),
      /The credentials in the secret did not work/,
    ],
    [
      "a secret without credentials",
      async ({ secretArn }) => harness.secrets.put(secretArn, "nothing of use"),
      /contained something other/,
    ],
  ];

  test.each(broken)("fixes %s, says so, and finds nothing the next time", async (what, spoil, sentence) => {
    const name = `repaired-${isolation}-${what.split(" ").at(-1)}`;
    const organization = harness.organization(name);
    await harness.invoke(request(organization, "provision", { isolation }));
    await spoil(organization, name.replaceAll("-", "_"));
    const repair = request(organization, "repair", { isolation });
    expect(await harness.invoke(repair)).toEqual({
      organization: name,
      repaired: [expect.stringMatching(sentence)],
    });
    await harness.as(harness.content(organization), (client) => client.query("CREATE TABLE mine ()"));
    expect(await harness.invoke(repair)).toEqual({ organization: name, repaired: [] });
  });
});

test("a repair creates a missing database, and everything where nothing exists", async () => {
  const organization = harness.organization("vanished");
  const first = (await harness.invoke(request(organization, "repair"))) as { repaired: string[] };
  expect(first.repaired).toEqual(
    expect.arrayContaining(["There was no role vanished__owner.", "The secret had no value."]),
  );
  await harness.postgres.asSuperuser("DROP DATABASE vanished WITH (FORCE)");
  const second = (await harness.invoke(request(organization, "repair"))) as { repaired: string[] };
  expect(second.repaired).toContain("There was no database vanished.");
  await harness.as(harness.content(organization), (client) => client.query("CREATE TABLE mine ()"));
});

describe.each(oneOf(["schema", "database"]))("a read-only login (%s)", (isolation) => {
  const name = `read-${isolation}`;
  const stem = `read_${isolation}`;
  let organization: TestOrganization;
  beforeAll(async () => {
    organization = harness.organization(name);
    await harness.invoke(request(organization, "provision", { isolation }));
    await as("CREATE TABLE before_it AS SELECT 1 AS value");
    const logins = { application: limits, readOnly: { ...limits, connectionLimit: 2 } };
    await harness.invoke(request(organization, "provision", { isolation, logins }));
    if (isolation === "schema") {
      // As an earlier version of the function left it.
      await harness.postgres.asSuperuser(
        `BEGIN; SET LOCAL ROLE ${master.username}; GRANT ${sharedDatabase}_tenants TO ${stem}__ro; COMMIT`,
      );
      await harness.invoke(request(organization, "provision", { isolation, logins }));
    }
    await as("CREATE TABLE after_it AS SELECT 2 AS value");
  });

  const as = (statement: string) =>
    harness.as(harness.content(organization), (client) => client.query(statement));
  const reader = (statement: string) => {
    const { database } = harness.content(organization);
    return harness.as({ username: `${stem}__ro`, database }, (client) => client.query(statement));
  };

  test("reads existing and later objects", async () => {
    for (const table of ["before_it", "after_it"])
      expect((await reader(`SELECT value FROM ${table}`)).rows).toHaveLength(1);
  });

  test.each([
    "INSERT INTO after_it VALUES (3)",
    "DELETE FROM before_it",
    "CREATE TABLE mine ()",
    "CREATE TEMPORARY TABLE mine ()",
    "CREATE SCHEMA mine",
    "DROP TABLE after_it",
    `SET ROLE ${stem}__owner`,
  ])("cannot %s, not even in a read-write transaction", async (statement) => {
    await expect(reader(`BEGIN READ WRITE; ${statement}`)).rejects.toThrow(
      /permission denied|must be owner|no schema has been/,
    );
  });

  test("is locked when config no longer names it, and its sessions end", async () => {
    const { database } = harness.content(organization);
    const session = await harness.open({ username: `${stem}__ro`, database });
    await harness.invoke(request(organization, "provision", { isolation }));
    await expect(reader("SELECT 1")).rejects.toThrow(/not permitted to log in/);
    await expect(session.query("SELECT 1")).rejects.toThrow();
  });
});

test.each(["password", "iam"])("a rotation leaves a read-only login alone (%s)", async (authentication) => {
  const organization = harness.organization(`reading-${authentication}`);
  const logins = { application: limits, readOnly: limits };
  await harness.invoke(request(organization, "provision", { authentication, logins }));
  // The second one locks logins of a method that is not used any more.
  await harness.rotate(organization);
  await harness.rotate(organization);
  const { database } = harness.content(organization);
  await harness.as({ username: `reading_${authentication}__ro`, database }, (client) =>
    client.query("SELECT 1"),
  );
});

test("a limit of zero seconds is no limit, and limits survive a rotation, whose event does not contain them", async () => {
  const organization = harness.organization("limited");
  await harness.invoke(request(organization, "provision"));
  await harness.rotate(organization);
  const { rows } = await harness.as(harness.content(organization), (client) =>
    client.query(
      "SELECT current_setting('statement_timeout') AS timeout, rolconnlimit FROM pg_roles WHERE rolname = session_user",
    ),
  );
  expect(rows).toEqual([{ timeout: "0", rolconnlimit: 5 }]);
});

test.each([
  [{ version: 3 }, /version/],
  [{ task: "destroy" }, /task/],
  [{ password: "x" }, /Unrecognized key/],
  [{ logins: { application: { ...limits, connectionLimit: 0 } } }, /connectionLimit/],
])("refuses a request with %j", async (changes, message) => {
  await expect(harness.invoke(request(harness.organization("strict"), "provision", changes))).rejects.toThrow(
    message,
  );
});
