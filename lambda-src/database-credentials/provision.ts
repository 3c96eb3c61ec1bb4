import { asMaster, type Context, maintenanceDatabase } from "./context";
import { type Credentials, parse, sameCredentials, serialize } from "./credentials";
import { ConnectionLimitError, RefusedError } from "./errors";
import type { OrganizationEvent } from "./events";
import { databaseOf, type OrganizationNames, organizationNames } from "./organization";
import { checkOwnership, credentialsSecret, encryptionKeySecret } from "./ownership";
import { Password, randomText } from "./password";
import { Secret, versionAt } from "./secret";
import { closeInstance, ensureSharedDatabase, tenantsGroup } from "./shared";
import { ensureDatabase, findDatabase, giveDatabase, isEmpty } from "./sql/database";
import { generatedSecrets, rememberGeneratedSecret } from "./sql/generated-secrets";
import { withLock } from "./sql/lock";
import { actAs, closeFutureObjects, closePublicSchema, currentRole } from "./sql/privileges";
import { proveIamLogin, proveRights } from "./sql/probe";
import { allowIamTokens, ensureLogin, ensureOwner, joinGroup, setPassword } from "./sql/roles";
import { ensureSchema, setSearchPath } from "./sql/schema";
import { inTransaction, type Session } from "./sql/session";

/** What Terraform keeps of a provision: names that stay the same however often it runs. */
export interface Provisioned {
  readonly organization: string;
  readonly database: string;
  readonly schema: string;
  readonly owner: string;
}

/**
 * Creates an organization's roles, database or schema, and the first version of its secret; repairs whatever of it
 * has come undone. Running it again changes nothing that works.
 */
export async function provision(context: Context, event: OrganizationEvent): Promise<Provisioned> {
  const { config } = context;
  const names = organizationNames(event.organization, config.sharedDatabase);
  const database = databaseOf(names, event.isolation, config.sharedDatabase);
  await checkSecrets(context, event);
  await asMaster(context, maintenanceDatabase, (master) =>
    withLock(master, event.organization, async () => {
      await withLock(master, "the instance", () => prepareInstance(context, event, master));
      await ensureRoles(master, names, event, config.sharedDatabase);
      await ensureObjects(context, names, event, master);
      await ensureCredentials(context, names, event, master, database);
      await ensureGeneratedSecrets(context, names, event, master);
    }),
  );
  const schema = event.isolation === "schema" ? names.schema : "public";
  return { organization: event.organization, database, schema, owner: names.owner };
}

/** Before anything is touched: a wrong ARN must not leave half an organization behind. */
async function checkSecrets({ secrets, config }: Context, event: OrganizationEvent): Promise<void> {
  const owner = { organization: event.organization, environmentName: config.environmentName };
  checkOwnership(await new Secret(secrets, event.secretArn).describe(), owner, credentialsSecret);
  for (const arn of event.generatedSecretArns) {
    checkOwnership(await new Secret(secrets, arn).describe(), owner, encryptionKeySecret);
  }
}

/** Organizations share these catalog rows; PostgreSQL fails a statement that meets another one on the same row. */
async function prepareInstance(context: Context, event: OrganizationEvent, master: Session): Promise<void> {
  await closeInstance(context, master);
  if (event.isolation === "schema") await ensureSharedDatabase(context, master);
}

async function ensureRoles(
  master: Session,
  names: OrganizationNames,
  event: OrganizationEvent,
  sharedDatabase: string,
): Promise<void> {
  const logins = event.authentication === "iam" ? [names.iamLogin] : names.passwordLogins;
  await inTransaction(master, async () => {
    await ensureOwner(master, names);
    for (const login of logins) {
      await ensureLogin(master, names, login, {
        connectionLimit: event.connectionLimit,
        statementTimeoutSeconds: event.statementTimeoutSeconds,
        idleInTransactionTimeoutSeconds: event.idleInTransactionTimeoutSeconds,
      });
      if (login === names.iamLogin) await allowIamTokens(master, login);
    }
    if (event.isolation === "schema") {
      for (const role of [names.owner, ...logins])
        await joinGroup(master, tenantsGroup(sharedDatabase), role);
      for (const login of logins) await setSearchPath(master, login, sharedDatabase, names.schema);
    }
  });
}

async function ensureObjects(
  context: Context,
  names: OrganizationNames,
  event: OrganizationEvent,
  master: Session,
): Promise<void> {
  const { owner } = names;
  if (event.isolation === "schema") {
    await asMaster(context, context.config.sharedDatabase, async (session) => {
      await ensureSchema(session, names.schema, owner);
      await actAs(session, owner, () => closeFutureObjects(session));
    });
    return;
  }
  const logins = event.authentication === "iam" ? [names.iamLogin] : names.passwordLogins;
  const masterName = await currentRole(master);
  if (event.isolation === "instance") await takeOverInitialDatabase(context, names, master, masterName);
  await ensureDatabase(master, { name: names.database, owner, connect: [masterName, ...logins] });
  await asMaster(context, names.database, (session) =>
    actAs(session, owner, async () => {
      await closePublicSchema(session);
      await closeFutureObjects(session);
    }),
  );
}

