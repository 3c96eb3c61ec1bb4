import { setTimeout } from "node:timers/promises";
import type { Config } from "./config";
import { parseMaster } from "./credentials";
import { LoginRefusedError } from "./errors";
import type { Log, Sink } from "./log";
import type { Password } from "./password";
import { Secret, type SecretsApi } from "./secret";
import { terminateBlockers, withoutBlockers } from "./sql/blockers";
import { type Connect, closing, type Login, type Session } from "./sql/session";

/** Dependencies of every task. The handler creates clients once. */
export interface Context {
  readonly config: Config;
  readonly secrets: SecretsApi;
  readonly connect: Connect;
  /** Creates an IAM token with which the function's role logs in to its instance as a user. */
  readonly tokenFor: (username: string) => Promise<Password>;
  readonly log: Log;
  /** Receives lines in CloudWatch's embedded metric format. */
  readonly metrics: Sink;
}

/** Database for statements about the whole instance. RDS creates it; organizations cannot connect to it. */
export const maintenanceDatabase = "postgres";

/**
 * The master user must not be granted the roles that it creates beyond PostgreSQL's implicit grant: it would inherit
 * rds_iam, and privileges of organizations. Nor must it act as a role that an organization configured for its database.
 */
const masterSettings = { createrole_self_grant: "", role: "none" };

export interface MasterOptions {
  /** Seconds after which PostgreSQL cancels a statement. @default - that of other sessions */
  readonly statementSeconds?: number;
}

/**
 * Opens a session as the master user, passes it to `work`, and closes it. Sessions of organizations that block it are
 * ended.
 */
export async function asMaster<T>(
  context: Context,
  database: string,
  work: (session: Session) => Promise<T>,
  options: MasterOptions = {},
): Promise<T> {
  const unblock = (pid: number) => endBlockers(context, pid);
  return closing(await connectAsMaster(context, { database, ...options }), (session) =>
    work(withoutBlockers(session, unblock)),
  );
}

/** Uses another session, since the blocked one waits. */
async function endBlockers(context: Context, pid: number): Promise<void> {
  await closing(await connectAsMaster(context, { database: maintenanceDatabase }), async (session) => {
    for (const blocker of await terminateBlockers(session, pid))
      context.log.warn("Ended a session that blocked the function", { ...blocker });
  });
}

/** Database and options of a master session. */
type Place = MasterOptions & Pick<Login, "database">;

/** Milliseconds before each further reading of the master's secret: RDS changes the password first, then the secret. */
const secretPauses = [500, 1_500, 3_000];

/**
 * RDS changes the password every seven days, so a refused password may just have been replaced: the secret is read
 * until its content differs. The same password is not sent twice, since that would count as a further failed login.
 *
 * Another refusal may mean that RDS requires a token of the master user instead of a password, as it does of members of
 * rds_iam. Since version 16, PostgreSQL makes the creator of a role a member of it, with ADMIN OPTION and without its
 * privileges, and this cannot be revoked. Where pg_hba.conf names a group, such a membership counts: the master user is
 * a member of rds_iam as soon as a login that it created is. RDS does not document whether it counts there.
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

/** Instances that required a token last: each password sent to them would count as a failed login. */
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
  const master = parseMaster(await new Secret(secrets, config.masterSecretArn).read("AWSCURRENT"));
  if (!master)
    throw new Error(
      `Secret ${config.masterSecretArn} contains no user name and password of the master user.`,
    );
  return master;
}
