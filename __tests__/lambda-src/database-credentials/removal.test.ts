import { oneOf, shareOf } from "../../support/effort";
import { anyIsolation, Harness, type TestOrganization } from "./support/harness";
import { master } from "./support/postgres";

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.stop());

const tags = { DropDataOnRemoval: "true" };

const rolesOf = async (stem: string) =>
  (await harness.postgres.asSuperuser(`SELECT FROM pg_roles WHERE rolname LIKE '${stem}\\_\\_%'`)).length;

/** Runs a statement as an organization, `%` being the one that leaves. */
const as = (organization: TestOrganization, statement: string) =>
  harness.as(harness.content(organization), (client) => client.query(statement));

const isolations = ["schema", "database"];

describe("an organization is removed with its data", () => {
  const leaving = (suffix: string, isolation: string) =>
    harness.provisioned(`leaver-${suffix}-${isolation}`, { isolation }, tags);

  /** Removes it and looks whether anything is left. */
  async function removed(organization: TestOrganization): Promise<void> {
    const stem = organization.name.replaceAll("-", "_");
    const { logs } = harness;
    const before = logs.length;
    expect(await harness.remove(organization)).toEqual({
      organization: organization.name,
      dataDropped: true,
      rolesLeft: [],
    });
    expect(await rolesOf(stem)).toBe(0);
    expect(await harness.postgres.asSuperuser(`SELECT FROM pg_database WHERE datname = '${stem}'`)).toEqual(
      [],
    );
    expect(logs.slice(before).join("\n")).not.toContain("Roles stay");
  }

  const given: [what: string, statement: string][] = [
    [
      "a table, with the right to hand it on",
      "CREATE TABLE t (i int); GRANT SELECT ON t TO % WITH GRANT OPTION",
    ],
    ["a column", "CREATE TABLE t (i int); GRANT UPDATE (i) ON t TO %"],
    ["a sequence", "CREATE SEQUENCE s; GRANT USAGE ON s TO %"],
    [
      "a function",
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; GRANT EXECUTE ON FUNCTION f() TO %",
    ],
    ["a type", "CREATE TYPE mood AS ENUM ('fine'); GRANT USAGE ON TYPE mood TO %"],
    ["a large object", "SELECT lo_create(471#); GRANT SELECT ON LARGE OBJECT 471# TO %"],
    ["what it makes later", "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO %"],
    ["rows, by a policy", "CREATE TABLE t (i int); CREATE POLICY p ON t TO %"],
    [
      "its schema, public where that is",
      "DO $$ BEGIN EXECUTE 'GRANT ALL ON SCHEMA ' || quote_ident(current_schema()) || ' TO %'; END $$",
    ],
  ];
  const rows = isolations.flatMap((isolation, turn) =>
    shareOf(given, 5 * turn, given.length).map(([what, statement]): [string, string, string] => [
      what,
      isolation,
      statement,
    ]),
  );
  test.each(rows)("although others granted %s to its roles (%s)", async (what, isolation, statement) => {
    const suffix = what.split(" ").slice(0, 2).join("-").replace(",", "");
    const organization = await leaving(suffix, isolation);
    const stem = organization.name.replaceAll("-", "_");
    const givers = await Promise.all(
      ["schema", "database"].map((mode) =>
        harness.provisioned(`giver-${suffix}-${isolation}-${mode}`, { isolation: mode }),
      ),
    );
    const roles = `${stem}__owner, ${stem}__a`;
    for (const giver of givers)
      await as(giver, statement.replaceAll("%", roles).replaceAll("#", isolation === "schema" ? "1" : "2"));
    await removed(organization);
    for (const giver of givers) await as(giver, "SELECT 1");
  });

  test.each(isolations)(
    "although its roles name each other, as those of a login that reads do (%s)",
    async (isolation) => {
      const organization = await leaving("reading", isolation);
      const { connectionLimit, ...others } = organization.event;
      const limits = { connectionLimit, statementTimeoutSeconds: 60, idleInTransactionTimeoutSeconds: 60 };
      const logins = { application: limits, readOnly: limits };
      await harness.invoke({ ...others, version: 2, task: "provision", generatedSecretArns: [], logins });
      const login = `${organization.name.replaceAll("-", "_")}__a`;
      await as(
        organization,
        `CREATE TABLE t (i int); GRANT SELECT ON t TO ${login}; CREATE POLICY p ON t TO ${login};
       ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO ${login}; SET ROLE NONE;
       ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO ${login.replace("__a", "__owner")}`,
      );
      await removed(organization);
    },
  );

  test.each(oneOf(isolations))(
    "although a schema and a database are open to it, what it owns there included (%s)",
    async (isolation) => {
      const organization = await leaving("guest", isolation);
      const stem = organization.name.replaceAll("-", "_");
      const host = await harness.provisioned(`host-${isolation}`);
      await as(
        host,
        `GRANT CONNECT, CREATE ON DATABASE host_${isolation} TO ${stem}__a, ${stem}__owner; CREATE SCHEMA guests;
       GRANT ALL ON SCHEMA guests TO ${stem}__owner`,
      );
      const { username, password } = harness.content(organization);
      await harness.as({ username, password, database: `host_${isolation}` }, (client) =>
        client.query("CREATE TABLE guests.left_here (); CREATE SCHEMA own; CREATE TABLE own.too ()"),
      );
      await as(host, `REVOKE CONNECT ON DATABASE host_${isolation} FROM ${master.username}`);
      await removed(organization);
    },
  );

  test.each(oneOf(isolations, 1))(
    "although others own what is in its schema, and hold a lock on what is its own (%s)",
    async (isolation) => {
      const organization = await leaving("crowded", isolation);
      const stem = organization.name.replaceAll("-", "_");
      const place = isolation === "schema" ? stem : "public";
      const guest = await harness.provisioned(`crowd-${isolation}`, { isolation: "schema" });
      await as(
        organization,
        `CREATE TABLE ${place}.shown (i int); GRANT ALL ON ${place}.shown TO crowd_${isolation}__owner;
       GRANT ALL ON SCHEMA ${place} TO crowd_${isolation}__owner`,
      );
      if (isolation === "database")
        await as(organization, `GRANT CONNECT ON DATABASE ${stem} TO crowd_${isolation}__a`);
      const { username, password } = harness.content(guest);
      const session = await harness.open({
        username,
        password,
        database: harness.content(organization).database,
      });
      await session.query(`CREATE TABLE ${place}.theirs ()`);
      await session.query(`BEGIN; LOCK TABLE ${place}.shown IN ACCESS EXCLUSIVE MODE`);
      await removed(organization);
      await session.end().catch(() => {});
    },
  );

  test.each(oneOf(isolations, 2))(
    "although the master user has a session in its database (%s)",
    async (isolation) => {
      const organization = await leaving("watched", isolation);
      const { database } = harness.content(organization);
      const person = await harness.postgres.connect({
        user: master.username,
        password: master.password,
        database,
      });
      await person.query("BEGIN; SELECT 1");
      await removed(organization);
      await person.end().catch(() => {});
    },
  );

  test.each(oneOf(isolations, 3))("although a grant to it has not been committed (%s)", async (isolation) => {
    const organization = await leaving("pending", isolation);
    const stem = organization.name.replaceAll("-", "_");
    const giver = await harness.provisioned(`undecided-${isolation}`);
    const session = await harness.open(harness.content(giver));
    await session.query(`CREATE TABLE t (i int); BEGIN; GRANT SELECT ON t TO ${stem}__owner, ${stem}__a`);
    await removed(organization);
    await session.end().catch(() => {});
  });
});

