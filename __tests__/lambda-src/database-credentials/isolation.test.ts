import type { Client } from "pg";
import { atLeastOne } from "../../support/at-least-one";
import { full } from "../../support/effort";
import { type Content, Harness, type TestOrganization } from "./support/harness";
import { sharedDatabase } from "./support/postgres";

/** The shared instance, and the dedicated one of `umbrella`. */
let shared: Harness;
let dedicated: Harness;
const organizations = new Map<string, { harness: Harness; organization: TestOrganization }>();
beforeAll(async () => {
  [shared, dedicated] = await Promise.all([Harness.start(), Harness.start({ initialDatabase: "umbrella" })]);
  for (const [name, isolation] of Object.entries(modes)) {
    const harness = isolation === "instance" ? dedicated : shared;
    const organization = await harness.provisioned(name, { isolation });
    organizations.set(name, { harness, organization });
    await harness.as(harness.content(organization), prepare);
  }
});
afterAll(() => Promise.all([shared.stop(), dedicated.stop()]));

const modes = {
  acme: "schema",
  globex: "schema",
  initech: "database",
  hooli: "database",
  umbrella: "instance",
} as const;
type Name = keyof typeof modes;
const names = Object.keys(modes) as Name[];

/** What every organization has, by the same names: a stranger who reaches any of it would find it. */
async function prepare(client: Client): Promise<void> {
  await client.query(`
    CREATE TABLE ledger (id int PRIMARY KEY, amount int);
    INSERT INTO ledger VALUES (1, 100);
    CREATE SEQUENCE counter;
    CREATE TYPE mood AS ENUM ('fine');
    CREATE FUNCTION secret_sauce() RETURNS int LANGUAGE sql AS 'SELECT 42';
    CREATE VIEW totals AS SELECT sum(amount) FROM ledger`);
  await client.query("SELECT lo_from_bytea(4711, 'large')").catch(() => {});
}

const content = (name: Name): Content => {
  const { harness, organization } = organizations.get(name) as {
    harness: Harness;
    organization: TestOrganization;
  };
  return harness.content(organization);
};
const as = <T>(name: Name, work: (client: Client) => Promise<T>) =>
  (organizations.get(name) as { harness: Harness }).harness.as(content(name), work);

/** The same for many statements that PostgreSQL refuses, in one session. */
function refusing(name: Name): (statement: string, message: RegExp) => Promise<void> {
  let client: Client;
  beforeAll(async () => {
    const { harness } = organizations.get(name) as { harness: Harness };
    client = await harness.open(content(name));
  });
  afterAll(() => client.end());
  return async (statement, message) => {
    await expect(client.query(statement)).rejects.toThrow(message);
    await client.query("ROLLBACK");
  };
}
const schemaOf = (name: Name) => (modes[name] === "schema" ? name : "public");

const allPairs = names.flatMap((attacker) =>
  names.filter((victim) => victim !== attacker).map((victim) => ({ attacker, victim })),
);
/** Each isolation against each. */
const pairs = full(
  firstOfEach(allPairs, ({ attacker, victim }) => modes[attacker] + modes[victim]),
  allPairs,
);

function firstOfEach<T>(all: readonly T[], key: (one: T) => string): T[] {
  return all.filter((one, index) => all.findIndex((other) => key(other) === key(one)) === index);
}
const sharing = (mode: (typeof modes)[Name]) => (pair: { attacker: Name; victim: Name }) =>
  modes[pair.attacker] === mode && modes[pair.victim] === mode;

