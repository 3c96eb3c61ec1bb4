import fs from "node:fs";
import path from "node:path";
import { filesIn } from "../../support/files";
import { Harness, type TestOrganization } from "./support/harness";
import { sharedDatabase } from "./support/postgres";

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.stop());

const sources = path.resolve(__dirname, "../../../lambda-src/database-credentials");

/** Names of PostgreSQL's functions that the function's statements may mean, by what its source says. */
async function calledFunctions(): Promise<{ name: string; arguments: string }[]> {
  const text = filesIn(sources, ".ts")
    .map((file) => fs.readFileSync(path.join(sources, file), "utf8"))
    .join("\n");
  const words = new Set(text.match(/[a-z_]+(?=\()/g));
  const known = await harness.postgres.asSuperuser<{ name: string; arguments: string }>(
    // Types of what goes in. A function of "any" number of any types takes C, which no organization may write.
    `SELECT proname AS name, concat_ws(', ', VARIADIC proargtypes::regtype[]::text[]) AS arguments FROM pg_proc
     WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND proretset = false
       AND '"any"'::regtype <> ALL (proargtypes::regtype[])`,
  );
  return known.filter(({ name }) => words.has(name));
}

/** What an organization can put in front of PostgreSQL's own: each leaves a mark when it runs. */
async function trap(organization: TestOrganization, schema: string): Promise<void> {
  const functions = await calledFunctions();
  expect(functions.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["has_database_privilege", "pg_has_role", "pg_backend_pid", "current_database"]),
  );
  const mark = "BEGIN INSERT INTO sprung VALUES (current_query()); PERFORM pg_sleep(30); RETURN NULL; END";
  await harness.as(harness.content(organization), async (client) => {
    await client.query("CREATE TABLE sprung (by text)");
    for (const { name, arguments: parameters } of functions)
      await client.query(
        `CREATE OR REPLACE FUNCTION ${schema}."${name}"(${parameters}) RETURNS text LANGUAGE plpgsql AS '${mark}'`,
      );
    for (const view of ["pg_roles", "pg_database", "pg_namespace", "pg_stat_ssl", "pg_stat_activity"])
      await client.query(`CREATE VIEW ${schema}.${view} AS SELECT 'someone'::name AS rolname`);
    for (const type of ["int4", "text", "regrole", "name"])
      await client.query(`CREATE DOMAIN ${schema}.${type} AS pg_catalog.text CHECK (false)`);
    for (const [left, right] of [
      ["name", "name"],
      ["name", "text"],
      ["oid", "oid"],
      ["text", "text"],
      ["int4", "int4"],
    ]) {
      await client.query(
        `CREATE FUNCTION ${schema}.equal(pg_catalog.${left}, pg_catalog.${right}) RETURNS pg_catalog.bool LANGUAGE plpgsql AS '${mark}'`,
      );
      await client.query(
        `CREATE OPERATOR ${schema}.= (LEFTARG = pg_catalog.${left}, RIGHTARG = pg_catalog.${right}, FUNCTION = ${schema}.equal)`,
      );
    }
  });
}

describe.each(["schema", "database"])("an organization with isolation %s", (isolation) => {
  const stem = `trapper_${isolation}`;
  let organization: TestOrganization;
  beforeAll(async () => {
    organization = await harness.provisioned(
      `trapper-${isolation}`,
      { isolation },
      { DropDataOnRemoval: "true" },
    );
    const schema = isolation === "schema" ? stem : "public";
    await trap(organization, schema);
    await plantPath(schema);
  });

  /** In front of everything, wherever a login or an owner may say so. */
  async function plantPath(schema: string): Promise<void> {
    const set = `SET search_path TO ${schema}, pg_catalog`;
    await harness.as(harness.content(organization), async (client) => {
      if (isolation === "database") await client.query(`ALTER DATABASE ${stem} ${set}`);
      for (const place of ["", ` IN DATABASE ${harness.content(organization).database}`])
        await client.query(`SET ROLE NONE; ALTER ROLE ${stem}__a${place} ${set}; RESET ROLE`);
    });
  }

  const sprung = () =>
    harness.postgres.asSuperuser(
      `SELECT * FROM ${isolation === "schema" ? stem : "public"}.sprung`,
      isolation === "schema" ? sharedDatabase : stem,
    );

  test("has none of its functions, operators, views and types executed by a rotation", async () => {
    await harness.rotate(organization);
    expect(harness.content(organization).username).toBe(`${stem}__b`);
    expect(await sprung()).toEqual([]);
  });

  test("nor by the test of a schedule, by provisioning or by a repair", async () => {
    await harness.rotate(organization);
    await plantPath(isolation === "schema" ? stem : "public");
    await harness.tryRotation(organization);
    await harness.invoke(organization.event);
    expect(await sprung()).toEqual([]);
  });

  test("nor by its removal, with its data", async () => {
    expect(await harness.remove(organization)).toMatchObject({ dataDropped: true, rolesLeft: [] });
  });
});