describe("a database", () => {
  test("that its owner marked as a template is dropped", async () => {
    const organization = await harness.provisioned("templated", {}, tags);
    await as(organization, "ALTER DATABASE templated IS_TEMPLATE true CONNECTION LIMIT 0");
    expect(await harness.remove(organization)).toMatchObject({ dataDropped: true });
    expect(await rolesOf("templated")).toBe(0);
  });

  test("whose removal was interrupted is dropped, and created again when it is provisioned again", async () => {
    const organization = await harness.provisioned("halved", {}, tags);
    const cut = "UPDATE pg_database SET datconnlimit = -2 WHERE datname = 'halved'";
    await harness.postgres.asSuperuser(cut);
    await harness.invoke(organization.event);
    await as(organization, "CREATE TABLE mine ()");
    await harness.postgres.asSuperuser(cut);
    expect(await harness.remove(organization)).toMatchObject({ dataDropped: true });
    expect(await rolesOf("halved")).toBe(0);
  });

  test("with sessions of RDS remains closed, and the error names them", async () => {
    const organization = await harness.provisioned("inspected", {}, tags);
    const { password } = { password: "known-to-rds-alone" };
    const inspector = await harness.postgres.connect({ user: "rdsadmin", password, database: "inspected" });
    await expect(harness.remove(organization)).rejects.toThrow(
      /Database inspected is closed, and cannot be dropped while it is in use: rdsadmin with/,
    );
    await expect(harness.open(harness.content(organization))).rejects.toThrow();
    await inspector.end();
    expect(await harness.remove(organization)).toMatchObject({ dataDropped: true });
  });
});

