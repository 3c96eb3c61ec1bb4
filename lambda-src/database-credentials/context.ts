import type { Config } from "./config";
import { parseMaster } from "./credentials";
import { LoginRefusedError } from "./errors";
import type { Log, Sink } from "./log";
import type { Password } from "./password";
import { Secret, type SecretsApi } from "./secret";
import type { Connect, Login, Session } from "./sql/session";

/** What every task works with. Clients are made once, by the handler. */
export interface Context {
  readonly config: Config;
  readonly secrets: SecretsApi;
  readonly connect: Connect;
  /** Makes a token of IAM with which the function's role logs in to its instance as a user. */
  readonly tokenFor: (username: string) => Promise<Password>;
  readonly log: Log;
  /** Takes lines of CloudWatch's embedded metric format. */
  readonly metrics: Sink;
}

/** Database for what concerns the whole instance. RDS makes it; organizations cannot connect to it. */
export const maintenanceDatabase = "postgres";

/**
 * An organization may set defaults for its own database. The search path must not be one of them: with its own functions
 * in front of PostgreSQL's it would run them with the master's rights. Nor must the master be granted the roles that it
 * creates beyond what PostgreSQL grants by itself: it would inherit rds_iam, and rights of organizations.
 */
const masterSettings = { search_path: "pg_catalog", createrole_self_grant: "" };

/** Opens a session as the master, hands it to `work`, closes it. */
export async function asMaster<T>(
  context: Context,
  database: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await connectAsMaster(context, database);
  try {
    return await work(session);
  } finally {
    await session.end().catch(() => {});
  }
}

/**
 * A wrong password may only mean that it was read a moment too early, since RDS changes it every seven days: it is read
 * once more.
 *
 * Another refusal may mean that RDS does not ask the master for a password any more. It asks members of rds_iam for a
 * token, and since version 16 PostgreSQL makes whoever creates a role a member of it, with the right to hand it on and
 * without any of its rights, in a way that the creator cannot undo. Where rules of access name a group, that counts: the
 * master is in rds_iam as soon as a login that it made is. RDS does not say whether it counts there.
 * https://www.postgresql.org/docs/17/role-attributes.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/database-authentication.html
 */
async function connectAsMaster(context: Context, database: string): Promise<Session> {
  const { config, connect, log, tokenFor } = context;
  const as = (login: Pick<Login, "username" | "password">) =>
    connect({ database, settings: masterSettings, ...login });
  const login = await masterLogin(context);
  const withToken = async () => as({ ...login, password: await tokenFor(login.username) });
  try {
    return await (takesTokens.has(config) ? withToken() : as(login));
  } catch (error) {
    if (!(error instanceof LoginRefusedError)) throw error;
    if (takesTokens.delete(config)) return connectAsMaster(context, database);
    if (error.wrongPassword) {
      log.warn("The master's login was refused; reading its secret once more");
      return as(await masterLogin(context));
    }
    log.warn("PostgreSQL does not let the master in with its password; trying a token of IAM");
    const session = await withToken();
    takesTokens.add(config);
    return session;
  }
}

/** Instances that asked for a token last: each password shown to them would count among the failed logins. */
const takesTokens = new WeakSet<Config>();

async function masterLogin({ config, secrets }: Context) {
  const text = await new Secret(secrets, config.masterSecretArn).read("AWSCURRENT");
  const master = text === undefined ? undefined : parseMaster(text);
  if (!master)
    throw new Error(`Secret ${config.masterSecretArn} holds no user name and password of the master.`);
  return master;
}
