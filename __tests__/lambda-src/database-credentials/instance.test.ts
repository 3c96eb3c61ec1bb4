import { full } from "../../support/effort";
import { Harness } from "./support/harness";
import { master, sharedDatabase, type Version } from "./support/postgres";

const versions = full<Version[]>(["17"], ["16", "17", "18"]);

describe.each(versions)("PostgreSQL %s of an organization's own, as RDS leaves it,", (version) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start({ version, initialDatabase: "umbrella" });
  });
  afterAll(() => harness.stop());

  test("admits every login to the database that it was created with", async () => {
    const [row] = await harness.postgres.asSuperuser(
      `SELECT pg_get_userbyid(datdba) AS owner, has_database_privilege('rds_iam', oid, 'CONNECT') AS open
       FROM pg_database WHERE datname = 'umbrella'`,
    );
    expect(row).toEqual({ owner: master.username, open: true });
  });

  test("is refused to an organization while that database has another organization's data", async () => {
    await harness.postgres.asSuperuser("CREATE TABLE found_here ()", "umbrella");
    const { event } = harness.organization("umbrella", { isolation: "instance" });
    await expect(harness.invoke(event)).rejects.toThrow(
      /Database umbrella belongs to dbadmin and is not empty/,
    );
    await harness.postgres.asSuperuser("DROP TABLE found_here", "umbrella");
  });

  test("gives that database to its organization, from provisioning to removal", async () => {
    const tags = { DropDataOnRemoval: "true" };
    const organization = await harness.provisioned("umbrella", { isolation: "instance" }, tags);
    const works = () =>
      harness.as(harness.content(organization), (client) =>
        client.query("CREATE TABLE IF NOT EXISTS mine ()"),
      );
    await works();
    await harness.rotate(organization);
    await works();
    await harness.invoke(organization.event);
    const [row] = await harness.postgres.asSuperuser(
      `SELECT pg_get_userbyid(datdba) AS owner, has_database_privilege('rds_iam', oid, 'CONNECT') AS open
       FROM pg_database WHERE datname = 'umbrella'`,
    );
    expect(row).toEqual({ owner: "umbrella__owner", open: false });
    await harness.remove(organization);
    await harness.invoke(organization.event);
    await works();
  });

  test("accepts organizations of the other isolations, too", async () => {
    for (const isolation of ["schema", "database"]) {
      const organization = await harness.provisioned(`guest-${isolation}`, { isolation });
      await harness.rotate(organization);
      await harness.as(harness.content(organization), (client) => client.query("CREATE TABLE mine ()"));
    }
  });
});

describe("a shared instance, as RDS leaves it,", () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start();
  });
  afterAll(() => harness.stop());

  test("is closed when its first organization is provisioned, of any isolation, and earlier sessions end", async () => {
    await harness.postgres.asSuperuser("CREATE ROLE early LOGIN PASSWORD 'bird'");
    const early = { username: "early", password: "bird", database: sharedDatabase };
    const session = await harness.open(early);
    const first = await harness.provisioned("first");
    await expect(session.query("SELECT")).rejects.toThrow();
    await expect(harness.open(early)).rejects.toThrow(/permission denied for database/);
    const { username, password } = harness.content(first);
    await expect(harness.open({ username, password, database: sharedDatabase })).rejects.toThrow(
      /permission denied for database/,
    );
    const later = await harness.provisioned("later", { isolation: "schema" });
    await harness.as(harness.content(later), (client) => client.query("CREATE TABLE mine ()"));
  });

  test("is not used while every login may connect to its maintenance database", async () => {
    await harness.postgres.asSuperuser(
      "ALTER DATABASE postgres OWNER TO rdsadmin; GRANT CONNECT ON DATABASE postgres TO PUBLIC",
    );
    await expect(harness.invoke(harness.organization("unlucky").event)).rejects.toThrow(
      /Every login of the instance may connect to postgres/,
    );
  });
});