describe("leftovers of a removed organization", () => {
  const removeLeftovers = (organization: string) =>
    harness.invoke({ version: 2, task: "removeLeftovers", organization });

  test.each(oneOf(isolations))("are dropped when requested by name (%s)", async (isolation) => {
    const name = `left-${isolation}`;
    const organization = await harness.provisioned(name, { isolation });
    await as(organization, "CREATE TABLE kept AS SELECT 1 AS value");
    await harness.remove(organization);
    harness.secrets.forget(organization.secretArn);
    expect(await removeLeftovers(name)).toEqual({ organization: name, dataDropped: true, rolesLeft: [] });
    expect(await rolesOf(name.replace("-", "_"))).toBe(0);
    expect(await removeLeftovers(name)).toEqual({ organization: name, dataDropped: true, rolesLeft: [] });
  });

  test("are not dropped while the organization exists", async () => {
    const organization = await harness.provisioned("alive", anyIsolation);
    await expect(removeLeftovers("alive")).rejects.toThrow(
      /alive__a, alive__b can log in. Destroy its stack, or lock it/,
    );
    await as(organization, "SELECT 1");
  });

  test("block an organization with a lost encryption key until they are dropped", async () => {
    const keyed = { Organization: "reborn", Environment: "test" };
    const key = harness.secrets.create("reborn-test-metabase-encryption-key", keyed);
    const organization = await harness.provisioned("reborn", { ...anyIsolation, generatedSecretArns: [key] });
    await harness.remove(organization);
    harness.secrets.forget(key);
    const again = harness.secrets.create("reborn-test-metabase-encryption-key", keyed);
    const event = { ...organization.event, generatedSecretArns: [again] };
    await expect(harness.invoke(event)).rejects.toThrow(/npm run leftovers -- test reborn --drop/);
    await harness.remove(organization);
    await removeLeftovers("reborn");
    await harness.invoke(event);
    expect(harness.secrets.text(again)).toMatch(/^[A-Za-z0-9]{64}$/);
  });
});

test("the master user may revoke rds_password where no organization ever had a password", async () => {
  const organization = await harness.provisioned("without-passwords", {
    ...anyIsolation,
    authentication: "iam",
  });
  await harness.postgres.asSuperuser(
    `SET ROLE ${master.username}; REVOKE rds_password FROM ${master.username}`,
  );
  const mayChange = async () =>
    (
      await harness.postgres.asSuperuser<{ may: boolean }>(
        `SELECT pg_has_role('${master.username}', 'rds_password', 'USAGE') AS may`,
      )
    )[0]?.may;
  expect(await mayChange()).toBe(false);
  await harness.remove(organization);
  expect(await mayChange()).toBe(true);
});
