/**
 * What the function meets after an instance was restored: logins and data of a snapshot, and secrets that went on since. The
 * order is that of docs/restore.md.
 */
import type { Client } from "pg";
import { atLeastOne } from "../../support/at-least-one";
import { oneOf } from "../../support/effort";
import { Harness, type TestOrganization } from "./support/harness";
import { master } from "./support/postgres";

const rotates = { RotationDays: "30" };
const application = { connectionLimit: 5, statementTimeoutSeconds: 300, idleInTransactionTimeoutSeconds: 60 };

async function tablesOf(client: Client): Promise<string[]> {
  const text = "SELECT relname FROM pg_class WHERE relowner = current_user::regrole AND relkind = 'r'";
  return (await client.query(text)).rows.map(({ relname }) => relname);
}

/** An instance, and what an administrator does to it. */
class Instance {
  constructor(readonly harness: Harness) {}

  repair({ name: organization, secretArn, event }: TestOrganization): Promise<unknown> {
    const { isolation, authentication } = event;
    return this.harness.invoke({
      version: 2,
      task: "repair",
      organization,
      isolation,
      authentication,
      secretArn,
      generatedSecretArns: [],
      logins: { application },
    });
  }

  write(organization: TestOrganization, table: string): Promise<unknown> {
    return this.harness.as(this.harness.content(organization), (client) =>
      client.query(`CREATE TABLE ${table} ()`),
    );
  }

  /** Logs in with what the secret holds now. */
  tables(organization: TestOrganization): Promise<string[]> {
    return this.harness.as(this.harness.content(organization), tablesOf);
  }

  /** RDS gives the master a password that it keeps in a secret: seven days after the last one, or told to manage it. */
  async giveMaster(password: string): Promise<void> {
    await this.harness.setMasterPassword(password);
    this.harness.secrets.put(this.harness.masterSecretArn, JSON.stringify({ ...master, password }));
  }

  /** Whatever a second run could change; a password that is set again gets another salt. */
  async state(organizations: readonly TestOrganization[]): Promise<unknown> {
    const { postgres, secrets } = this.harness;
    const catalogs = [
      "SELECT rolname, rolpassword IS NULL AS no_password, rolcanlogin, rolconnlimit, rolvaliduntil FROM pg_authid ORDER BY 1",
      "SELECT roleid::regrole::text, member::regrole::text, admin_option, inherit_option, set_option FROM pg_auth_members ORDER BY 1, 2",
      "SELECT setdatabase, setrole, setconfig FROM pg_db_role_setting ORDER BY 1, 2",
      "SELECT datname, datdba, datacl::text, datconnlimit, datallowconn FROM pg_database ORDER BY 1",
    ];
    return {
      catalogs: await Promise.all(catalogs.map((text) => postgres.asSuperuser(text))),
      versions: organizations.map(({ secretArn }) => secrets.stages(secretArn)),
    };
  }
}

