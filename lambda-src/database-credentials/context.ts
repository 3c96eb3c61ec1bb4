import { setTimeout } from "node:timers/promises";
import type { Config } from "./config";
import { parseMaster } from "./credentials";
import { LoginRefusedError } from "./errors";
import type { Log, Sink } from "./log";
import type { Password } from "./password";
import { Secret, type SecretsApi } from "./secret";
import { terminateBlockers, withoutBlockers } from "./sql/blockers";
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
 * The master must not be granted the roles that it creates beyond what PostgreSQL grants by itself: it would inherit
 * rds_iam, and rights of organizations. Nor must it act as a role that an organization set for its database.
 */
const masterSettings = { createrole_self_grant: "", role: "none" };

export interface MasterOptions {
  /** How long PostgreSQL works on one statement. @default - as long as on others */
  readonly statementSeconds?: number;
}

/** Opens a session as the master, hands it to `work`, closes it. What organizations hold does not keep it waiting. */
export async function asMaster<T>(
  context: Context,
  database: string,
  work: (session: Session) => Promise<T>,
  options: MasterOptions = {},
): Promise<T> {
  const session = await connectAsMaster(context, { database, ...options });
  const unblock = (pid: number) => endBlockers(context, pid);
  try {
    return await work(withoutBlockers(session, unblock));
  } finally {
    await session.end().catch(() => {});
  }
}

/** From a session of its own, since the blocked one waits. */
async function endBlockers(context: Context, pid: number): Promise<void> {
  const session = await connectAsMaster(context, { database: maintenanceDatabase });
  try {
    for (const ended of await terminateBlockers(session, pid))
      context.log.warn("Ended a session that kept the function waiting", { ...ended });
  } finally {
    await session.end().catch(() => {});
  }
}

/** Where a session of the master goes. */
type Place = MasterOptions & Pick<Login, "database">;

/** Pauses before the master's secret is read again, in milliseconds: RDS changes the password, then the secret. */
const secretPauses = [500, 1_500, 3_000];

/**
 * A wrong password may only mean that it was read a moment too early, since RDS changes it every seven days: the secret
 * is read until it says something else. The same password is not shown twice, which would count among the failed logins.
 *
 * Another refusal may mean that RDS does not ask the master for a password any more. It asks members of rds_iam for a
 * token, and since version 16 PostgreSQL makes the creator of a role a member of it, with the right to hand it on and
 * without any of its rights, in a way that it cannot undo. Where rules of access name a group, that counts: the
 * master is in rds_iam as soon as a login that it made is. RDS does not say whether it counts there.
 * https://www.postgresql.org/docs/17/role-attributes.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/database-authentication.html
 */
async function connectAsMaster(context: Context, place: Place): Promise<Session> {
  const { config, connect, log, tokenFor } = context;
  const as = (login: MasterLogin) => connect({ ...place, settings: masterSettings, ...login });
  const login = await masterLogin(context);
  const withToken = async () => as({ ...login, password: await tokenFor(login.username) });
  try {
    return await (takesTokens.has(config) ? withToken() : as(login));
  } catch (error) {
    if (!(error instanceof LoginRefusedError)) throw error;
    if (takesTokens.delete(config)) return connectAsMaster(context, place);
    if (error.wrongPassword) {
      log.warn("PostgreSQL refused the master user's login; waiting for its secret to change");
      const changed = await changedLogin(context, login);
      if (!changed) throw error;
      return as(changed);
    }
    log.warn("PostgreSQL refused the master user's password; trying an IAM token");
    const session = await withToken();
    takesTokens.add(config);
    return session;
  }
}

/** Instances that asked for a token last: each password shown to them would count among the failed logins. */
const takesTokens = new WeakSet<Config>();

type MasterLogin = Pick<Login, "username" | "password">;

async function changedLogin(context: Context, refused: MasterLogin): Promise<MasterLogin | undefined> {
  for (const pause of secretPauses) {
    await setTimeout(pause);
    const login = await masterLogin(context);
    if (login.password.reveal() !== refused.password.reveal()) return login;
  }
  return undefined;
}

async function masterLogin({ config, secrets }: Context): Promise<MasterLogin> {
  const text = await new Secret(secrets, config.masterSecretArn).read("AWSCURRENT");
  const master = text === undefined ? undefined : parseMaster(text);
  if (!master)
    throw new Error(
      `Secret ${config.masterSecretArn} contains no user name and password of the master user.`,
    );
  return master;
}
