import { atLeastOne } from "../../support/at-least-one";
import { full, oneOf, shareOf } from "../../support/effort";
import { anyIsolation, Harness, type TestOrganization } from "./support/harness";

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.stop());

/** Settings that the function makes, and everything else that roles or databases of an organization carry. */
const planted = (stem: string) =>
  harness.postgres.asSuperuser<{ text: string }>(
    `SELECT text FROM pg_db_role_setting
     LEFT JOIN pg_roles ON pg_roles.oid = setrole LEFT JOIN pg_database ON pg_database.oid = setdatabase,
     unnest(setconfig) text
     WHERE (rolname LIKE '${stem}\\_\\_%' OR datname = '${stem}')
       AND text NOT IN ('transaction_read_only=off', 'transaction_deferrable=off', 'transaction_isolation=read committed')
       AND text !~ '^(role=${stem}__owner|statement_timeout=300s|idle_in_transaction_session_timeout=60s|search_path=${stem}, extensions)$'`,
  );

describe("a stolen session", () => {
  test("ends at the rotation that replaces its password, whatever password it sets", async () => {
    const organization = await harness.provisioned("robbed", anyIsolation);
    const stolen = harness.content(organization);
    const thief = await harness.open(stolen);
    let mayChange = true;
    const changing = (async () => {
      while (mayChange)
        await thief
          .query("SET ROLE NONE; ALTER ROLE robbed__a PASSWORD 'evil'; RESET ROLE")
          .catch(() => {})
          .then(() => new Promise((resolve) => setTimeout(resolve, full(5, 0))));
    })();
    // PostgreSQL refuses the later of two changes of a role at a time. Secrets Manager repeats a rotation that failed.
    const rotate = async (attempts = 5): Promise<void> =>
      harness.rotate(organization).catch((error) => {
        if (attempts === 1 || !/tuple concurrently updated/.test(error.message)) throw error;
        return rotate(attempts - 1);
      });
    try {
      await rotate();
      await rotate();
    } finally {
      mayChange = false;
      await changing;
    }
    await expect(thief.query("SELECT 1")).rejects.toThrow();
    expect(await harness.works({ ...stolen, password: "evil" })).toBe(false);
    expect(await harness.works(stolen)).toBe(false);
    expect(harness.content(organization).username).toBe("robbed__a");
    expect(await harness.works(harness.content(organization))).toBe(true);
  });

  test("that changes the password of pods at once is undone by a repair", async () => {
    const organization = await harness.provisioned("locked-out", anyIsolation);
    const held = harness.content(organization);
    await harness.as(held, (client) =>
      client.query("SET ROLE NONE; ALTER ROLE locked_out__a PASSWORD 'evil'"),
    );
    expect(await harness.works(held)).toBe(false);
    await harness.invoke(organization.event);
    expect(await harness.works(held)).toBe(true);
  });
});

/** A session knows PL/pgSQL's settings once it has used it. */
const usePlpgsql = "DO $$ BEGIN END $$";

/** Every setting that a login may change, with a value that could do harm. */
async function harmful(): Promise<{ name: string; value: string }[]> {
  const settings = await harness.postgres.asSuperuser<{
    name: string;
    vartype: string;
    setting: string;
    min_val: string;
    enumvals: string[] | null;
  }>(
    `${usePlpgsql}; SELECT name, vartype, setting, min_val, enumvals FROM pg_settings WHERE context = 'user' ORDER BY name`,
  );
  return settings.map(({ name, vartype, setting, min_val, enumvals }) => {
    if (vartype === "bool") return { name, value: setting === "on" ? "off" : "on" };
    if (vartype === "enum")
      return { name, value: enumvals?.filter((value) => value !== setting).at(-1) ?? setting };
    if (vartype === "string") return { name, value: name === "role" ? "none" : "nonsense" };
    return { name, value: name.endsWith("_timeout") ? "1" : min_val };
  });
}

/** Plants settings wherever a login may, in one session: the next may not be able to begin. */
async function plant(
  organization: TestOrganization,
  settings: readonly (readonly [name: string, value: string])[],
): Promise<void> {
  const stem = organization.name.replaceAll("-", "_");
  const { database } = harness.content(organization);
  await harness.as(harness.content(organization), async (client) => {
    await client.query(usePlpgsql);
    for (const [name, value] of settings) {
      const set = `SET ${name} TO '${value}'`;
      await client.query(`ALTER ROLE ${stem}__owner ${set}`);
      if (database === stem) await client.query(`ALTER DATABASE ${database} ${set}`);
      await client.query("SET ROLE NONE");
      await client.query(`ALTER ROLE ${stem}__a ${set}`);
      await client.query(`ALTER ROLE ${stem}__a IN DATABASE ${database} ${set}`);
      await client.query("RESET ROLE");
    }
  });
}

