import { atLeastOne } from "../../support/at-least-one";
import { oneOf, shareOf } from "../../support/effort";
import { anyIsolation, type Content, Harness, rotationSteps } from "./support/harness";
import { sharedDatabase } from "./support/postgres";

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.stop());

describe("a rotation", () => {
  test("alternates the logins; credentials that pods hold remain valid for one more period", async () => {
    const organization = await harness.provisioned("alternating");
    const held = [harness.content(organization)];
    for (let rotation = 1; rotation <= 3; rotation++) {
      await harness.rotate(organization);
      held.push(harness.content(organization));
    }
    const [a, b] = ["alternating__a", "alternating__b"];
    expect(held.map(({ username }) => username)).toEqual([a, b, a, b]);
    expect(new Set(held.map(({ password }) => password)).size).toBe(4);
    expect(await Promise.all(held.map(harness.works))).toEqual([false, false, true, true]);
    expect(harness.stagesOf(organization)).toEqual([["AWSCURRENT"], ["AWSPREVIOUS"]]);
  });

  test("changes the user name and the password and nothing else", async () => {
    const organization = await harness.provisioned("steady", { isolation: "schema" });
    const { username, password, ...before } = harness.content(organization);
    await harness.rotate(organization);
    const after = harness.content(organization);
    expect(Date.parse(after.written ?? "")).toBeGreaterThan(Date.parse(before.written ?? ""));
    expect(after).toEqual({
      ...before,
      written: expect.any(String),
      username: "steady__b",
      password: expect.stringMatching(/^[A-Za-z0-9]{40}$/),
    });
  });

  test("may repeat each of its steps", async () => {
    const organization = await harness.provisioned("repeating", anyIsolation);
    const held = harness.content(organization);
    const token = harness.secrets.beginRotation(organization.secretArn);
    for (const step of atLeastOne(rotationSteps)) {
      await harness.rotationStep(organization.secretArn, token, step);
      await harness.rotationStep(organization.secretArn, token, step);
      expect(await harness.works(harness.content(organization))).toBe(true);
    }
    expect(await harness.works(held)).toBe(true);
    expect(Object.keys(harness.secrets.stages(organization.secretArn))).toHaveLength(2);
    expect(harness.secrets.stages(organization.secretArn)[token]).toEqual(["AWSCURRENT"]);
  });

  test("yields to a concurrent apply, and can be started again", async () => {
    const organization = await harness.provisioned("overtaken", { isolation: "schema" });
    const { secretArn, event } = organization;
    const token = harness.secrets.beginRotation(secretArn);
    await harness.rotationStep(secretArn, token, "createSecret");
    await harness.rotationStep(secretArn, token, "setSecret");
    await harness.invoke({ ...event, isolation: "database" });
    expect(harness.content(organization)).toMatchObject({ database: "overtaken", username: "overtaken__a" });
    await expect(harness.rotationStep(secretArn, token, "finishSecret")).rejects.toThrow(/is not AWSPENDING/);
    await harness.rotate(organization);
    expect(harness.content(organization)).toMatchObject({ database: "overtaken", username: "overtaken__b" });
    expect(await harness.works(harness.content(organization))).toBe(true);
  });
});

describe("a schedule that does not rotate at once", () => {
  test.each(oneOf(["password", "iam"]))(
    "is tested with the current credentials (%s)",
    async (authentication) => {
      const organization = await harness.provisioned(`tried-${authentication}`, { authentication });
      const held = harness.content(organization);
      await harness.tryRotation(organization);
      await harness.tryRotation(organization, JSON.stringify(held));
      expect(harness.content(organization)).toEqual(held);
      expect(harness.stagesOf(organization)).toEqual([["AWSCURRENT"]]);
      await harness.rotate(organization);
      expect(await harness.works(held)).toBe(true);
    },
  );

  test("is refused if the current credentials do not work", async () => {
    const organization = await harness.provisioned("tried-in-vain", anyIsolation);
    await harness.postgres.asSuperuser("ALTER ROLE tried_in_vain__a NOLOGIN");
    await expect(harness.tryRotation(organization)).rejects.toThrow(/refused the login/);
  });
});

