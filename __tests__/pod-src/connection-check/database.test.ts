import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Result } from "../../../pod-src/connection-check/check";
import { problems } from "../../../pod-src/connection-check/problems";
import { exitCode } from "../../../pod-src/connection-check/report";
import { bundledScript } from "../../../src/diagnosis/script";
import { Harness, type TestOrganization } from "../../lambda-src/database-credentials/support/harness";
import { behind, passOn, refusing } from "./support/gate";
import { expectation, failureOf, type Mounted, type Overrides, Pod } from "./support/pod";

/** Organizations as the credentials function makes them, in a real PostgreSQL. */
let harness: Harness;
let pod: Pod;
let acme: TestOrganization;
let mounted: Mounted;

/** Everything that any run said. */
const said: Result[] = [];

beforeAll(async () => {
  [harness, pod] = await Promise.all([Harness.start(), Pod.start()]);
  acme = await harness.provisioned("acme");
  await harness.provisioned("globex");
  mounted = mountOf(acme);
});

afterAll(() => Promise.all([harness.stop(), pod.stop()]));

function mountOf(organization: TestOrganization): Mounted {
  const { host, port, database, username, password } = harness.content(organization);
  const login = { DB_HOST: host, DB_PORT: port, DB_NAME: database, DB_USER: username, DB_PASSWORD: password };
  return { ...login, authorities: harness.postgres.tls.ca };
}

async function check(changes: Mounted = {}, overrides?: Overrides): Promise<readonly Result[]> {
  const results = await pod.check({ ...mounted, ...changes }, overrides);
  said.push(...results);
  return results;
}

const failure = async (changes: Mounted, overrides?: Overrides) => failureOf(await check(changes, overrides));

describe("a path without a fault", () => {
  test("passes every check", async () => {
    const results = await check();
    expect(results.map(({ check: name, status }) => `${name} ${status}`)).toEqual(
      ["settings", "name", "connection", "encryption", "login", "rights"].map((name) => `${name} ok`),
    );
    const found = results.map((result) => result.found);
    expect(found[3]).toMatch(/^TLSv1\.3, a certificate for localhost by Test root, until /);
    expect(found[5]).toBe(
      "acts as acme__owner, can create and write tables, has no access to 1 other organizations, 1 of 5 connections in use",
    );
  });

  test("leaves nothing in the database", async () => {
    await check();
    const tables = await harness.as(harness.content(acme), (client) =>
      client.query("SELECT 1 FROM pg_class WHERE relname = 'connection_check'"),
    );
    expect(tables.rows).toEqual([]);
  });

  test("passes for an organization with a schema in the shared database as well", async () => {
    const initech = await harness.provisioned("initech", { isolation: "schema" });
    const results = await check(mountOf(initech), { expectation: { owner: "initech__owner" } });
    expect(exitCode(results)).toBe(0);
  });

  test("passes with a token instead of a password as well", async () => {
    const umbrella = await harness.provisioned("umbrella", { authentication: "iam" });
    const asked: string[] = [];
    const results = await check(
      { ...mountOf(umbrella), DB_PASSWORD: undefined },
      {
        expectation: { owner: "umbrella__owner", authentication: "iam" },
        makeToken: async ({ username, host, port }) => {
          asked.push(`${username} ${host}:${port}`);
          return "token";
        },
      },
    );
    expect(exitCode(results)).toBe(0);
    expect(asked).toEqual([`umbrella__iam localhost:${harness.postgres.port}`]);
  });
});

