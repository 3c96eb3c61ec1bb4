import type { Client } from "pg";
import { shareOf } from "../../support/effort";
import { Harness, type TestOrganization } from "./support/harness";

const proxy = "test-shared.proxy-abc.eu-west-1.rds.amazonaws.com";

let harness: Harness;
let acme: TestOrganization;
beforeAll(async () => {
  harness = await Harness.start();
  await harness.postgres.asSuperuser("CREATE ROLE rdsproxyadmin LOGIN; CREATE ROLE stranger LOGIN");
  harness.clientHost = proxy;
  acme = await harness.provisioned("acme", { authentication: "iam" });
});
afterAll(() => harness.stop());

describe("an organization behind a proxy", () => {
  test("receives the proxy's name, while the function connects to the instance itself", () => {
    expect(harness.content(acme)).toMatchObject({ host: proxy, username: "acme__iam" });
    expect(harness.content(acme)).not.toHaveProperty("password");
  });

  test("keeps it after a rotation", async () => {
    await harness.rotate(acme);
    expect(harness.content(acme)).toMatchObject({ host: proxy });
  });

  test("receives the instance's name again when the proxy is removed, and the proxy's when it is added again", async () => {
    harness.clientHost = "localhost";
    await harness.invoke(acme.event);
    expect(harness.content(acme)).toMatchObject({ host: "localhost" });
    harness.clientHost = proxy;
    await harness.invoke(acme.event);
    expect(harness.content(acme)).toMatchObject({ host: proxy });
  });
});

test("the proxy's own role may connect to the maintenance database, with which it monitors the instance; others may not", async () => {
  const mayConnect = await harness.postgres.asSuperuser(
    `SELECT rolname, has_database_privilege(oid, 'postgres', 'CONNECT') AS connects
     FROM pg_roles WHERE rolname IN ('rdsproxyadmin', 'stranger', 'acme__iam') ORDER BY rolname`,
  );
  expect(mayConnect).toEqual([
    { rolname: "acme__iam", connects: false },
    { rolname: "rdsproxyadmin", connects: true },
    { rolname: "stranger", connects: false },
  ]);
});

describe("the proxy sees the instance, and organizations do not get into its first databases, when", () => {
  const look = { check: "credential-age" };
  const proxySees = async (of: Harness): Promise<boolean> => {
    // RDS makes the role by itself, and the proxy logs in with it from then on.
    await of.postgres.asSuperuser(
      "DO $$ BEGIN CREATE ROLE rdsproxyadmin LOGIN; EXCEPTION WHEN duplicate_object THEN END $$",
    );
    const [row] = await of.postgres.asSuperuser(
      "SELECT has_database_privilege('rdsproxyadmin', 'postgres', 'CONNECT') AS sees",
    );
    return row?.sees === true;
  };
  const open = async (of: Harness) =>
    (
      await of.postgres.asSuperuser(
        `SELECT datname FROM pg_database
         WHERE has_database_privilege('stranger', oid, 'CONNECT') AND datname NOT IN ('template0', 'rdsadmin') ORDER BY datname`,
      )
    ).map(({ datname }) => datname);
  const orders: Record<string, (of: Harness) => Promise<void>> = {
    "its role comes after the first organization": async (of) => {
      of.clientHost = proxy;
      await of.provisioned("acme", { authentication: "iam" });
      expect(await open(of)).toEqual(["postgres"]);
    },
    "pooling is switched on later": async (of) => {
      await of.provisioned("acme", { authentication: "iam" });
      expect(await open(of)).toEqual([]);
      of.clientHost = proxy;
      await of.invoke(look);
    },
    "pooling is switched on later and an organization is applied first": async (of) => {
      const organization = await of.provisioned("acme", { authentication: "iam" });
      of.clientHost = proxy;
      await of.invoke(organization.event);
    },
    "its role is there before anything": async (of) => {
      of.clientHost = proxy;
      await proxySees(of);
      await of.invoke(look);
    },
  };

  test.each(shareOf(Object.entries(orders), 0, 2))("%s", async (_, happen) => {
    const of = await Harness.start();
    try {
      await of.postgres.asSuperuser("CREATE ROLE stranger LOGIN");
      await happen(of);
      expect(await proxySees(of)).toBe(true);
      await of.invoke(look);
      expect([await proxySees(of), await open(of)]).toEqual([true, []]);
      of.clientHost = "localhost";
      await of.invoke(look);
      expect(await open(of)).toEqual([]);
    } finally {
      await of.stop();
    }
  });
});

/** What a pooler, or a client before, may do to a session between two clients, on one connection to the instance. */
describe("a pooled connection acts as the organization's owner", () => {
  const actsAs = async (client: Client) => (await client.query("SELECT current_user AS acts")).rows[0].acts;

  test("from its first statement on", async () => {
    expect(await harness.as(harness.content(acme), actsAs)).toBe("acme__owner");
  });

  // PostgreSQL before 16.6 and 17.2 forgot the role at DISCARD ALL; RDS makes no instance of these any more.
  test.each([
    "DISCARD ALL",
    "RESET ALL",
    "BEGIN; SET LOCAL ROLE NONE; COMMIT",
    "SET ROLE NONE; DISCARD ALL",
    "SET ROLE NONE; RESET ROLE",
  ])("after %s", async (statements) => {
    const acts = await harness.as(harness.content(acme), async (client) => {
      for (const statement of statements.split("; ")) await client.query(statement);
      return actsAs(client);
    });
    expect(acts).toBe("acme__owner");
  });

  test("and has no rights without that role: the login can own nothing", async () => {
    await harness.as(harness.content(acme), async (client) => {
      await client.query("CREATE TABLE public.kept (id int)");
      await client.query("SET ROLE NONE");
      await expect(client.query("SELECT FROM public.kept")).rejects.toThrow(/permission denied/);
      await expect(client.query("CREATE TABLE public.stray (id int)")).rejects.toThrow(/permission denied/);
    });
  });
});
