import { createHandler } from "../../../lambda-src/database-credentials/dispatch";
import { DatabaseError } from "../../../lambda-src/database-credentials/errors";
import type { Connect } from "../../../lambda-src/database-credentials/sql/session";
import { oneOf, shareOf } from "../../support/effort";
import { type Content, Harness } from "./support/harness";

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.stop());

/** Runs `work` while a session with the credentials repeats statements, and comes back where it was ended. */
async function during<T>(
  credentials: Content,
  statements: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  let goesOn = true;
  const repeated = async () => {
    while (goesOn) {
      const client = await harness.open(credentials).catch(() => undefined);
      let isOpen = client !== undefined;
      client?.once("end", () => {
        isOpen = false;
      });
      while (client && goesOn && isOpen) {
        for (const statement of statements) await client.query(statement).catch(() => {});
        // Statements on a connection that was ended fail without waiting for anything.
        await new Promise((resolve) => setImmediate(resolve));
      }
      await client?.end().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  const repeating = repeated();
  try {
    return await work();
  } finally {
    goesOn = false;
    await repeating;
  }
}

describe("a session that repeatedly revokes what a rotation grants prevents none from finishing:", () => {
  const attacks: [what: string, isolation: string, statements: string[]][] = [
    ["connections of the database", "database", ["ALTER DATABASE % CONNECTION LIMIT 0"]],
    ["the next login's way in", "database", ["REVOKE CONNECT ON DATABASE % FROM %__b"]],
    ["the schema", "schema", ["DROP SCHEMA % CASCADE"]],
  ];
  test.each(shareOf(attacks, 0, 2))("%s", async (what, isolation, statements) => {
    const name = `taker-${what.split(" ").at(-1)}`;
    const stem = name.replaceAll("-", "_");
    const organization = await harness.provisioned(name, { isolation });
    const stolen = harness.content(organization);
    const attack = statements.map((statement) => statement.replaceAll("%", stem));
    await during(stolen, attack, async () => {
      await harness.rotate(organization);
      expect(harness.content(organization).username).toBe(`${stem}__b`);
      await harness.rotate(organization);
    });
    expect(harness.content(organization).username).toBe(`${stem}__a`);
    await expect(harness.open(stolen)).rejects.toThrow();
    await harness.invoke(organization.event);
    await harness.as(harness.content(organization), (client) =>
      client.query("CREATE TABLE mine (); DROP TABLE mine"),
    );
  });
});

test.each(oneOf(["schema", "database"]))(
  "an organization that keeps granting objects to another one does not prevent its removal (%s)",
  async (isolation) => {
    const leaver = await harness.provisioned(
      `leaver-${isolation}`,
      { isolation },
      { DropDataOnRemoval: "true" },
    );
    const giver = await harness.provisioned(`giver-${isolation}`, { isolation });
    const gifts = [
      "CREATE TABLE IF NOT EXISTS t (i int)",
      `GRANT SELECT ON t TO leaver_${isolation}__a, leaver_${isolation}__owner`,
    ];
    const content = harness.content(giver);
    await harness.as(content, async (client) => {
      for (const statement of gifts) await client.query(statement);
    });
    const removed = await during(content, gifts, () => harness.remove(leaver));
    expect(removed).toMatchObject({ dataDropped: true, rolesLeft: [] });
    await harness.as(content, (client) => client.query("SELECT FROM t"));
  },
);

test("a session that revokes the function's access to its database, after the function granted it, is ended", async () => {
  const organization = await harness.provisioned("closer");
  const client = await harness.open(harness.content(organization));
  const context = harness.context();
  let times = 1;
  const connect: Connect = async (login) => {
    if (login.database === "closer" && times-- > 0)
      await client.query("ALTER DATABASE closer CONNECTION LIMIT 0");
    return context.connect(login);
  };
  await createHandler({ ...context, connect })(organization.event);
  await expect(client.query("SELECT 1")).rejects.toThrow();
  await harness.as(harness.content(organization), (again) => again.query("SELECT 1"));
});

describe("a statement that conflicts with another session's change", () => {
  /** Provisions with a connection on which the first statements like one fail. */
  async function provisionedWith(failure: DatabaseError, times: number): Promise<{ log: string[] }> {
    const organization = harness.organization(`late-${failure.code.toLowerCase()}-${times}`);
    const context = harness.context();
    let left = times;
    const connect: Connect = async (login) => {
      const session = await context.connect(login);
      return {
        ...session,
        query: async <Row>(text: string, values?: readonly unknown[]) => {
          if (text.startsWith("ALTER DEFAULT PRIVILEGES") && left-- > 0) throw failure;
          return session.query<Row>(text, values);
        },
      };
    };
    const before = harness.logs.length;
    await createHandler({ ...context, connect })(organization.event);
    return { log: harness.logs.slice(before).filter((line) => line.includes("Repeats the task")) };
  }

  const passing = [
    new DatabaseError("XX000", "tuple concurrently updated"),
    new DatabaseError("40P01", "deadlock detected"),
    new DatabaseError("42P01", 'relation "t" does not exist'),
  ];
  test.each(oneOf(passing))("repeats its task: %s", async (failure) => {
    expect((await provisionedWith(failure, 2)).log).toHaveLength(2);
    await expect(provisionedWith(failure, 5)).rejects.toThrow(failure.message);
  });

  test("repeats nothing for another error", async () => {
    const failure = new DatabaseError("XX000", "could not read block 1 in file");
    await expect(provisionedWith(failure, 1)).rejects.toThrow("could not read block");
  });
});