describe("5 login", () => {
  const answers = (code: string, message: string) => () => refusing(harness.postgres.tls, code, message);

  test("fails if the password is another one", async () => {
    expect(await failure({ DB_PASSWORD: "wrong" })).toEqual({
      check: "5 login",
      problem: "login-password",
      found: `PostgreSQL refuses the password of ${mounted.DB_USER}`,
    });
  });

  test("fails if the variable has an old password and the mount has the new one", async () => {
    const { DB_PASSWORD = "" } = mounted;
    const result = await failure({ DB_PASSWORD: "older" }, { files: { DB_PASSWORD } });
    expect(result.problem).toBe("login-password");
    expect(result.found).toMatch(/; the mount is newer than the Kubernetes secret in DB_PASSWORD$/);
  });

  test("fails if the login is locked", async () => {
    await harness.postgres.asSuperuser(`ALTER ROLE ${mounted.DB_USER} NOLOGIN`);
    const result = await failure({});
    await harness.postgres.asSuperuser(`ALTER ROLE ${mounted.DB_USER} LOGIN`);
    expect(result).toMatchObject({ check: "5 login", problem: "login-refused" });
  });

  test("fails without an entry in pg_hba.conf", async () => {
    const message = `no pg_hba.conf entry for host "10.0.1.2", user "acme__a", database "acme", no encryption`;
    const result = await behind(answers("28000", message), (port) => failure({ DB_PORT: port }));
    expect(result).toMatchObject({ problem: "login-refused", found: expect.stringContaining(message) });
  });

  test("fails if the token is refused", async () => {
    const message = `PAM authentication failed for user "acme__iam"`;
    const result = await behind(answers("28000", message), (port) =>
      failure(
        { DB_PORT: port, DB_USER: "acme__iam", DB_PASSWORD: undefined },
        { expectation: { authentication: "iam" }, makeToken: async () => "token" },
      ),
    );
    expect(result).toMatchObject({ check: "5 login", problem: "login-token" });
  });

  test("passes if tokens are refused only for a moment, when all clients reconnect", async () => {
    const organization = await harness.provisioned("many", { authentication: "iam" });
    const { port } = harness.postgres;
    const refused = answers("28000", `PAM authentication failed for user "many__iam"`)();
    const tokens: string[] = [];
    const results = await behind(
      (connection) => (connection === 3 || connection === 4 ? refused : passOn(port)),
      (gate) =>
        check(
          { ...mountOf(organization), DB_PORT: gate, DB_PASSWORD: undefined },
          {
            expectation: { owner: "many__owner", authentication: "iam" },
            makeToken: async () => tokens[tokens.push(`token ${tokens.length}`) - 1] as string,
          },
        ),
    );
    expect(results[4]?.found).toBe("many__iam in database many, at try 3");
    expect(tokens).toEqual(["token 0", "token 1", "token 2"]);
  });

  test("fails without a token", async () => {
    const result = await failure(
      { DB_PASSWORD: undefined },
      {
        expectation: { authentication: "iam" },
        makeToken: () => Promise.reject(new Error("STS refuses the role: AccessDenied")),
      },
    );
    expect(result).toEqual({
      check: "5 login",
      problem: "login-token",
      found: "STS refuses the role: AccessDenied",
    });
  });

  test("fails if the database does not exist", async () => {
    expect(await failure({ DB_NAME: "nowhere" })).toMatchObject({
      check: "5 login",
      problem: "login-database",
      found: "there is no database nowhere",
    });
  });

  test("fails if the database belongs to another organization", async () => {
    expect(await failure({ DB_NAME: "globex" })).toMatchObject({
      check: "5 login",
      problem: "login-database",
      found: `${mounted.DB_USER} may not connect to database globex`,
    });
  });

  test("fails if all connections of the login are in use", async () => {
    const clients = await Promise.all(Array.from({ length: 5 }, () => harness.open(harness.content(acme))));
    const result = await failure({});
    await Promise.all(clients.map((client) => client.end()));
    expect(result).toMatchObject({ check: "5 login", problem: "login-connections" });
    expect(result.found).toMatch(/^too many connections for role .* \(limit of acme__a: 5\)$/);
  });

  test("passes if the server starts up and is ready within the tries", async () => {
    const { port, tls } = harness.postgres;
    const starting = refusing(tls, "57P03", "the database system is starting up");
    // The first two connections are those of the checks before.
    const results = await behind(
      (connection) => (connection === 3 || connection === 4 ? starting : passOn(port)),
      (gate) => check({ DB_PORT: gate }),
    );
    expect(results[4]?.found).toBe("acme__a in database acme, at try 3");
    expect(exitCode(results)).toBe(0);
  });

  test("fails if the server is not ready within the tries", async () => {
    const result = await behind(answers("57P03", "the database system is starting up"), (port) =>
      failure({ DB_PORT: port }),
    );
    expect(result).toEqual({
      check: "5 login",
      problem: "login-unavailable",
      found: "the database system is starting up, 4 times",
    });
  });
});