describe("a version that is stuck in AWSPENDING", () => {
  const stuck: [reason: string, text: (current: Content) => string][] = [
    ["is not readable", () => "not JSON"],
    [
      "names the current login",
      (current: Content) => JSON.stringify({ ...current, password: "put-there-by-hand" }),
    ],
    ["names a foreign login", (current: Content) => JSON.stringify({ ...current, username: "dbadmin" })],
    [
      "leads to another host",
      (current: Content) => JSON.stringify({ ...current, username: "b", host: "evil.example" }),
    ],
    ["has no password", ({ password, ...current }: Content) => JSON.stringify(current)],
  ];
  test.each(shareOf(stuck, 0, 3))("and %s is abandoned; the next rotation works", async (reason, text) => {
    const organization = await harness.provisioned(`stuck-${reason.replaceAll(" ", "-")}`, {
      isolation: "schema",
    });
    const { secretArn } = organization;
    const current = harness.content(organization);
    harness.secrets.beginRotation(secretArn);
    harness.secrets.putPending(secretArn, text(current));
    await expect(harness.rotate(organization)).rejects.toThrow(/was abandoned. Rotate again/);
    expect(harness.content(organization)).toEqual(current);
    expect(await harness.works(current)).toBe(true);
    await harness.rotate(organization);
    expect(await harness.works(harness.content(organization))).toBe(true);
    expect(harness.content(organization).username).not.toBe(current.username);
  });
});

describe("a rotation is refused", () => {
  const refused = async (secretArn: string, message: RegExp) =>
    expect(harness.rotate({ secretArn })).rejects.toThrow(message);

  test("for a version that Secrets Manager did not stage", async () => {
    const { secretArn } = await harness.provisioned("unstaged", { isolation: "schema" });
    const invented = "00000000-0000-4000-8000-000000000000";
    await expect(harness.rotationStep(secretArn, invented, "createSecret")).rejects.toThrow(
      /is not AWSPENDING/,
    );
    expect(Object.keys(harness.secrets.stages(secretArn))).toHaveLength(1);
  });

  test("for secrets without tags, with other tags, and of another kind", async () => {
    const tags = { Organization: "acme", Environment: "test" };
    await refused(harness.secrets.create("bare-test-database-credentials"), /tags Organization=none/);
    await refused(harness.secrets.create("globex-test-database-credentials", tags), /is not the one of/);
    await refused(harness.secrets.create("acme-test-app-encryption-key", tags), /is not the one of/);
    await refused(
      harness.secrets.create("acme-test-database-credentials", { ...tags, Environment: "prod" }),
      /is not the one of organization acme in test/,
    );
    await refused(harness.masterSecretArn, /is not the one of/);
  });

  test.each([
    ["nothing yet", undefined, /contains no credentials that this function wrote/],
    ["something typed", "hunter2", /contains no credentials that this function wrote/],
    ["another instance", { host: "evil.example" }, /names hand__a on evil.example/],
    ["another organization's login", { username: "victim__a" }, /names victim__a on localhost/],
    ["the master's login", { username: "dbadmin" }, /names dbadmin on localhost/],
  ])("for a secret that holds %s", async (kind, change, message) => {
    const organization = harness.organization("hand");
    const valid = {
      engine: "postgres",
      host: "localhost",
      port: "5432",
      database: "hand",
      sslmode: "verify-full",
    };
    const text =
      typeof change === "object"
        ? JSON.stringify({ ...valid, username: "hand__a", password: "put-there-by-hand", ...change })
        : change;
    if (text !== undefined) harness.secrets.put(organization.secretArn, text);
    await refused(organization.secretArn, message);
    expect(harness.secrets.text(organization.secretArn)).toBe(text);
    expect(kind).toBeDefined();
  });
});

describe("a rotation restores to the next login", () => {
  const lost: [what: string, statement: string][] = [
    ["the role it acts as", "ALTER ROLE %__b RESET role"],
    ["the right to act as the owner", "SET ROLE dbadmin; REVOKE %__owner FROM %__b"],
    ["the right to connect to its database", "REVOKE CONNECT ON DATABASE % FROM %__b"],
    ["temporary tables", "REVOKE TEMPORARY ON DATABASE % FROM %__owner"],
    ["its connections", "ALTER ROLE %__b CONNECTION LIMIT 0; ALTER DATABASE % CONNECTION LIMIT 0"],
  ];
  test.each(shareOf(lost, 0, 3))("%s", async (what, statement) => {
    const name = `healed-${what.split(" ").at(-1)}`;
    const stem = name.replaceAll("-", "_");
    const organization = await harness.provisioned(name);
    await harness.postgres.asSuperuser(statement.replaceAll("%", stem), stem);
    await harness.rotate(organization);
    expect(harness.content(organization).username).toBe(`${stem}__b`);
    expect(await harness.works(harness.content(organization))).toBe(true);
  });

  test("from pods that never reread their secret, and hold all its connections", async () => {
    const organization = await harness.provisioned("hoarding", { ...anyIsolation, connectionLimit: 1 });
    const stale = await harness.open(harness.content(organization));
    await harness.rotate(organization);
    await stale.query("SELECT 1");
    await harness.rotate(organization);
    await expect(stale.query("SELECT 1")).rejects.toThrow();
    expect(await harness.works(harness.content(organization))).toBe(true);
  });
});

