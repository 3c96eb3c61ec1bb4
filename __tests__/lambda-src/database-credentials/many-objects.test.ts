import { full, shareOf } from "../../support/effort";
import { Harness, type TestOrganization } from "./support/harness";

let harness: Harness;
beforeAll(async () => {
  // Room for some two thousand locks, or a few hundred by default; an instance of RDS has it for tens of thousands. PostgreSQL
  // makes it for each process that it may have.
  const processes = full<Record<string, string | number>>(
    {
      max_connections: 10,
      max_worker_processes: 0,
      autovacuum_max_workers: 1,
      max_wal_senders: 0,
      wal_level: "minimal",
    },
    { max_connections: 60 },
  );
  const settings = { max_locks_per_transaction: 10, ...processes };
  harness = await Harness.start({ initialDatabase: "organizations", settings });
});
afterAll(() => harness.stop());

/** More objects than there are locks. */
const crowd = full(1_100, 4_000);

/** Runs statements for each of many numbers, which stand in them as `%1$s`, a few per transaction. */
const many = (statements: string, count = crowd) => `DO $do$ BEGIN
  FOR i IN 1..${count} LOOP
    EXECUTE format($text$${statements}$text$, i);
    IF i % 20 = 0 THEN COMMIT; END IF;
  END LOOP;
END $do$`;

const as = (organization: TestOrganization, ...statements: string[]) =>
  harness.as(harness.content(organization), async (client) => {
    for (const statement of statements) await client.query(statement);
  });

const crowds: [what: string, statements: string[]][] = [
  ["tables", [many("CREATE TABLE t%1$s (i int)")]],
  [
    "partitions that are older than their table",
    [
      many("CREATE TABLE p%1$s (i int)", 2_000),
      "CREATE TABLE whole (i int) PARTITION BY LIST (i)",
      many("ALTER TABLE whole ATTACH PARTITION p%1$s FOR VALUES IN (%1$s)", 2_000),
    ],
  ],
  [
    "views on views, and functions on a type",
    [
      "CREATE TYPE pair AS (a int, b int); CREATE VIEW v0 AS SELECT 1 AS value",
      many("CREATE VIEW v%1$s AS SELECT * FROM v0"),
      many("CREATE FUNCTION f%1$s(pair) RETURNS int LANGUAGE sql AS 'SELECT 1'"),
    ],
  ],
  ["large objects", [many("SELECT lo_create(%1$s)")]],
  [
    "objects of every other kind",
    [
      "CREATE FUNCTION add(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2'",
      many(
        `CREATE TYPE e%1$s AS ENUM ('x'); CREATE DOMAIN "D %1$s" AS int; CREATE SEQUENCE s%1$s;
         CREATE COLLATION c%1$s FROM "C"; CREATE AGGREGATE "Sum %1$s"(int) (sfunc = add, stype = int);
         CREATE PROCEDURE r%1$s() LANGUAGE sql AS 'SELECT 1'; CREATE MATERIALIZED VIEW m%1$s AS SELECT 1 AS a, 2 AS b;
         CREATE STATISTICS x%1$s ON a, b FROM m%1$s; CREATE TEXT SEARCH DICTIONARY d%1$s (template = simple);
         CREATE TEXT SEARCH CONFIGURATION g%1$s (copy = simple);
         CREATE CONVERSION n%1$s FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8`,
        300,
      ),
      "CREATE OPERATOR ### (procedure = add, leftarg = int, rightarg = int)",
    ],
  ],
];

test.each(shareOf(crowds, 0, 5))(
  "an organization of the shared database is removed with more %s than there are locks",
  async (kind, made) => {
    const name = `many-${kind.split(" ")[0]}`;
    const organization = await harness.provisioned(
      name,
      { isolation: "schema" },
      { DropDataOnRemoval: "true" },
    );
    await as(organization, ...made);
    const atOnce = `BEGIN; DROP OWNED BY ${name.replace("-", "_")}__owner CASCADE`;
    await expect(as(organization, atOnce)).rejects.toThrow("out of shared memory");
    expect(await harness.remove(organization)).toEqual({
      organization: name,
      dataDropped: true,
      rolesLeft: [],
    });
    expect(harness.logs.join("\n")).not.toContain("53200");
  },
  120_000,
);

test("grants of others on more objects than the lock table holds are revoked", async () => {
  const tags = { DropDataOnRemoval: "true" };
  const leaver = await harness.provisioned("endowed", { isolation: "schema" }, tags);
  const giver = await harness.provisioned("generous", { isolation: "schema" });
  await as(giver, many("CREATE TABLE t%1$s (); GRANT SELECT ON t%1$s TO endowed__owner"));
  expect(await harness.remove(leaver)).toMatchObject({ dataDropped: true, rolesLeft: [] });
  await as(giver, `SELECT FROM t1, t${crowd}`);
}, 120_000);