describe("6 rights", () => {
  /** Changes something as RDS's superuser, for the time of one run. */
  async function during(change: string, undo: string, database?: string) {
    await harness.postgres.asSuperuser(change, database);
    const result = await failure({});
    await harness.postgres.asSuperuser(undo, database);
    return result;
  }

  test("fails if the login does not act as the owner", async () => {
    const result = await during(
      `ALTER ROLE ${mounted.DB_USER} RESET role`,
      `ALTER ROLE ${mounted.DB_USER} SET role TO acme__owner`,
    );
    expect(result).toEqual({
      check: "6 rights",
      problem: "rights-owner",
      found: "acme__a acts as acme__a, not as acme__owner",
    });
  });

  test.each(["SUPERUSER", "CREATEROLE", "CREATEDB", "BYPASSRLS"])(
    "fails if the login has %s",
    async (power) => {
      const result = await during(
        `ALTER ROLE ${mounted.DB_USER} ${power}`,
        `ALTER ROLE ${mounted.DB_USER} NO${power}`,
      );
      expect(result).toMatchObject({ check: "6 rights", problem: "rights-owner" });
    },
  );

  test("fails if the login may not use its schema", async () => {
    const result = await during(
      "ALTER SCHEMA public OWNER TO rdsadmin",
      "ALTER SCHEMA public OWNER TO pg_database_owner",
      "acme",
    );
    expect(result).toMatchObject({ check: "6 rights", problem: "rights-write" });
  });

  test("fails if the database is read-only", async () => {
    const result = await during(
      "ALTER DATABASE acme SET default_transaction_read_only TO on",
      "ALTER DATABASE acme RESET default_transaction_read_only",
    );
    expect(result).toMatchObject({ problem: "rights-write", found: expect.stringContaining("25006") });
  });

  test.each([
    [
      "database",
      "GRANT CONNECT ON DATABASE globex TO PUBLIC",
      "REVOKE CONNECT ON DATABASE globex FROM PUBLIC",
    ],
    ["role", "GRANT globex__owner TO acme__a", "REVOKE globex__owner FROM acme__a"],
  ])("fails if another organization's %s is accessible", async (_, change, undo) => {
    expect(await during(change, undo)).toEqual({
      check: "6 rights",
      problem: "rights-isolation",
      found: "it can access data of globex__owner",
    });
  });
});

test("the bundled script, started as in the job, gives the same results", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "shipped-"));
  const write = (name: string, text: string) => fs.writeFileSync(path.join(folder, name), text);
  const { authorities = "", ...values } = mounted;
  for (const [name, value = ""] of Object.entries(values)) write(name, value);
  write("ca.pem", authorities);
  write("index.js", bundledScript("connection-check", path.resolve(__dirname, "../../..")));
  // The machine's name servers do not know the name.
  write("names.js", `require("node:dns/promises").Resolver.prototype.resolve4 = async () => ["127.0.0.1"];`);
  const { stdout } = await promisify(execFile)(process.execPath, ["--require", "./names.js", "index.js"], {
    cwd: folder,
    env: {
      ...values,
      SECRETS_FOLDER: folder,
      PGSSLROOTCERT: path.join(folder, "ca.pem"),
      EXPECTATION: JSON.stringify(expectation),
    },
  });
  fs.rmSync(folder, { recursive: true });
  expect(stdout).toMatch(/^6 rights {6}ok .*\nAll checks passed: an application can connect from here\.\n$/m);
  expect(stdout).not.toContain(values.DB_PASSWORD);
});

/** The steps that docs/operations.md gives for this move, but for the copying itself. */
describe("after a move from a schema to a database of its own", () => {
  let moved: TestOrganization;
  beforeAll(async () => {
    moved = await harness.provisioned("soylent", { isolation: "schema" });
    await harness.as(harness.content(moved), (client) => client.query("CREATE TABLE visits (id int)"));
    await harness.invoke({ ...moved.event, isolation: "database" });
  });

  test("the new login still reads the old schema, from which data are copied", async () => {
    const content = harness.content(moved);
    expect(content.database).toBe("soylent");
    const { rows } = await harness.as({ ...content, database: "organizations" }, (client) =>
      client.query("SELECT count(*)::int AS visits FROM soylent.visits"),
    );
    expect(rows).toEqual([{ visits: 0 }]);
  });

  test("the copied schema may take the place of public, and the function finds nothing to repair", async () => {
    await harness.as(harness.content(moved), async (client) => {
      for (const statement of [
        "CREATE SCHEMA soylent",
        "DROP SCHEMA public",
        "ALTER SCHEMA soylent RENAME TO public",
      ])
        await client.query(statement);
    });
    await harness.invoke({ ...moved.event, isolation: "database" });
    expect(exitCode(await check(mountOf(moved), { expectation: { owner: "soylent__owner" } }))).toBe(0);
  });
});

describe("all runs", () => {
  test("have caused every problem of login and rights", () => {
    const ids = Object.keys(problems).filter((id) => /^(login|rights)-/.test(id));
    const caused = new Set(said.flatMap(({ problem }) => problem?.id ?? []));
    expect([...caused].sort()).toEqual(ids.sort());
  });

  test("printed no password, and sent none that PostgreSQL logged", () => {
    expect(JSON.stringify(said)).not.toContain(mounted.DB_PASSWORD);
    expect(harness.leaks()).toEqual([]);
  });
});