describe("the label does not move when the new login", () => {
  const broken: [reason: string, statement: string, message: RegExp][] = [
    ["may not log in", "ALTER ROLE %__b NOLOGIN", /PostgreSQL refused the login/],
    ["finds a schema that is not its owner's", "ALTER SCHEMA % OWNER TO rdsadmin", /belongs to rdsadmin/],
    ["would not act as its owner", "ALTER ROLE %__owner RENAME TO %__gone", /does not exist/],
  ];
  test.each(shareOf(broken, 0, 3))("%s", async (reason, statement, message) => {
    const name = `broken-${reason.replaceAll(/[ ']/g, "-")}`;
    const stem = name.replaceAll("-", "_");
    const organization = await harness.provisioned(name, { isolation: "schema" });
    const held = harness.content(organization);
    await harness.postgres.asSuperuser(statement.replaceAll("%", stem), sharedDatabase);
    await expect(harness.rotate(organization)).rejects.toThrow(message);
    expect(harness.content(organization)).toEqual(held);
    expect(await harness.works(held)).toBe(true);
  });

  test("belongs to an organization that was removed", async () => {
    const organization = await harness.provisioned("removed", anyIsolation);
    await harness.remove(organization);
    await expect(harness.rotate(organization)).rejects.toThrow(/refused the login/);
    expect(
      await harness.postgres.asSuperuser("SELECT FROM pg_roles WHERE rolname ~ '^removed' AND rolcanlogin"),
    ).toEqual([]);
  });
});

describe("with IAM authentication", () => {
  const enabled = async (stem: string) =>
    (
      await harness.postgres.asSuperuser<{ rolname: string }>(
        `SELECT rolname FROM pg_roles WHERE rolname LIKE '${stem}\\_\\_%' AND rolcanlogin ORDER BY 1`,
      )
    ).map(({ rolname }) => rolname.replace(`${stem}__`, ""));

  test("a rotation changes nothing and finishes", async () => {
    const organization = await harness.provisioned("passwordless", {
      ...anyIsolation,
      authentication: "iam",
    });
    const before = harness.content(organization);
    await harness.rotate(organization);
    expect(harness.content(organization)).toEqual(before);
    expect(harness.stagesOf(organization)).toEqual([["AWSCURRENT"], ["AWSPREVIOUS"]]);
  });

  test("the label does not move if RDS would not require a token of the login", async () => {
    const organization = await harness.provisioned("tokenless", { ...anyIsolation, authentication: "iam" });
    await harness.postgres.asSuperuser("SET ROLE dbadmin; REVOKE rds_iam FROM tokenless__iam");
    await expect(harness.rotate(organization)).rejects.toThrow(/is asked for an IAM token/);
  });

  test("passwords that pods hold remain valid until the second rotation after the change to tokens", async () => {
    const organization = await harness.provisioned("leaving-passwords");
    const held = harness.content(organization);
    await harness.invoke({ ...organization.event, authentication: "iam" });
    expect(harness.content(organization)).not.toHaveProperty("password");
    await harness.rotate(organization);
    expect([await harness.works(held), await harness.works(harness.content(organization))]).toEqual([
      true,
      true,
    ]);
    await harness.rotate(organization);
    expect(await harness.works(held)).toBe(false);
    expect(await enabled("leaving_passwords")).toEqual(["iam"]);
  });

  test("tokens remain valid until the second rotation after the change to passwords", async () => {
    const organization = await harness.provisioned("leaving-tokens", {
      ...anyIsolation,
      authentication: "iam",
    });
    const held = harness.content(organization);
    await harness.invoke({ ...organization.event, authentication: "password" });
    await harness.rotate(organization);
    expect([await harness.works(held), await harness.works(harness.content(organization))]).toEqual([
      true,
      true,
    ]);
    await harness.rotate(organization);
    expect(await harness.works(held)).toBe(false);
    expect(await enabled("leaving_tokens")).toEqual(["a", "b"]);
  });

  test("a change to tokens and back before a rotation keeps the first password", async () => {
    const organization = await harness.provisioned("undecided", anyIsolation);
    const held = harness.content(organization);
    await harness.invoke({ ...organization.event, authentication: "iam" });
    await harness.invoke(organization.event);
    expect(harness.content(organization).username).toBe("undecided__b");
    expect([await harness.works(held), await harness.works(harness.content(organization))]).toEqual([
      true,
      true,
    ]);
  });
});

test("no password shows in a log, a returned value, an error or PostgreSQL's log", () => {
  expect(harness.secrets.texts.length).toBeGreaterThan(40);
  expect(harness.leaks()).toEqual([]);
});