describe.each(
  full(
    firstOfEach(names, (name) => modes[name]),
    names,
  ),
)("%s", (name) => {
  const refused = refusing(name);

  test("migrates, writes and reads as its owner", async () => {
    await as(name, async (client) => {
      await client.query(`
        CREATE TABLE books (id serial PRIMARY KEY, title text NOT NULL);
        CREATE INDEX ON books (title);
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER touched BEFORE INSERT ON books FOR EACH ROW EXECUTE FUNCTION touch();
        ALTER TABLE books ADD COLUMN mood mood DEFAULT 'fine';
        INSERT INTO books (title) VALUES ('one');
        CREATE TEMPORARY TABLE scratch AS SELECT * FROM books`);
      expect((await client.query("SELECT title, mood FROM scratch")).rows).toEqual([
        { title: "one", mood: "fine" },
      ]);
    });
  });

  test("uses with its second login what its first one created", async () => {
    const { harness, organization } = organizations.get(name) as {
      harness: Harness;
      organization: TestOrganization;
    };
    await harness.rotate(organization);
    expect(content(name).username).toBe(`${name}__b`);
    await as(name, async (client) => {
      await client.query("ALTER TABLE ledger ADD COLUMN note text");
      await client.query("INSERT INTO ledger VALUES (2, 200)");
      await client.query("CREATE OR REPLACE FUNCTION secret_sauce() RETURNS int LANGUAGE sql AS 'SELECT 43'");
      await client.query("DROP VIEW totals");
      const { rows } = await client.query("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = $1", [
        schemaOf(name),
      ]);
      expect(rows).toEqual([{ tableowner: `${name}__owner` }]);
    });
  });

  test("grants nothing of its own to PUBLIC, nor does schema public of its database", async () => {
    const { harness } = organizations.get(name) as { harness: Harness };
    const open = await harness.postgres.asSuperuser(
      `SELECT proname AS name FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner)))
       WHERE grantee = 0 AND proowner = '${name}__owner'::regrole AND proname <> 'citext'
       UNION ALL SELECT typname FROM pg_type, aclexplode(coalesce(typacl, acldefault('T', typowner)))
       WHERE grantee = 0 AND typowner = '${name}__owner'::regrole AND typtype = 'e'
       UNION ALL SELECT nspname FROM pg_namespace, aclexplode(nspacl)
       WHERE grantee = 0 AND nspname NOT IN ('pg_catalog', 'information_schema')`,
      content(name).database,
    );
    expect(open).toEqual([]);
  });

  test("cannot connect to any database but its own", async () => {
    const { harness } = organizations.get(name) as { harness: Harness };
    const databases = await harness.postgres.asSuperuser<{ datname: string }>(
      "SELECT datname FROM pg_database",
    );
    const others = databases
      .map(({ datname }) => datname)
      .filter((other) => other !== content(name).database);
    expect(others).toEqual(expect.arrayContaining(["postgres", "template0", "template1", "rdsadmin"]));
    for (const database of atLeastOne(others)) {
      await expect(harness.open({ ...content(name), database })).rejects.toThrow(
        /permission denied for database|not currently accepting connections|pg_hba.conf rejects/,
      );
    }
  });

  test.each([
    ["create a role", "CREATE ROLE intruder LOGIN"],
    ["create a database", "CREATE DATABASE intruder"],
    ["read password verifiers", "SELECT * FROM pg_authid"],
    ["become the master", "SET ROLE dbadmin"],
    ["become RDS's superuser", "SET ROLE rds_superuser"],
    ["act as the group of tenants", `SET ROLE ${sharedDatabase}_tenants`],
    ["read a file of the server", "SELECT pg_read_file('postgresql.conf')"],
    ["run a program on the server", "COPY (SELECT 1) TO PROGRAM 'true'"],
    ["raise its own connection limit", "ALTER ROLE CURRENT_USER CONNECTION LIMIT 1000"],
    ["reach other servers", "CREATE EXTENSION dblink"],
    ["run untrusted code", "CREATE EXTENSION plpython3u"],
  ])("cannot %s", async (_, statement) => {
    await refused(statement, /permission denied|does not exist|must be superuser/);
  });
});

describe.each(pairs)("$attacker cannot touch $victim:", ({ attacker, victim }) => {
  test("with its logins", async () => {
    const { harness } = organizations.get(victim) as { harness: Harness };
    const theirs = { ...content(attacker), database: content(victim).database };
    if (modes[attacker] === "schema" && modes[victim] === "schema") return;
    await expect(harness.open(theirs)).rejects.toThrow(
      /permission denied for database|password authentication failed/,
    );
  });

  test("as its role", async () => {
    const { username } = content(victim);
    await as(attacker, async (client) => {
      for (const statement of [
        `SET ROLE ${victim}__owner`,
        `SET ROLE ${username}`,
        `SET SESSION AUTHORIZATION ${username}`,
        `GRANT ${victim}__owner TO ${attacker}__owner`,
        `ALTER ROLE ${username} PASSWORD 'mine-now'`,
        `ALTER ROLE ${username} SET search_path TO ${attacker}`,
        `DROP ROLE ${username}`,
      ])
        await expect(client.query(statement)).rejects.toThrow(/permission denied|does not exist/);
    });
  });

  test("through its sessions, or their statements", async () => {
    await as(victim, async (session) => {
      const { rows } = await session.query("SELECT pg_backend_pid() AS pid, 'confidential' AS text");
      await as(attacker, async (client) => {
        const { pid } = rows[0];
        await expect(client.query("SELECT pg_terminate_backend($1)", [pid])).rejects.toThrow(
          /permission denied/,
        );
        const seen = await client.query("SELECT query FROM pg_stat_activity WHERE pid = $1", [pid]);
        expect(seen.rows[0]?.query ?? "").not.toContain("confidential");
      }).catch((error) => {
        // On another instance the process does not exist.
        if (modes[attacker] !== "instance" && modes[victim] !== "instance") throw error;
      });
      await session.query("SELECT 1");
    });
  });
});

