import type { Config } from "./config";
import { parseMaster } from "./credentials";
import { LoginRefusedError } from "./errors";
import type { Log, Sink } from "./log";
import { Secret, type SecretsApi } from "./secret";
import type { Connect, Session } from "./sql/session";

/** What every task works with. Clients are made once, by the handler. */
export interface Context {
  readonly config: Config;
  readonly secrets: SecretsApi;
  readonly connect: Connect;
  readonly log: Log;
  /** Takes lines of CloudWatch's embedded metric format. */
  readonly metrics: Sink;
}

/** Database for what concerns the whole instance. RDS makes it; organizations cannot connect to it. */
export const maintenanceDatabase = "postgres";

/**
 * An organization may set defaults for its own database. The search path must not be one of them: with its own functions
 * in front of PostgreSQL's it would run them with the master's rights. Nor must the master be granted the roles that it
 * creates: it would inherit rds_iam through an IAM login, and RDS would not take its password any more.
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
 * RDS changes the master's password every seven days: a refused login may only mean that the password was read a
 * moment too early, so it is read once more.
 */
async function connectAsMaster(context: Context, database: string): Promise<Session> {
  const connect = async () =>
    context.connect({ database, settings: masterSettings, ...(await masterLogin(context)) });
  try {
    return await connect();
  } catch (error) {
    if (!(error instanceof LoginRefusedError)) throw error;
    context.log.warn("The master's login was refused; reading its secret once more");
    return connect();
  }
}

async function masterLogin({ config, secrets }: Context) {
  const text = await new Secret(secrets, config.masterSecretArn).read("AWSCURRENT");
  const master = text === undefined ? undefined : parseMaster(text);
  if (!master)
    throw new Error(`Secret ${config.masterSecretArn} holds no user name and password of the master.`);
  return master;
}