describe("a shared instance that was restored", () => {
  let instance: Instance;
  let harness: Harness;
  let organizations: TestOrganization[];
  let removed: TestOrganization;
  beforeAll(async () => {
    harness = await Harness.start();
    instance = new Instance(harness);
    organizations = [
      await harness.provisioned("own-database", { isolation: "database" }, rotates),
      await harness.provisioned("own-schema", { isolation: "schema" }, rotates),
      await harness.provisioned("by-token", { authentication: "iam" }, rotates),
    ];
    removed = await harness.provisioned("hooli", {}, rotates);
    for (const one of [...organizations, removed]) await instance.write(one, "early");
  });
  afterAll(() => harness.stop());

  /** Credentials of the snapshot that were given up since. */
  let revoked: { username: string; password?: string; database: string };

  test("has passwords that differ from those in the current secrets", async () => {
    const [first, second] = organizations as [TestOrganization, TestOrganization];
    const snapshot = await harness.postgres.snapshot();
    revoked = harness.content(first);
    for (let times = 0; times < 3; times++) await harness.rotate(first);
    await harness.rotate(second);
    for (const one of organizations) await instance.write(one, "late");
    await harness.remove(removed);
    harness.secrets.delete(removed.secretArn);
    organizations.push(await harness.provisioned("younger", {}, rotates));
    await instance.giveMaster("MasterPasswordOfTheSecondWeek1");

    await harness.postgres.restore(snapshot);
    for (const one of [first, second]) await expect(instance.tables(one)).rejects.toThrow(/password auth/);
  });

  test("is not changed until RDS has set a new master password", async () => {
    const before = await instance.state(organizations);
    await expect(instance.repair(organizations[0] as TestOrganization)).rejects.toThrow(/refused the login/);
    expect(await instance.state(organizations)).toEqual(before);
    await instance.giveMaster("MasterPasswordAfterTheRestore1");
  });

  test("accepts every organization's current secret, unchanged, for the data of the snapshot", async () => {
    const { versions } = (await instance.state(organizations)) as { versions: unknown };
    for (const one of atLeastOne(organizations))
      expect(await instance.repair(one)).toMatchObject({ organization: one.name });
    expect(await instance.state(organizations)).toMatchObject({ versions });
    expect(await Promise.all(organizations.map((one) => instance.tables(one)))).toEqual([
      ["early"],
      ["early"],
      ["early"],
      [],
    ]);
  });

  test("is not changed by a second run", async () => {
    const before = await instance.state(organizations);
    for (const one of atLeastOne(organizations))
      expect(await instance.repair(one)).toEqual({ organization: one.name, repaired: [] });
    expect(await instance.state(organizations)).toEqual(before);
  });

  test("accepts passwords of the snapshot until each secret is rotated once", async () => {
    await harness.as(revoked, (client) => client.query("SELECT"));
    for (const one of organizations) await harness.rotate(one);
    await expect(harness.open(revoked)).rejects.toThrow(/password authentication failed/);
    for (const one of organizations) await instance.tables(one);
  });

  test("reports organizations removed since the snapshot, and locks their logins", async () => {
    await harness.as(harness.content(removed), (client) => client.query("SELECT"));
    harness.logs.splice(0);
    await harness.invoke({ check: "credential-age" });
    const named = harness.logs
      .map((line) => JSON.parse(line))
      .filter(({ message }) => message === "Credentials are overdue")
      .map(({ organization }) => organization);
    expect(named).toEqual(["hooli"]);
    expect(await harness.invoke({ version: 2, task: "lockOut", organization: "hooli" })).toEqual({
      organization: "hooli",
      locked: ["hooli__a", "hooli__b"],
      ended: 0,
    });
    await expect(harness.open(harness.content(removed))).rejects.toThrow(
      /password authentication failed|not permitted to log in/,
    );
    expect(harness.leaks()).toEqual([]);
  });
});

/** docs/restore-organization.md: an instance of the organization's own for a while, made from a snapshot of the shared one. */
test.each(oneOf(["database", "schema"]))(
  "the data of one organization comes out of a shared snapshot (%s)",
  async (isolation) => {
    const harness = await Harness.start();
    try {
      const instance = new Instance(harness);
      const acme = await harness.provisioned("acme", { isolation }, rotates);
      const other = await harness.provisioned("other", { isolation }, rotates);
      for (const one of [acme, other]) await instance.write(one, "early");
      const { database, username: early } = harness.content(acme);
      const snapshot = await harness.postgres.snapshot();
      await harness.rotate(acme);
      await harness.rotate(acme);
      await harness.postgres.restore(snapshot);
      await instance.giveMaster("MasterPasswordAfterTheRestore1");

      await harness.invoke({ ...acme.event, isolation: "instance" });
      const login = harness.content(acme);
      expect([login.database, login.username]).toEqual(["acme", early]);
      expect(await harness.as({ ...login, database }, tablesOf)).toEqual(["early"]);
      if (isolation === "database")
        await expect(harness.open({ ...login, database: "other" })).rejects.toThrow(/permission denied/);
    } finally {
      await harness.stop();
    }
  },
);

test("a dedicated instance is restored in the same way", async () => {
  const harness = await Harness.start({ initialDatabase: "acme" });
  try {
    const instance = new Instance(harness);
    const acme = await harness.provisioned("acme", { isolation: "instance" }, rotates);
    await instance.write(acme, "early");
    const snapshot = await harness.postgres.snapshot();
    await harness.rotate(acme);
    await harness.postgres.restore(snapshot);
    await instance.giveMaster("MasterPasswordAfterTheRestore1");
    await expect(instance.tables(acme)).rejects.toThrow(/password authentication failed/);
    expect(await instance.repair(acme)).toEqual({
      organization: "acme",
      repaired: ["The credentials in the secret did not work: PostgreSQL refused the login of acme__b."],
    });
    expect(await instance.tables(acme)).toEqual(["early"]);
    const before = await instance.state([acme]);
    expect(await instance.repair(acme)).toEqual({ organization: "acme", repaired: [] });
    expect(await instance.state([acme])).toEqual(before);
  } finally {
    await harness.stop();
  }
});
