import fc from "fast-check";
import { atLeastOne } from "../../support/at-least-one";
import { drawn, full, seed } from "../../support/effort";
import { Harness, type TestOrganization } from "./support/harness";

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.stop());

/** What happens to an organization, in an order that chance gives. */
const task = fc.constantFrom(
  "provision",
  "rotate",
  "move",
  "change method",
  "change reading",
  "repair",
  "remove",
  "drop",
);

/** What goes wrong meanwhile. */
const mishap = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: "none" } as const) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("kill" as const), at: fc.nat({ max: 60 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: "restart" } as const) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("silence" as const), after: fc.nat({ max: 40 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("hostile" as const), what: fc.nat({ max: 7 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("throttled" as const), every: fc.integer({ min: 2, max: 6 }) }),
  },
);

const history = fc.array(fc.record({ task, mishap }), { minLength: 3, maxLength: 6 });

/** What a hostile login does before a task; each may be refused. Its own password is what RDS keeps it from. */
const sabotage = (stem: string) => [
  `SET ROLE NONE; ALTER ROLE ${stem}__a SET default_transaction_read_only = on; ALTER ROLE ${stem}__a SET role = none`,
  `SET ROLE NONE; ALTER ROLE ${stem}__b SET search_path = nowhere; ALTER ROLE ${stem}__b SET statement_timeout = 1`,
  `ALTER DATABASE ${stem} SET default_transaction_read_only = on; ALTER DATABASE ${stem} IS_TEMPLATE true`,
  `ALTER DATABASE ${stem} CONNECTION LIMIT 0; REVOKE CONNECT ON DATABASE ${stem} FROM dbadmin, ${stem}__a, ${stem}__b`,
  `DROP SCHEMA IF EXISTS ${stem}, public CASCADE`,
  `REVOKE ALL ON DATABASE ${stem} FROM ${stem}__owner`,
  "CREATE FUNCTION pg_has_role(name, oid, text) RETURNS bool LANGUAGE sql AS 'SELECT 1/0 = 1'",
  `CREATE TABLE shown (); GRANT ALL ON shown TO ${stem}__a; ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO ${stem}__a, ${stem}__b; SET ROLE NONE; ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO ${stem}__owner`,
];

interface Step {
  readonly task: string;
  readonly mishap: {
    readonly kind: string;
    readonly at?: number;
    readonly after?: number;
    readonly what?: number;
    readonly every?: number;
  };
}

/** One organization's life. */
class Life {
  private isolation = "schema";
  private authentication = "password";
  private reads = false;
  private removed = false;

  constructor(private readonly organization: TestOrganization) {}

  async run(steps: readonly Step[]): Promise<void> {
    await harness.invoke(this.event());
    for (const step of steps) {
      await this.meet(step);
      await this.finish(step.task);
      await this.check();
    }
  }

  /** The task with its mishap: it may fail. */
  private async meet({
    task: name,
    mishap: { kind, at = 0, after = 0, what = 0, every = 2 },
  }: Step): Promise<void> {
    const attempt = () => this.perform(name).catch(() => {});
    switch (kind) {
      case "kill":
        await harness.killedBefore(at, () => this.perform(name)).catch(() => {});
        break;
      case "restart": {
        const under = attempt();
        await harness.postgres.restart();
        await under;
        break;
      }
      case "silence":
        await harness.silentAfter(after, attempt);
        break;
      case "hostile":
        await this.plant(what);
        break;
      case "throttled": {
        let calls = 0;
        harness.secrets.fault = () => (++calls % every === 0 ? "throttle" : undefined);
        await attempt().finally(() => {
          harness.secrets.fault = undefined;
        });
        break;
      }
    }
  }

  private async plant(what: number): Promise<void> {
    const stem = this.organization.name.replaceAll("-", "_");
    const credentials = harness.content(this.organization);
    if (!credentials || this.removed) return;
    await harness
      .as(credentials, async (client) => {
        for (const statement of (sabotage(stem)[what] ?? "").split("; "))
          await client.query(statement).catch(() => {});
      })
      .catch(() => {});
  }

  /** Whatever was interrupted is done again, as Terraform and Secrets Manager do it. */
  private async finish(name: string): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.perform(name);
      } catch (error) {
        if (attempt === 2 || this.removed) throw error;
      }
    }
  }

  private async perform(name: string): Promise<void> {
    switch (name) {
      case "rotate":
        if (this.removed) return;
        // Given up once, where the version that is pending does not follow any more.
        return harness.rotate(this.organization);
      case "move":
        this.isolation = this.isolation === "schema" ? "database" : "schema";
        break;
      case "change method":
        this.authentication = this.authentication === "password" ? "iam" : "password";
        break;
      case "change reading":
        this.reads = !this.reads;
        break;
      case "remove":
        this.removed = true;
        await harness.remove(this.organization);
        return;
      case "drop":
        if (!this.removed) return this.perform("repair");
        await harness.invoke({ version: 2, task: "removeLeftovers", organization: this.organization.name });
        return;
    }
    this.removed = false;
    await harness.invoke(name === "repair" ? { ...this.event(), task: "repair" } : this.event());
  }

  private event() {
    const application = {
      connectionLimit: 5,
      statementTimeoutSeconds: 300,
      idleInTransactionTimeoutSeconds: 60,
    };
    return {
      version: 2,
      task: "provision",
      organization: this.organization.name,
      isolation: this.isolation,
      authentication: this.authentication,
      secretArn: this.organization.secretArn,
      generatedSecretArns: [],
      logins: { application, ...(this.reads && { readOnly: application }) },
    };
  }

  /** What is promised whatever came before. */
  private async check(): Promise<void> {
    const stem = this.organization.name.replaceAll("-", "_");
    const content = harness.content(this.organization);
    expect(await harness.works(content)).toBe(!this.removed);
    const reader = { username: `${stem}__ro`, database: content.database };
    expect(await harness.works(reader)).toBe(this.reads && !this.removed);
    await harness.endReused();
    const [left] = await harness.postgres.asSuperuser(
      `SELECT (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory') AS locks,
              (SELECT count(*)::int FROM pg_stat_activity WHERE usename = 'dbadmin') AS sessions,
              (SELECT count(*)::int FROM pg_auth_members WHERE member = 'dbadmin'::regrole AND inherit_option
                 AND roleid::regrole::text LIKE '${stem}%') AS inherited`,
    );
    expect(left).toEqual({ locks: 0, sessions: 0, inherited: 0 });
    const stages = Object.values(harness.secrets.stages(this.organization.secretArn)).flat();
    if (!this.removed) expect(stages).not.toContain("AWSPENDING");
  }
}

test(
  "any sequence of changes to organizations ends in the intended state",
  async () => {
    for (const [index, steps] of atLeastOne(drawn(history, 1, 200)).entries()) {
      const life = new Life(harness.organization(`life-${index}`));
      await life.run(steps).catch((error) => {
        throw new Error(`SEED=${seed}, history ${index}: ${JSON.stringify(steps)}\n${error.stack}`);
      });
    }
    expect(harness.leaks()).toEqual([]);
  },
  full(120_000, 3_000_000),
);
