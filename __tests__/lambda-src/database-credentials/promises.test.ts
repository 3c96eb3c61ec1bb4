import fs from "node:fs";
import path from "node:path";
import { Harness, type TestOrganization } from "./support/harness";

/** README's table of what each isolation promises, held line by line against what a neighbour can do. */
const readme = path.resolve(__dirname, "../../../lambda-src/database-credentials/README.md");

const isolations = ["schema", "database", "instance"] as const;
type Isolation = (typeof isolations)[number];

let [shared, dedicated]: Harness[] = [];
const organizations = new Map<string, { harness: Harness; organization: TestOrganization }>();
beforeAll(async () => {
  [shared, dedicated] = await Promise.all([
    Harness.start(),
    Harness.start({ initialDatabase: "own_instance" }),
  ]);
  for (const [name, isolation] of [
    ["near", "schema"],
    ["far", "database"],
    ["own-schema", "schema"],
    ["own-database", "database"],
    ["own-instance", "instance"],
  ] as const) {
    const harness = (isolation === "instance" ? dedicated : shared) as Harness;
    const organization = await harness.provisioned(name, { isolation, connectionLimit: 3 });
    organizations.set(name, { harness, organization });
    await as(
      name,
      "CREATE TABLE ledger (i int); CREATE FUNCTION recipe() RETURNS int LANGUAGE sql AS 'SELECT 4711'",
    );
  }
});
afterAll(() => Promise.all([shared?.stop(), dedicated?.stop()]));

const found = (name: string) =>
  organizations.get(name) as { harness: Harness; organization: TestOrganization };
const content = (name: string) => found(name).harness.content(found(name).organization);

/** Rows of the last of some statements, as an organization. */
async function as(name: string, statements: string): Promise<unknown[]> {
  const { harness } = found(name);
  return harness.as(content(name), async (client) => {
    const results = await client.query(statements);
    return (Array.isArray(results) ? results.at(-1) : results).rows;
  });
}

const fails = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => false,
    () => true,
  );

/** Neighbours: organizations of the shared instance, which also know where the other one is. */
const neighbours = ["near", "far"];
const victimOf = (isolation: Isolation) => `own-${isolation}`;
const stemOf = (isolation: Isolation) => `own_${isolation}`;
const schemaOf = (isolation: Isolation) => (isolation === "schema" ? stemOf(isolation) : "public");

/** Whether each neighbour is kept from something. */
async function kept(from: (neighbour: string) => Promise<boolean>): Promise<boolean> {
  const answers: boolean[] = [];
  for (const neighbour of neighbours) answers.push(await from(neighbour));
  return answers.every(Boolean);
}

const seesNothing = (neighbour: string, statement: string) =>
  as(neighbour, statement).then((rows) => rows.length === 0);

const isAlone = async (isolation: Isolation) => {
  const { harness } = found(victimOf(isolation));
  const owners = await harness.postgres.asSuperuser(
    `SELECT FROM pg_roles WHERE rolname LIKE '%\\_\\_owner' AND rolname <> '${stemOf(isolation)}__owner'`,
  );
  return owners.length === 0;
};