describe.each(pairs.filter(sharing("schema")))(
  "in one database, $attacker cannot",
  ({ attacker, victim }) => {
    const refused = refusing(attacker);

    test.each([
      ["read a table", `SELECT * FROM ${victim}.ledger`],
      ["write to a table", `INSERT INTO ${victim}.ledger VALUES (3, 3)`],
      ["lock a table", `BEGIN; LOCK TABLE ${victim}.ledger IN ACCESS SHARE MODE`],
      ["change a table", `ALTER TABLE ${victim}.ledger ADD COLUMN x int`],
      ["drop a table", `DROP TABLE ${victim}.ledger`],
      ["refer to a table", `CREATE TABLE mine (id int REFERENCES ${victim}.ledger)`],
      ["advance a sequence", `SELECT nextval('${victim}.counter')`],
      ["call a function", `SELECT ${victim}.secret_sauce()`],
      ["use a type", `CREATE TABLE mine (mood ${victim}.mood)`],
      ["add to the schema", `CREATE TABLE ${victim}.trojan ()`],
      ["drop the schema", `DROP SCHEMA ${victim} CASCADE`],
      ["make a schema", "CREATE SCHEMA intruder"],
      ["use schema public", "CREATE TABLE public.trojan ()"],
      [
        "put something in front of shared functions",
        "CREATE FUNCTION extensions.citext(text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
      ],
      ["change settings of the database", `ALTER DATABASE ${sharedDatabase} SET search_path TO ${attacker}`],
      [
        "give away what others create",
        `ALTER DEFAULT PRIVILEGES FOR ROLE ${victim}__owner GRANT SELECT ON TABLES TO PUBLIC`,
      ],
    ])("%s", async (_, statement) => {
      await refused(statement, /permission denied|must be owner/);
    });

    test("see tables in information_schema", async () => {
      await as(attacker, async (client) => {
        const { rows } = await client.query(
          "SELECT 1 FROM information_schema.tables WHERE table_schema = $1",
          [victim],
        );
        expect(rows).toEqual([]);
      });
    });

    test("read large objects", async () => {
      await as(attacker, async (client) => {
        const { rows } = await client.query(
          "SELECT lomowner::regrole::text AS owner FROM pg_largeobject_metadata",
        );
        expect(rows).toHaveLength(1);
        const reading = client.query("SELECT lo_get(4711)");
        if (rows[0].owner === `${attacker}__owner`) await reading;
        else await expect(reading).rejects.toThrow(/permission denied/);
      });
    });
  },
);

describe("what an isolation does not hide", () => {
  test("on one instance: names of databases and roles", async () => {
    await as("initech", async (client) => {
      const { rows } = await client.query("SELECT datname FROM pg_database WHERE datname = 'hooli'");
      expect(rows).toHaveLength(1);
      expect((await client.query("SELECT FROM pg_roles WHERE rolname = 'acme__a'")).rows).toHaveLength(1);
    });
  });

  test("in one database: names of tables and columns, and the text of functions, in the catalog", async () => {
    await as("acme", async (client) => {
      const tables = await client.query(
        "SELECT FROM pg_class WHERE relnamespace = 'globex'::regnamespace AND relname = 'ledger'",
      );
      expect(tables.rows).toHaveLength(1);
      const functions = await client.query(
        "SELECT prosrc FROM pg_proc WHERE pronamespace = 'globex'::regnamespace AND proname = 'secret_sauce'",
      );
      expect(functions.rows).toHaveLength(1);
    });
  });

  test("in one database: advisory locks and notifications are shared by all logins", async () => {
    await as("acme", async (client) => {
      await client.query("SELECT pg_advisory_lock(1)");
      await as("globex", async (other) => {
        expect((await other.query("SELECT pg_try_advisory_lock(1) AS got")).rows).toEqual([{ got: false }]);
      });
    });
  });

  test("of a dedicated instance: nothing", async () => {
    expect(await shared.postgres.asSuperuser("SELECT FROM pg_roles WHERE rolname LIKE 'umbrella%'")).toEqual(
      [],
    );
    expect(
      await dedicated.postgres.asSuperuser("SELECT FROM pg_database WHERE datname IN ('initech', 'hooli')"),
    ).toEqual([]);
  });
});
