import { Client, DatabaseError } from "pg";
import { type Check, Problem } from "./check";
import type { Reached } from "./connection";
import type { Expectation } from "./expectation";
import { codeOf, isInterruption, lastOf, type RetryLimits, withRetries } from "./retries";
import type { Settings } from "./settings";

/** Creates the token that replaces the password of an IAM login. */
export type MakeToken = (settings: Settings) => Promise<string>;

/** Errors of servers that start, stop or recover. */
const passing = /^57P0[123]$/;

/** Checks that PostgreSQL accepts the login. */
export const loginCheck = (
  expectation: Expectation,
  makeToken: MakeToken,
  limits: RetryLimits,
): Check<Reached, Client> => ({
  name: "login",
  run: async (reached) => {
    const { username, database } = reached;
    const passes = reached.password === undefined ? isPassingForTokens : isPassing;
    const { value, remark } = await withRetries(limits, passes, async () =>
      connect(reached, reached.password ?? (await tokenOf(reached, makeToken)), limits.answer),
    ).catch((failure) => {
      const { error, remark } = lastOf(failure);
      throw problemOf(error, reached, expectation, remark);
    });
    return { text: `${username} in database ${database}${remark}`, value };
  },
});

async function tokenOf(settings: Settings, makeToken: MakeToken): Promise<string> {
  try {
    return await makeToken(settings);
  } catch (error) {
    throw new Problem("login-token", (error as Error).message);
  }
}

async function connect(reached: Reached, password: string, timeout: number): Promise<Client> {
  const client = new Client({
    host: reached.address,
    port: reached.port,
    database: reached.database,
    user: reached.username,
    password,
    ssl: { ca: [...reached.authorities], servername: reached.host, minVersion: "TLSv1.2" },
    application_name: "connection-check",
    connectionTimeoutMillis: timeout,
    query_timeout: timeout,
  });
  // The next operation reports a lost connection; without a listener, the event would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.end().catch(() => {});
    throw error;
  }
}

/** pg sets no code for a timeout, or for a connection that ends early. */
const isPassing = (error: unknown): boolean =>
  isInterruption(error) ||
  passing.test(codeOf(error)) ||
  (!(error instanceof DatabaseError) && codeOf(error) === "");

/**
 * After a failover many clients present tokens at the same time, and RDS refuses some: it verifies about 200 per
 * second, and has little memory for it on small classes.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
 */
const isPassingForTokens = (error: unknown): boolean =>
  isPassing(error) || (codeOf(error) === "28000" && isAboutToken(error));

const isAboutToken = (error: unknown): boolean =>
  error instanceof DatabaseError && error.message.includes("PAM");

function problemOf(error: unknown, settings: Settings, expectation: Expectation, remark: string): Problem {
  const { username, database } = settings;
  const code = codeOf(error);
  const said = error instanceof DatabaseError ? error.message : "";
  if (error instanceof Problem) return error;
  switch (code) {
    case "28P01":
      return expectation.authentication === "iam"
        ? tokenRefused(username, code, remark)
        : new Problem(
            "login-password",
            `PostgreSQL refuses the password of ${username}${outdated(settings)}`,
          );
    case "28000":
      return isAboutToken(error)
        ? tokenRefused(username, code, remark)
        : new Problem("login-refused", `PostgreSQL refuses the login of ${username}: ${said}`);
    case "3D000":
      return new Problem("login-database", `there is no database ${database}`);
    case "42501":
      return new Problem("login-database", `${username} may not connect to database ${database}`);
    case "53300":
      return new Problem(
        "login-connections",
        `${said} (limit of ${username}: ${expectation.connectionLimit})`,
      );
    default:
      return new Problem("login-unavailable", `${said || code || String(error)}${remark}`);
  }
}

const tokenRefused = (username: string, code: string, remark: string): Problem =>
  new Problem("login-token", `PostgreSQL refuses the token of ${username} (${code})${remark}`);

const outdated = ({ outdated: names }: Settings): string =>
  names.length > 0 ? `; the mount is newer than the Kubernetes secret in ${names.join(", ")}` : "";