describe.each(oneOf(["database", "schema"]))("settings planted by a login with isolation %s", (isolation) => {
  test("neither block rotation and provisioning nor survive them", async () => {
    const settings = await harmful();
    expect(settings.length).toBeGreaterThan(100);
    const groups = full(
      [settings.filter(({ name }) => !["local_preload_libraries", "role"].includes(name))],
      Array.from({ length: 16 }, (_, part) => settings.filter((_setting, index) => index % 16 === part)),
    );
    const organization = await harness.provisioned(`planter-${isolation}`, { isolation });
    const stem = `planter_${isolation}`;
    let some = 0;
    for (const group of atLeastOne(groups)) {
      const superuser = group.map(({ name, value }) => {
        const set = `SET "${name}" TO ''${value}''`;
        const tries = [`ROLE ${stem}__a ${set}`, `ROLE ${stem}__b ${set}`].concat(
          isolation === "database" ? `DATABASE ${stem} ${set}` : [],
        );
        return tries
          .map((text) => `BEGIN EXECUTE 'ALTER ${text}'; EXCEPTION WHEN OTHERS THEN NULL; END;`)
          .join("\n");
      });
      await harness.postgres.asSuperuser(`DO $$ BEGIN ${superuser.join("\n")} END $$`);
      some += (await planted(stem)).length;
      await harness.rotate(organization);
      expect(await planted(stem)).toEqual([]);
      expect(await harness.works(harness.content(organization))).toBe(true);
    }
    expect(some).toBeGreaterThan(100);
  }, 600_000);

  test("are undone by an apply, too", async () => {
    const name = `applied-${isolation}`;
    const organization = await harness.provisioned(name, { isolation });
    await plant(organization, [
      ["default_transaction_read_only", "on"],
      ["search_path", "nowhere"],
      ["role", "none"],
      ["statement_timeout", "1"],
      ["local_preload_libraries", "nonsense"],
      ["transaction_read_only", "on"],
      ["plpgsql.extra_errors", "all"],
    ]);
    expect((await planted(name.replace("-", "_"))).length).toBeGreaterThan(4);
    await harness.invoke(organization.event);
    expect(await planted(name.replace("-", "_"))).toEqual([]);
    expect(await harness.works(harness.content(organization))).toBe(true);
  });
});

test("settings of an extension, which only a superuser could reset, block neither rotation nor provisioning", async () => {
  const organization = await harness.provisioned("extended");
  await harness.as(harness.content(organization), async (client) => {
    await client.query("CREATE EXTENSION pg_trgm; SELECT similarity('a', 'b')");
    for (const set of ["SET pg_trgm.similarity_threshold TO 0.9", "SET transaction_read_only TO on"])
      await client.query(
        `ALTER DATABASE extended ${set}; SET ROLE NONE; ALTER ROLE extended__a ${set}; RESET ROLE`,
      );
  });
  await harness.rotate(organization);
  const before = harness.logs.length;
  await harness.invoke(organization.event);
  expect(harness.logs.slice(before).join()).not.toContain("Reset settings");
  expect(await harness.works(harness.content(organization))).toBe(true);
  expect((await planted("extended")).map(({ text }) => text)).toEqual([
    "pg_trgm.similarity_threshold=0.9",
    "pg_trgm.similarity_threshold=0.9",
  ]);
});

const planting: [what: string, statement: string][] = [
  ["CONNECTION LIMIT 0", "ALTER DATABASE % CONNECTION LIMIT 0"],
  ["IS_TEMPLATE", "ALTER DATABASE % IS_TEMPLATE true"],
  ["ALLOW_CONNECTIONS", "ALTER DATABASE % ALLOW_CONNECTIONS false"],
  ["its own way in", "REVOKE CONNECT ON DATABASE % FROM %__b, %__a, dbadmin"],
  ["its own rights", "REVOKE ALL ON DATABASE % FROM %__owner"],
  ["no schema public", "DROP SCHEMA public CASCADE"],
  ["a closed schema public", "REVOKE ALL ON SCHEMA public FROM pg_database_owner"],
];
test.each(shareOf(planting, 0, 4))(
  "an owner that planted %s in its database blocks neither rotation nor provisioning",
  async (what, statement) => {
    const name = `owner-${what.toLowerCase().replaceAll(/[ _]/g, "-")}`;
    const stem = name.replaceAll("-", "_");
    const organization = await harness.provisioned(name);
    const sabotage = () =>
      harness.as(harness.content(organization), (client) =>
        client.query(statement.replaceAll("%", stem)).catch((error) => {
          // PostgreSQL keeps the database open that a session is in. A schema that is gone was dropped before.
          if (!/current database|does not exist/.test(error.message)) throw error;
        }),
      );
    await sabotage();
    await harness.rotate(organization);
    expect(await harness.works(harness.content(organization))).toBe(true);
    await sabotage();
    await harness.invoke(organization.event);
    expect(await harness.works(harness.content(organization))).toBe(true);
    const [facts] = await harness.postgres.asSuperuser(
      `SELECT datconnlimit, datistemplate, datallowconn FROM pg_database WHERE datname = '${stem}'`,
    );
    expect(facts).toEqual({ datconnlimit: -1, datistemplate: false, datallowconn: true });
  },
);

test("an owner that dropped its schema, or revoked its own rights to it, blocks neither rotation nor provisioning", async () => {
  const organization = await harness.provisioned("homeless", { isolation: "schema" });
  const mends = [() => harness.rotate(organization), () => harness.invoke(organization.event)];
  const statements = ["DROP SCHEMA homeless", "REVOKE ALL ON SCHEMA homeless FROM homeless__owner"];
  for (const [turn, statement] of statements.entries()) {
    for (const mend of oneOf(mends, turn)) {
      await harness.as(harness.content(organization), (client) => client.query(statement));
      await mend();
      await harness.as(harness.content(organization), (client) =>
        client.query("CREATE TABLE mine (); DROP TABLE mine"),
      );
    }
  }
});
