import { command as leftovers } from "../../scripts/leftovers";
import { command as repair } from "../../scripts/repair";
import { command as sessions } from "../../scripts/sessions";
import { DeployedEnvironment } from "./support/deployed-environment";

let environment: DeployedEnvironment;
beforeAll(async () => {
  environment = await DeployedEnvironment.start();
  await environment.call(repair, "test", "acme");
  await environment.harness.provisioned("hooli");
});
afterAll(() => environment.stop());

const roles = (stem: string) =>
  environment.harness.postgres.asSuperuser(
    `SELECT rolname FROM pg_roles WHERE rolname LIKE '${stem}\\_\\_%' AND rolcanlogin`,
  );

describe("sessions", () => {
  test("are shown in a table", async () => {
    const { harness, secretArn } = environment;
    const client = await harness.open(harness.content({ secretArn }));
    const { status, stdout, stderr } = await environment.call(sessions, "test");
    await client.end();
    expect([status, stderr]).toEqual([0, ""]);
    // Those of the server's own users stand there, too, and may be wider.
    const [head = "", ...rows] = stdout.trimEnd().split("\n");
    const row = rows.find((one) => one.startsWith("acme__a ")) as string;
    expect([head, row].map((line) => line.split(/ {2,}/))).toEqual([
      [
        "login",
        "database",
        "sessions",
        "idle in transaction",
        "oldest transaction",
        "transactions since",
        "locks",
      ],
      ["acme__a", "acme", "1", "0", "0 s", "0", "0"],
    ]);
    const startsOf = (line: string) =>
      [...line.matchAll(/ {2,}(?=\S)/g)].map(({ index, 0: { length } }) => index + length);
    expect(startsOf(row)).toEqual(startsOf(head));
  });

  test("of an organization end on request", async () => {
    const { harness, secretArn } = environment;
    const client = await harness.open(harness.content({ secretArn }));
    expect(await environment.call(sessions, "test", "acme", "--end")).toEqual({
      status: 0,
      stdout: "Sessions of acme ended: 1.\n",
      stderr: "",
    });
    await client.end().catch(() => {});
  });

  test("do not end without a name", async () => {
    const { status, stderr } = await environment.call(sessions, "test", "--end");
    expect([status, stderr.split("\n")[0]]).toEqual([
      2,
      "--end needs the organization whose sessions it ends.",
    ]);
  });
});

describe("leftovers of a removed organization", () => {
  test("do not include those of an existing organization", async () => {
    for (const option of ["--lock", "--drop"]) {
      const { status, stdout, stderr } = await environment.call(leftovers, "test", "acme", option);
      expect([status, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(
        /^acme is in the config of test and uses the shared instance\. To remove it: npm run destroy -- test org-acme/,
      );
    }
    expect(await roles("acme")).toHaveLength(2);
  });

  test("change only if the command says how", async () => {
    for (const options of [[], ["--lock", "--drop"]]) {
      const { status, stderr } = await environment.call(leftovers, "test", "hooli", ...options);
      expect([status, stderr.split("\n")[0]]).toEqual([2, "Use either --lock or --drop."]);
    }
  });

  test("are not dropped while its login works; they are locked, then dropped", async () => {
    const early = await environment.call(leftovers, "test", "hooli", "--drop");
    expect([early.status, early.stdout]).toEqual([1, ""]);
    expect(early.stderr).toContain("hooli__a, hooli__b can log in. ");
    expect(await environment.call(leftovers, "test", "hooli", "--lock")).toEqual({
      status: 0,
      stdout: "Locked: hooli__a, hooli__b. Sessions ended: 0. The data of hooli stays.\n",
      stderr: "",
    });
    expect(await roles("hooli")).toEqual([]);
    for (let time = 0; time < 2; time++)
      expect(await environment.call(leftovers, "test", "hooli", "--drop")).toEqual({
        status: 0,
        stdout: "Nothing of hooli is left on the shared instance.\n",
        stderr: "",
      });
    expect(
      await environment.harness.postgres.asSuperuser("SELECT FROM pg_database WHERE datname = 'hooli'"),
    ).toEqual([]);
  });
});