/** By the line of the table: what is so for an organization with an isolation. */
const measured: Record<string, (isolation: Isolation) => Promise<string>> = {
  "Other organizations can read, write, lock, drop or call nothing": async (isolation) =>
    yesOrNo(
      await kept(async (neighbour) => {
        const place = `${stemOf(isolation)}.${schemaOf(isolation)}`.split(".").at(-1);
        const { harness } = found(victimOf(isolation));
        const { username, password } = content(neighbour);
        const { database } = content(victimOf(isolation));
        const outcomes: boolean[] = [];
        const tried = harness.as({ username, password, database }, async (client) => {
          for (const statement of [
            `SELECT FROM ${place}.ledger`,
            `INSERT INTO ${place}.ledger VALUES (1)`,
            `BEGIN; LOCK TABLE ${place}.ledger`,
            `DROP TABLE ${place}.ledger`,
            `SELECT ${place}.recipe()`,
          ]) {
            outcomes.push(await fails(client.query(statement)));
            await client.query("ROLLBACK");
          }
        });
        // Who is not let in does nothing at all.
        return (await fails(tried)) ? outcomes.length === 0 : outcomes.every(Boolean);
      }),
    ),
  "They cannot connect to the same database": async (isolation) =>
    yesOrNo(
      await kept((neighbour) => {
        const { harness } = found(victimOf(isolation));
        const { username, password } = content(neighbour);
        const { database } = content(victimOf(isolation));
        return fails(harness.as({ username, password, database }, (client) => client.query("SELECT")));
      }),
    ),
  "They cannot see table and column names, and the text of functions": async (isolation) =>
    yesOrNo(
      await kept((neighbour) =>
        seesNothing(
          neighbour,
          `SELECT FROM pg_class WHERE relowner::regrole::text = '${stemOf(isolation)}__owner'
           UNION ALL SELECT FROM pg_proc WHERE proowner::regrole::text = '${stemOf(isolation)}__owner' AND prosrc ~ '4711'`,
        ),
      ),
    ),
  "They cannot see names of roles and databases, or that sessions exist": async (isolation) => {
    const { harness } = found(victimOf(isolation));
    return harness.as(content(victimOf(isolation)), async () =>
      yesOrNo(
        await kept((neighbour) =>
          seesNothing(
            neighbour,
            `SELECT FROM pg_roles WHERE rolname LIKE '${stemOf(isolation)}\\_\\_%'
             UNION ALL SELECT FROM pg_stat_activity WHERE usename LIKE '${stemOf(isolation)}\\_\\_%'`,
          ),
        ),
      ),
    );
  },
  "Their advisory locks and notifications stay apart": async (isolation) => {
    const { harness } = found(victimOf(isolation));
    return harness.as(content(victimOf(isolation)), async (client) => {
      await client.query("SELECT pg_advisory_lock(1)");
      const free = await kept(async (neighbour) => {
        const [row] = (await as(neighbour, "SELECT pg_try_advisory_lock(1) AS got")) as { got: boolean }[];
        return row?.got === true;
      });
      return yesOrNo(free);
    });
  },
  "They cannot use up CPU, memory, I/O, connections, locks or disk": async (isolation) => {
    if (await isAlone(isolation)) return "yes";
    // The limit that PostgreSQL has: of connections.
    const { harness } = found("near");
    const open = [];
    for (let index = 0; index < 3; index++) open.push(await harness.open(content("near")));
    const refused = await fails(harness.open(content("near")));
    await Promise.all(open.map((client) => client.end()));
    return refused ? "limits only" : "no";
  },
  "Point-in-time restore without the others": async (isolation) => yesOrNo(await isAlone(isolation)),
  "Its own extensions (`CREATE EXTENSION`)": async (isolation) => {
    await as(victimOf(isolation), "CREATE EXTENSION IF NOT EXISTS citext");
    return yesOrNo(!(await fails(as(victimOf(isolation), "CREATE EXTENSION pg_trgm"))));
  },
};

const yesOrNo = (answer: boolean): string => (answer ? "yes" : "no");

const lines = fs.readFileSync(readme, "utf8").split("\n");
const start = lines.findIndex((line) => line.startsWith("| | `schema` |")) + 2;
const end = lines.findIndex((line, index) => index >= start && !line.startsWith("|"));

/** The table, by its lines: the first word of each cell. */
const promised = new Map(
  lines.slice(start, end).map((line) => {
    const [what = "", ...cells] = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    return [what, cells.map((cell) => /^(yes|no|limits only)/.exec(cell)?.[1])] as const;
  }),
);

test("every line of the table has a measurement", () => {
  expect([...promised.keys()]).toEqual(Object.keys(measured));
});

describe.each(Object.keys(measured))("%s", (what) => {
  test.each(isolations)("%s", async (isolation) => {
    const measure = measured[what] as (typeof measured)[string];
    expect(await measure(isolation)).toBe(promised.get(what)?.[isolations.indexOf(isolation)]);
  });
});
