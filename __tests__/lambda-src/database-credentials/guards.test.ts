import net from "node:net";
import { asMaster, type Context } from "../../../lambda-src/database-credentials/context";
import { createHandler } from "../../../lambda-src/database-credentials/dispatch";
import { LoginRefusedError } from "../../../lambda-src/database-credentials/errors";
import { Password } from "../../../lambda-src/database-credentials/password";
import {
  closing,
  connector,
  type Login,
  type Session,
} from "../../../lambda-src/database-credentials/sql/session";
import { databaseAuthorities } from "../../../src/config/facts/database-certificates";
import { type Behaviour, Gate, passOn, refusing, reset } from "../../pod-src/connection-check/support/gate";
import { listening } from "../../support/listening";
import { anyIsolation, Harness } from "./support/harness";
import { master, sharedDatabase } from "./support/postgres";

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.stop());

describe("the master", () => {
  test("inherits no right of an organization, and never becomes a member of rds_iam", async () => {
    await harness.postgres.asSuperuser(
      `ALTER ROLE ${master.username} SET createrole_self_grant = 'set, inherit'`,
    );
    await harness.provisioned("selfish", { ...anyIsolation, authentication: "iam" });
    const [row] = await harness.postgres.asSuperuser(
      `SELECT count(*)::int AS inherited FROM pg_auth_members
       WHERE member = '${master.username}'::regrole AND inherit_option AND roleid::regrole::text LIKE 'selfish%'`,
    );
    expect(row).toEqual({ inherited: 0 });
    const [iam] = await harness.postgres.asSuperuser(
      `SELECT pg_has_role('${master.username}', 'rds_iam', 'USAGE') AS token`,
    );
    expect(iam).toEqual({ token: false });
  });

  test("resolves no function in schemas where organizations could define their own", async () => {
    const organization = await harness.provisioned("trojan");
    await harness.as(harness.content(organization), (client) =>
      client.query("ALTER DATABASE trojan SET search_path = public, pg_catalog"),
    );
    const path = await asMaster(harness.context(), "trojan", (session) => session.query("SHOW search_path"));
    expect(path).toEqual([{ search_path: "pg_catalog,pg_temp" }]);
  });

  test("reads its password once more after RDS has changed it", async () => {
    const changed = { ...master, password: "MasterPasswordMadeByRds2" };
    let reads = 0;
    harness.secrets.fault = (action) => {
      if (action === "GetSecretValue" && ++reads === 2)
        harness.secrets.put(harness.masterSecretArn, JSON.stringify(changed));
      return undefined;
    };
    await harness.setMasterPassword(changed.password);
    await harness.provisioned("patient", anyIsolation).finally(() => {
      harness.secrets.fault = undefined;
    });
    expect(reads).toBeGreaterThan(2);
  });
});

