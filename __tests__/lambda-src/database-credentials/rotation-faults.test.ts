import { full } from "../../support/effort";
import { type Content, Harness, type TestOrganization } from "./support/harness";

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.stop());

describe("a rotation", () => {
  test("killed at any step and started again it finishes; current and previous credentials always work", async () => {
    const organization = await harness.provisioned("mortal", { isolation: "schema" });
    const held = harness.content(organization);
    let step = 0;
    while (!(await harness.killedBefore(step, () => harness.rotate(organization)))) {
      expect(await harness.works(held)).toBe(true);
      if (harness.content(organization).username !== held.username) break;
      step += full(10, 1);
    }
    expect(step).toBeGreaterThan(25);
    expect(harness.content(organization).username).toBe("mortal__b");
    expect([await harness.works(held), await harness.works(harness.content(organization))]).toEqual([
      true,
      true,
    ]);
    await harness.rotate(organization);
    expect(harness.content(organization).username).toBe("mortal__a");
    expect(harness.stagesOf(organization)).toEqual([["AWSCURRENT"], ["AWSPREVIOUS"]]);
  });

  test.each([
    ["throttled", "throttle", 6],
    ["cut before it arrives", "cut before", 3],
    ["cut before it is answered", "cut after", 3],
  ] as const)("survives that a call of Secrets Manager is %s, again and again", async (_, fault, every) => {
    const organization = await harness.provisioned(`faulty-${fault.replace(" ", "-")}`, {
      isolation: "schema",
    });
    let requests = 0;
    harness.secrets.fault = () => (requests++ % every === 0 ? fault : undefined);
    await harness.rotate(organization).finally(() => {
      harness.secrets.fault = undefined;
    });
    expect(requests).toBeGreaterThan(20);
    expect(await harness.works(harness.content(organization))).toBe(true);
    expect(harness.content(organization).username).toMatch(/__b$/);
  });
});

describe("under load", () => {
  /** A pod: reads its secret when told to, and in the meantime opens connections with what it read. */
  class Pod {
    readonly failures: string[] = [];
    served = 0;
    private held: Content;
    private running = true;
    private readonly loop: Promise<void>;

    constructor(private readonly organization: TestOrganization) {
      this.held = harness.content(organization);
      this.loop = this.serve();
    }

    read(): void {
      this.held = harness.content(this.organization);
    }

    /** Waits until it has been served more often than that, however long it takes. */
    async servedMoreThan(times: number): Promise<void> {
      while (this.served <= times) await new Promise((resolve) => setTimeout(resolve, 5));
    }

    async stop(): Promise<void> {
      this.running = false;
      await this.loop;
    }

    private async serve(): Promise<void> {
      while (this.running) {
        const used = this.held;
        await harness
          .as(used, async (client) => {
            await client.query("INSERT INTO visits DEFAULT VALUES");
            await new Promise((resolve) => setTimeout(resolve, 5));
            await client.query("UPDATE visits SET again = true WHERE id = (SELECT max(id) FROM visits)");
            this.served++;
          })
          .catch((error) => {
            // Class 28: a login that failed; class 42: a right that was missing. A database that restarts is neither.
            // Nor is a connection that was under way while the pod read newer credentials: its own may end meanwhile.
            if (/^(28|42)/.test(error.code ?? "") && used === this.held) this.failures.push(error.message);
          });
        await new Promise((resolve) => setTimeout(resolve, full(200, 0)));
      }
    }
  }

  /** What goes wrong during the rotations, one after the other. */
  const mishaps = [
    async () => true,
    async (rotate: () => Promise<void>) => {
      // Killed after it has changed the password, before the test.
      expect(await harness.killedBefore(26, rotate)).toBe(false);
    },
    async (rotate: () => Promise<void>) => {
      const rotation = rotate();
      await harness.postgres.restart();
      await rotation.catch(() => {});
    },
    async (rotate: () => Promise<void>) => {
      expect(await harness.killedBefore(30, rotate)).toBe(false);
    },
    async (rotate: () => Promise<void>) => {
      let requests = 0;
      harness.secrets.fault = () => (++requests % 3 === 0 ? "cut after" : undefined);
      await rotate().finally(() => {
        harness.secrets.fault = undefined;
      });
    },
  ];

  test("no login fails while it is within its period, whatever happens to the rotations", async () => {
    const organization = await harness.provisioned("loaded", { connectionLimit: 20 });
    await harness.as(harness.content(organization), (client) =>
      client.query("CREATE TABLE visits (id serial PRIMARY KEY, again boolean)"),
    );
    const pods = Array.from({ length: 4 }, () => new Pod(organization));
    for (const mishap of mishaps) {
      const before = harness.content(organization).username;
      await mishap(() => harness.rotate(organization));
      if (harness.content(organization).username === before) await harness.rotate(organization);
      // Two pods read the new credentials at once, two as late as they may: when the next rotation begins.
      for (const pod of pods.slice(0, 2)) pod.read();
      await new Promise((resolve) => setTimeout(resolve, 100));
      for (const pod of pods.slice(2)) pod.read();
    }
    await Promise.all(pods.map((pod) => pod.servedMoreThan(full(4, 20))));
    await Promise.all(pods.map((pod) => pod.stop()));

    expect(pods.flatMap(({ failures }) => failures)).toEqual([]);
    const owners = await harness.postgres.asSuperuser(
      "SELECT DISTINCT relowner::regrole::text AS owner FROM pg_class WHERE relname LIKE 'visits%'",
      "loaded",
    );
    expect(owners).toEqual([{ owner: "loaded__owner" }]);
  });
});

test("no password shows in a log, a returned value, an error or PostgreSQL's log", () => {
  expect(harness.secrets.texts.length).toBeGreaterThan(10);
  expect(harness.leaks()).toEqual([]);
});
