import { full, oneOf, shareOf } from "../../support/effort";
import { anyIsolation, Harness, type TestOrganization } from "./support/harness";
import { sharedDatabase } from "./support/postgres";

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.stop());

const modes = ["schema", "database", "instance"] as const;

/** Everything PostgreSQL knows about who may do what. */
const catalog = () =>
  harness.postgres.asSuperuser(`
    SELECT rolname AS name, row_to_json(r)::jsonb - 'oid' - 'rolpassword' AS facts FROM pg_roles r
    UNION ALL SELECT datname, jsonb_build_array(datdba, datacl::text, datallowconn) FROM pg_database
    UNION ALL SELECT m::text, to_jsonb(m) - 'oid' FROM pg_auth_members m
    UNION ALL SELECT 'setting', to_jsonb(s) FROM pg_db_role_setting s
    ORDER BY 1, 2`);

describe.each(modes)("an organization with isolation %s", (isolation) => {
  const stem = `fresh_${isolation}`;
  let organization: TestOrganization;
  let returned: unknown;
  beforeAll(async () => {
    organization = harness.organization(`fresh-${isolation}`, { isolation });
    returned = await harness.invoke(organization.event);
  });

  test("has a secret with the keys that applications mount, as strings", () => {
    expect(harness.content(organization)).toEqual({
      engine: "postgres",
      host: "localhost",
      port: String(harness.postgres.port),
      database: isolation === "schema" ? sharedDatabase : stem,
      username: `${stem}__a`,
      password: expect.stringMatching(/^[A-Za-z0-9]{40}$/),
      sslmode: "verify-full",
      written: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
  });

  test("has credentials that work: it creates, writes and reads", async () => {
    const rows = await harness.as(harness.content(organization), async (client) => {
      await client.query("CREATE TABLE notes (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text)");
      await client.query("INSERT INTO notes (text) VALUES ('first')");
      return (await client.query("SELECT text FROM notes")).rows;
    });
    expect(rows).toEqual([{ text: "first" }]);
  });

  test("has the extension that Metabase's migrations create", async () => {
    const { rows } = await harness.as(harness.content(organization), async (client) => {
      const schema = isolation === "schema" ? "" : " WITH SCHEMA public";
      await client.query(`CREATE EXTENSION IF NOT EXISTS citext${schema}`);
      return client.query("SELECT 'A'::citext = 'a'::citext AS equal");
    });
    expect(rows).toEqual([{ equal: true }]);
  });

  test("has an owner that cannot log in, and two logins with limits", async () => {
    const rows = await harness.postgres.asSuperuser(
      `SELECT rolname, rolcanlogin, rolconnlimit, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication
              OR rolbypassrls AS privileged, (SELECT array_agg(c ORDER BY c) FROM unnest(setconfig) c) AS settings
       FROM pg_roles LEFT JOIN pg_db_role_setting ON setrole = pg_roles.oid AND setdatabase = 0
       WHERE rolname LIKE '${stem}\\_%' ORDER BY rolname`,
    );
    const login = {
      rolcanlogin: true,
      rolconnlimit: 5,
      privileged: false,
      settings: ["idle_in_transaction_session_timeout=60s", `role=${stem}__owner`, "statement_timeout=300s"],
    };
    expect(rows).toEqual([
      { rolname: `${stem}__a`, ...login },
      { rolname: `${stem}__b`, ...login },
      { rolname: `${stem}__owner`, rolcanlogin: false, rolconnlimit: -1, privileged: false, settings: null },
    ]);
  });

  test("has logins without rights of their own: the owner owns everything that they create", async () => {
    await harness.as(harness.content(organization), async (client) => {
      await client.query("DISCARD ALL");
      await client.query("CREATE TABLE after_reset ()");
      const { rows } = await client.query("SELECT tableowner FROM pg_tables WHERE tablename = 'after_reset'");
      expect(rows).toEqual([{ tableowner: `${stem}__owner` }]);
      await client.query("SET ROLE NONE");
      await expect(client.query("CREATE TABLE own ()")).rejects.toThrow(
        /permission denied|no schema has been/,
      );
    });
  });

  test("receives only names in response", () => {
    expect(returned).toEqual({
      organization: organization.name,
      database: isolation === "schema" ? sharedDatabase : stem,
      schema: isolation === "schema" ? stem : "public",
      owner: `${stem}__owner`,
    });
  });

  test("is unchanged when it is provisioned again", async () => {
    const before = { text: harness.secrets.text(organization.secretArn), catalog: await catalog() };
    await harness.invoke(organization.event);
    expect({ text: harness.secrets.text(organization.secretArn), catalog: await catalog() }).toEqual(before);
  });

  test("is repaired when parts are missing, with the password that pods have", async () => {
    const held = harness.content(organization);
    await harness.postgres.asSuperuser(
      `ALTER ROLE ${stem}__a NOLOGIN PASSWORD 'changed-by-hand' CONNECTION LIMIT 0;
       ALTER ROLE ${stem}__a RESET ALL; SET ROLE dbadmin; REVOKE ${stem}__owner FROM ${stem}__a; RESET ROLE;
       GRANT CONNECT ON DATABASE ${held.database} TO PUBLIC; GRANT CONNECT ON DATABASE postgres TO PUBLIC`,
    );
    await expect(harness.open(held)).rejects.toThrow();
    await harness.invoke(organization.event);
    expect(harness.content(organization)).toEqual(held);
    await harness.as(held, (client) => client.query("INSERT INTO notes (text) VALUES ('repaired')"));
    const open = await harness.postgres.asSuperuser(
      "SELECT datname FROM pg_database, aclexplode(datacl) WHERE grantee = 0 AND datname NOT LIKE 'template%'",
    );
    expect(open).toEqual([]);
  });
});
describe("the secret", () => {
  test("is rewritten if the function did not write its value", async () => {
    const organization = harness.organization("typed", anyIsolation);
    harness.secrets.put(organization.secretArn, "postgresql://other:typed@elsewhere/db");
    await harness.invoke(organization.event);
    await harness.as(harness.content(organization), (client) => client.query("SELECT 1"));
  });

  test("follows a change of isolation; data and the login of pods remain", async () => {
    const organization = await harness.provisioned("moving", { isolation: "schema" });
    const before = harness.content(organization);
    await harness.as(before, (client) => client.query("CREATE TABLE kept ()"));
    await harness.invoke({ ...organization.event, isolation: "database" });
    expect(harness.content(organization)).toEqual({
      ...before,
      database: "moving",
      written: expect.any(String),
    });
    await harness.as(before, (client) => client.query("SELECT FROM kept"));
  });

  test("has a new password if the instance was replaced", async () => {
    const organization = harness.organization("migrated");
    const elsewhere = { engine: "postgres", host: "old.example", port: "5432", sslmode: "verify-full" };
    harness.secrets.put(
      organization.secretArn,
      JSON.stringify({
        ...elsewhere,
        database: "migrated",
        username: "migrated__a",
        password: "of-the-old-instance",
      }),
    );
    await harness.invoke(organization.event);
    expect(harness.content(organization)).toMatchObject({ host: "localhost", username: "migrated__a" });
    expect(harness.content(organization).password).not.toBe("of-the-old-instance");
  });

  test("has no password with IAM authentication, and the login is a member of rds_iam", async () => {
    const organization = await harness.provisioned("tokens", { ...anyIsolation, authentication: "iam" });
    const content = harness.content(organization);
    expect(Object.keys(content)).toEqual([
      "engine",
      "host",
      "port",
      "database",
      "username",
      "sslmode",
      "written",
    ]);
    const [row] = await harness.postgres.asSuperuser(
      `SELECT rolpassword IS NULL AS passwordless, pg_has_role('tokens__iam', 'rds_iam', 'USAGE') AS token
       FROM pg_authid WHERE rolname = 'tokens__iam'`,
    );
    expect(row).toEqual({ passwordless: true, token: true });
    await harness.as(content, (client) => client.query("CREATE TABLE made_with_token ()"));
  });

  test("an application's key is written once and never changed", async () => {
    const tags = { Organization: "keyed", Environment: "test" };
    const key = harness.secrets.create("keyed-test-metabase-encryption-key", tags);
    const organization = await harness.provisioned("keyed", { ...anyIsolation, generatedSecretArns: [key] });
    const written = harness.secrets.text(key);
    expect(written).toMatch(/^[A-Za-z0-9]{64}$/);
    await harness.invoke(organization.event);
    expect(harness.secrets.text(key)).toBe(written);
  });

  test("is not replaced when it is missing while data exist", async () => {
    const [name, tags] = [
      "careful-test-metabase-encryption-key",
      { Organization: "careful", Environment: "test" },
    ];
    const key = harness.secrets.create(name, tags);
    const organization = await harness.provisioned("careful", {
      ...anyIsolation,
      generatedSecretArns: [key],
    });
    harness.secrets.forget(key);
    const empty = harness.secrets.create(name, tags);
    const again = { ...organization.event, generatedSecretArns: [empty] };
    await expect(harness.invoke(again)).rejects.toThrow(/has lost its value/);
    expect(harness.secrets.text(empty)).toBeUndefined();
  });

  test("another application gets no key while data exist: it could not decrypt them", async () => {
    const tags = { Organization: "renaming", Environment: "test" };
    const key = harness.secrets.create("renaming-test-metabase-encryption-key", tags);
    const organization = await harness.provisioned("renaming", {
      ...anyIsolation,
      generatedSecretArns: [key],
    });
    const other = harness.secrets.create("renaming-test-reports-encryption-key", tags);
    const renamed = { ...organization.event, generatedSecretArns: [other] };
    await expect(harness.invoke(renamed)).rejects.toThrow(
      /encrypted with renaming-test-metabase-encryption-key still exists.*earlier name/,
    );
    expect(harness.secrets.text(other)).toBeUndefined();
  });
});

describe("concurrent provisioning", () => {
  test("of many organizations succeeds for each", async () => {
    const names = Array.from({ length: full(3, 8) }, (_, index) => `parallel-${index}`);
    const organizations = await Promise.all(
      names.map((name, index) => harness.provisioned(name, { isolation: modes[index % 3] })),
    );
    for (const organization of organizations)
      await harness.as(harness.content(organization), (client) => client.query("CREATE TABLE mine ()"));
  });

  test("of one organization writes one version of its secret", async () => {
    const { event, secretArn } = harness.organization("twice", anyIsolation);
    await Promise.all([harness.invoke(event), harness.invoke(event), harness.invoke(event)]);
    expect(Object.values(harness.secrets.stages(secretArn))).toEqual([["AWSCURRENT"]]);
  });
});
test.each(oneOf(["schema", "database"]))(
  "that is killed at any step finishes in the next run (%s)",
  async (isolation) => {
    const organization = harness.organization(`killed-${isolation}`, { isolation });
    let step = 0;
    while (!(await harness.killedBefore(step, () => harness.invoke(organization.event)))) step += full(13, 1);
    expect(step).toBeGreaterThan(50);
    await harness.as(harness.content(organization), (client) => client.query("CREATE TABLE mine ()"));
    expect(Object.values(harness.secrets.stages(organization.secretArn))).toEqual([["AWSCURRENT"]]);
  },
);
test.each(shareOf(["order", "user", "x", "with-many-hyphens", "a".repeat(56)], 1, 3))(
  "an organization may be called %s",
  async (name) => {
    for (const isolation of oneOf(["schema", "database"], name.length)) {
      const organization = await harness.provisioned(name, { isolation });
      await harness.rotate(organization);
      await harness.as(harness.content(organization), (client) => client.query("CREATE TABLE mine ()"));
    }
  },
);
test("provisions although pods hold as many connections as the login may", async () => {
  const organization = await harness.provisioned("busy", { ...anyIsolation, connectionLimit: 1 });
  await harness.as(harness.content(organization), () => harness.invoke(organization.event));
  expect(harness.logs.filter((line) => line.includes("Rights not verified"))).toHaveLength(1);
});
test("no password shows in a log, a returned value, an error or PostgreSQL's log", () => {
  expect(harness.secrets.texts.length).toBeGreaterThan(20);
  expect(harness.leaks()).toEqual([]);
});