describe("a master user that PostgreSQL counts as a member of rds_iam, since it created a member", () => {
  /** Connections from here have shown a token, those from elsewhere a password. */
  const tokenAddress = "127.0.0.2";
  let gate: Gate;

  beforeAll(async () => {
    await harness.provisioned("counted", { ...anyIsolation, authentication: "iam" });
    await harness.postgres.putFirst([
      `hostssl all +rds_iam ${tokenAddress}/32 trust`,
      "hostssl all +rds_iam all reject",
    ]);
    gate = await Gate.open(() => passOn(harness.postgres.port, tokenAddress));
  });
  afterAll(async () => {
    gate.close();
    await harness.postgres.putFirst([]);
  });

  /** RDS looks at tokens; here any will do that is for the master. */
  const context = (): Context => {
    const { connect, tokenFor, ...others } = harness.context();
    const { host, tls } = harness.postgres;
    const withToken = connector({ host, port: gate.port, rootCertificates: [tls.ca] });
    return {
      ...others,
      tokenFor,
      connect: async (login) => {
        const token = await tokenFor(master.username);
        return login.password.reveal() === token.reveal() ? withToken(login) : connect(login);
      },
    };
  };

  test("is refused with its password", async () => {
    const login = { username: master.username, password: new Password(master.password) };
    await expect(harness.context().connect({ database: "postgres", ...login })).rejects.toMatchObject({
      wrongPassword: false,
    });
  });

  test("continues with a token, for logins of either kind, and sends its password once", async () => {
    const refusals = () =>
      harness.postgres.log().match(/FATAL: +pg_hba\.conf rejects connection .*user "dbadmin"/g)?.length ?? 0;
    const before = refusals();
    const handler = createHandler(context());
    await handler(harness.organization("tokened", { ...anyIsolation, authentication: "iam" }).event);
    await handler(harness.organization("passworded", anyIsolation).event);
    expect([await harness.countRoles("tokened"), await harness.countRoles("passworded")]).toEqual([2, 3]);
    expect(refusals() - before).toBe(1);
  });

  test("sends its password again if a token is no longer accepted", async () => {
    const shown: string[] = [];
    let taken = "token";
    const changing = {
      ...harness.context(),
      connect: async ({ password }: { password: Password }) => {
        shown.push(password.reveal().startsWith("token of") ? "token" : "password");
        if (shown.at(-1) !== taken) throw new LoginRefusedError("refused", false);
        return { end: async () => {} } as Session;
      },
    };
    await asMaster(changing, "postgres", async () => {});
    taken = "password";
    await asMaster(changing, "postgres", async () => {});
    expect(shown).toEqual(["password", "token", "token", "password"]);
  });

  test("is refused if RDS does not accept the token", async () => {
    await expect(asMaster(harness.context(), "postgres", async () => {})).rejects.toThrow(LoginRefusedError);
  });
});
describe("a connection of the function", () => {
  const login = { database: "postgres", username: "visitor", password: new Password("none") };
  const connect = (host: string, rootCertificates: readonly string[]) =>
    connector({ host, port: harness.postgres.port, rootCertificates })(login);

  test("is verified in full: host name and issuer", async () => {
    const trusted = [harness.postgres.tls.ca];
    await expect(connect("localhost", trusted)).rejects.toThrow(/refused the login of visitor/);
    await expect(connect("127.0.0.1", trusted)).rejects.toThrow(/does not match certificate's altnames/);
    await expect(connect("localhost", databaseAuthorities("eu-west-1"))).rejects.toThrow(
      /unable to (get|verify)/,
    );
  });

  test("is never established without TLS", async () => {
    const plain = net.createServer((socket) => socket.once("data", () => socket.write("N")));
    const port = await listening(plain, "localhost");
    const attempt = connector({ host: "localhost", port, rootCertificates: [harness.postgres.tls.ca] })(
      login,
    );
    await expect(attempt).rejects.toThrow(/does not support SSL/);
    plain.close();
  });

  describe("is retried", () => {
    let acme: Login;
    beforeAll(async () => {
      const { username, password = "", database } = harness.content(await harness.provisioned("acme"));
      acme = { username, password: new Password(password), database };
    });

    /** Connects through a server that turns the first connections away, and counts all of them. */
    async function through(turnedAway: number, turnAway: Behaviour, login = acme) {
      let connections = 0;
      const gate = await Gate.open((connection) => {
        connections = connection;
        return connection <= turnedAway ? turnAway : passOn(harness.postgres.port);
      });
      const rootCertificates = [harness.postgres.tls.ca];
      const connect = connector({ host: "localhost", port: gate.port, rootCertificates });
      const outcome = await connect(login)
        .then((session) => closing(session, () => session.query("SELECT 1 AS one")))
        .catch((error) => error.message);
      gate.close();
      return { outcome, connections };
    }

    test("while a starting server refuses it", async () => {
      const starting = refusing(harness.postgres.tls, "57P03", "the database system is starting up");
      expect(await through(2, starting)).toEqual({ outcome: [{ one: 1 }], connections: 3 });
    });

    test("after a reset, five times in all", async () => {
      const { outcome, connections } = await through(9, reset);
      expect(outcome).toMatch(/ECONNRESET|terminated unexpectedly/);
      expect(connections).toBe(5);
    });

    test("not after a wrong password", async () => {
      const wrong = { ...acme, password: new Password("wrong") };
      const { outcome, connections } = await through(0, reset, wrong);
      expect(outcome).toMatch(/refused the login/);
      expect(connections).toBe(1);
    });
  });
});
describe("refuses", () => {
  const refused = async (event: unknown, message: RegExp) =>
    expect(harness.invoke(event)).rejects.toThrow(message);

  test("another organization's secret, even with a similar name, and changes nothing", async () => {
    const other = harness.organization("victim");
    await refused(harness.organization("thief", { secretArn: other.secretArn }).event, /is not the one of/);
    // `alike` in environment `test` could also be read out of this name.
    const tags = { Organization: "alike-test-x", Environment: "test" };
    const key = harness.secrets.create("alike-test-x-test-app-encryption-key", tags);
    await refused(harness.organization("alike", { generatedSecretArns: [key] }).event, /is not the one of/);
    expect([await harness.countRoles("thief"), await harness.countRoles("alike")]).toEqual([0, 0]);
    expect([other.secretArn, key].map((arn) => harness.secrets.text(arn))).toEqual([undefined, undefined]);
  });

  test("the master's secret, a secret without tags, and one that is being deleted", async () => {
    const bare = harness.organization("bare");
    harness.secrets.create("bare-test-database-credentials", {});
    await refused(bare.event, /tags Organization=none/);
    await refused(
      harness.organization("greedy", { secretArn: harness.masterSecretArn }).event,
      /is not the one of organization greedy/,
    );
    const gone = harness.organization("gone");
    harness.secrets.delete(gone.secretArn);
    await refused(gone.event, /scheduled for deletion/);
  });

  test("databases, schemas and roles that belong to another owner", async () => {
    await harness.provisioned("neighbour", { isolation: "schema" });
    await harness.postgres.asSuperuser("CREATE DATABASE squatted");
    await harness.postgres.asSuperuser("CREATE SCHEMA squatted", sharedDatabase);
    await harness.postgres.asSuperuser("CREATE ROLE occupied__a LOGIN");
    await refused(harness.organization("squatted").event, /Database squatted exists and belongs to rdsadmin/);
    await refused(
      harness.organization("squatted", { isolation: "schema" }).event,
      /Schema squatted exists and belongs to rdsadmin/,
    );
    await refused(harness.organization("occupied").event, /Role occupied__a exists/);
  });

  test("events with unknown fields", async () => {
    const { event } = harness.organization("strict");
    await refused({ ...event, password: "in-the-state" }, /Unrecognized key: "password"/);
    await refused({ ...event, connectionLimit: 0 }, /connectionLimit/);
    await refused({ Step: "dropSecret", SecretId: "x", ClientRequestToken: "y" }, /Step/);
    await refused("provision", /Not a valid event/);
  });
});
test("no password shows in a log, a returned value, an error or PostgreSQL's log", () => {
  expect(harness.secrets.texts.length).toBeGreaterThan(8);
  expect(harness.leaks()).toEqual([]);
});