/** RDS makes the database of an instance with the instance, for its master and open to every login. */
async function takeOverInitialDatabase(
  context: Context,
  { database, owner }: OrganizationNames,
  master: Session,
  masterName: string,
): Promise<void> {
  if ((await findDatabase(master, database))?.owner !== masterName) return;
  if (!(await asMaster(context, database, isEmpty)))
    throw new RefusedError(
      `Database ${database} belongs to ${masterName} and is not empty, so it is not given to ${owner}. Move what is in it, or drop the database, and apply again.`,
    );
  await giveDatabase(master, database, owner);
}

/** Brings secret and database together. The secret wins: pods already hold what is in it. */
async function ensureCredentials(
  context: Context,
  names: OrganizationNames,
  event: OrganizationEvent,
  master: Session,
  database: string,
): Promise<void> {
  const secret = new Secret(context.secrets, event.secretArn);
  const current = await readCredentials(secret, "AWSCURRENT");
  const wanted = await wantedCredentials(context, names, event, secret, current, database);
  if (wanted.password) await setPassword(master, wanted.username, wanted.password);
  if (!sameCredentials(current, wanted)) await writeCurrent(secret, wanted);
  await prove(context, names, master, wanted);
}

async function wantedCredentials(
  { config }: Context,
  names: OrganizationNames,
  event: OrganizationEvent,
  secret: Secret,
  current: Credentials | undefined,
  database: string,
): Promise<Credentials> {
  const target = { host: config.clientHost, port: String(config.port), database };
  if (event.authentication === "iam") return { ...target, username: names.iamLogin };
  const usable = (credentials: Credentials | undefined) =>
    credentials?.password &&
    credentials.host === config.clientHost &&
    names.passwordLogins.includes(credentials.username);
  if (current && usable(current)) return { ...current, ...target };
  // After a change of method, pods may still use the password of the version before: take the other login.
  const previous = await readCredentials(secret, "AWSPREVIOUS");
  const [first, second] = names.passwordLogins;
  const taken = previous && usable(previous) ? previous.username : undefined;
  return { ...target, username: taken === first ? second : first, password: Password.generate() };
}

/** A rotation under way would put back what it started from, so it ends here; Secrets Manager starts another one. */
async function writeCurrent(secret: Secret, credentials: Credentials): Promise<void> {
  const description = await secret.describe();
  const pending = versionAt(description, "AWSPENDING");
  if (pending && pending !== versionAt(description, "AWSCURRENT")) await secret.dropPending(pending);
  await secret.write(serialize(credentials), "AWSCURRENT");
}

async function prove(
  { connect, log }: Context,
  names: OrganizationNames,
  master: Session,
  { database, username, password }: Credentials,
): Promise<void> {
  if (!password) return proveIamLogin(master, username, names.owner, database);
  try {
    await proveRights(connect, { database, username, password }, names.owner);
  } catch (error) {
    // Pods that use up the limit prove that the login works.
    if (!(error instanceof ConnectionLimitError)) throw error;
    log.warn("Rights not proven: the login holds as many connections as it may", { login: username });
  }
}

/**
 * Written once and never changed: what an application encrypted with such a key can only be read with it. The database
 * remembers which keys it has seen, so that no new one takes the place of one that was lost while the data stayed.
 */
async function ensureGeneratedSecrets(
  { secrets, log }: Context,
  { owner }: OrganizationNames,
  event: OrganizationEvent,
  master: Session,
): Promise<void> {
  for (const arn of event.generatedSecretArns) {
    const secret = new Secret(secrets, arn);
    const { name } = await secret.describe();
    if ((await secret.read("AWSCURRENT")) === undefined) {
      if ((await generatedSecrets(master, owner)).includes(name))
        throw new RefusedError(
          `Secret ${name} has lost its value, and data that was encrypted with it is still there. Restore the secret that was deleted (aws secretsmanager restore-secret) and import it. If it is gone for good, drop the data as the master and apply again.`,
        );
      await secret.write(randomText(64), "AWSCURRENT");
      log.info("Wrote a generated secret", { arn });
    }
    await rememberGeneratedSecret(master, owner, name);
  }
}

async function readCredentials(secret: Secret, stage: "AWSCURRENT" | "AWSPREVIOUS") {
  const text = await secret.read(stage);
  return text === undefined ? undefined : parse(text);
}
