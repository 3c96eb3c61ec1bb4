import { restoreAccess, restoreSchema } from "./access";
import { asMaster, type Context, maintenanceDatabase } from "./context";
import { type Credentials, parse, sameCredentials, serialize } from "./credentials";
import { LoginRefusedError, RefusedError, repairAdvice } from "./errors";
import { applicationLogins, loginsWith, type OrganizationNames, organizationNames } from "./organization";
import { checkOwnership, credentialsSecret } from "./ownership";
import { Password } from "./password";
import { prove, proveRestored } from "./prove";
import type { RotationStep } from "./requests";
import { Secret, type SecretDescription, versionAt } from "./secret";
import { withLock } from "./sql/lock";
import { disableLogin, endSessions, findRoles, limitsOf, replacePassword } from "./sql/roles";
import type { Session } from "./sql/session";

/** State that the steps of one rotation share. */
interface Rotation {
  readonly secret: Secret;
  /** Id of the version that this rotation creates. */
  readonly version: string;
  readonly currentVersion: string;
  readonly current: Credentials;
  /** Text of the current version. */
  readonly stored: string;
  readonly names: OrganizationNames;
}

const steps = { createSecret, setSecret, testSecret, finishSecret };

/**
 * One step of a rotation. Two logins alternate: the login of the current version is never changed, so mounted
 * credentials work until the next rotation. Every step can be repeated after any interruption.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export async function rotate(context: Context, event: RotationStep): Promise<void> {
  const rotation = await begin(context, event);
  if (rotation) await steps[event.Step](context, rotation);
  else context.log.info("This version is already current");
}

/**
 * Checks that the secret belongs to an organization on this instance, and that Secrets Manager started this rotation.
 */
async function begin(context: Context, event: RotationStep): Promise<Rotation | undefined> {
  const { config } = context;
  const secret = new Secret(context.secrets, event.SecretId);
  const description = await secret.describe();
  const organization = description.tags.Organization ?? "";
  checkOwnership(description, { organization, environmentName: config.environmentName }, credentialsSecret);
  const names = organizationNames(organization, config.sharedDatabase);
  const version = event.ClientRequestToken;
  const stages = description.versions[version] ?? [];
  if (stages.includes("AWSCURRENT")) return finished(secret, version, stages);
  if (!stages.includes("AWSPENDING")) {
    throw new RefusedError(
      `Version ${version} of ${description.name} is not AWSPENDING. Start a rotation in Secrets Manager instead of invoking the function.`,
    );
  }
  return { secret, version, names, ...(await readCurrent(context, secret, description, names)) };
}

/** The last step may have been interrupted between its two changes. */
async function finished(secret: Secret, version: string, stages: readonly string[]): Promise<undefined> {
  if (stages.includes("AWSPENDING")) await secret.dropPending(version);
}

async function readCurrent(
  { config }: Context,
  secret: Secret,
  description: SecretDescription,
  names: OrganizationNames,
): Promise<Pick<Rotation, "current" | "stored" | "currentVersion">> {
  const currentVersion = versionAt(description, "AWSCURRENT");
  const text = await secret.read("AWSCURRENT");
  const current = parse(text);
  if (text === undefined || !current || !currentVersion) {
    throw new RefusedError(
      `Secret ${description.name} contains no credentials that this function wrote. ${repairAdvice}`,
    );
  }
  const logins = loginsWith(names, current.password ? "password" : "iam");
  if (current.host !== config.clientHost || !logins.includes(current.username)) {
    throw new RefusedError(
      `Secret ${description.name} names ${current.username} on ${current.host}; this function serves ${logins.join(" and ")} on ${config.clientHost}. ${repairAdvice}`,
    );
  }
  return { current, stored: text, currentVersion };
}

/** Writes the next version, once. */
async function createSecret(_: Context, rotation: Rotation): Promise<void> {
  if (await readPending(rotation)) return;
  const { current, stored, names, secret, version } = rotation;
  // Without a password nothing changes, and an identical text causes no restart.
  const next = current.password
    ? serialize(
        { ...current, username: otherLogin(names, current), password: Password.generate() },
        new Date(),
      )
    : stored;
  await secret.write(next, "AWSPENDING", version);
}

/** Activates the next version, and ends sessions that no pod may have any more. */
async function setSecret(context: Context, rotation: Rotation): Promise<void> {
  const { names, secret } = rotation;
  await asMaster(context, maintenanceDatabase, (master) =>
    withLock(master, names.organization, async () => {
      // Read under the lock: the organization may have been provisioned since the step began.
      const { current } = await readCurrent(context, secret, await secret.describe(), names);
      const pending = await requirePending({ ...rotation, current });
      await refuseLocked(master, pending.username);
      await restoreAccess(context, names, master);
      if (current.database === context.config.sharedDatabase) await restoreSchema(context, names);
      await setNextPassword(context, master, pending);
      const abandoned = await abandonedLogins(rotation, [current, pending]);
      for (const { name, enabled } of await findRoles(master, abandoned)) {
        if (!enabled) continue;
        await disableLogin(master, name);
        const sessions = await endSessions(master, [name]);
        context.log.info("Disabled a login of the previous authentication method", {
          login: name,
          sessions,
        });
      }
    }),
  );
}

/** A locked login was locked by a removal, which a rotation must not undo. */
async function refuseLocked(master: Session, login: string): Promise<void> {
  const [role] = await findRoles(master, [login]);
  if (role?.enabled) return;
  throw new LoginRefusedError(
    `PostgreSQL refused the login of ${login}: it ${role ? "is locked, as those of a removed organization are" : "does not exist"}.`,
    false,
  );
}

/**
 * Sets the password of the next version. No client has read it yet, so all sessions of its login use an older password.
 */
async function setNextPassword(
  { log }: Context,
  master: Session,
  { username, password }: Credentials,
): Promise<void> {
  if (!password) return;
  const limits = await limitsOf(master, username);
  const sessions = await replacePassword(master, username, password, limits);
  if (sessions > 0)
    log.warn("Ended sessions with credentials of the rotation before last", { login: username, sessions });
}

/** Proves that the next version works, before a client reads it. */
async function testSecret(context: Context, rotation: Rotation): Promise<void> {
  const { names } = rotation;
  const credentials = (await isTrial(rotation)) ? rotation.current : await requirePending(rotation);
  await prove(context, names, credentials).catch((failure) =>
    asMaster(context, maintenanceDatabase, (master) =>
      withLock(master, names.organization, () => proveRestored(context, names, credentials, master, failure)),
    ),
  );
}

/**
 * Whether Secrets Manager only tests a new schedule without an immediate rotation: it then runs this step alone, with a
 * pending version without new content, which it removes afterwards.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 */
async function isTrial({ secret, version, current }: Rotation): Promise<boolean> {
  const text = await secret.read("AWSPENDING", version);
  return text === undefined || sameCredentials(parse(text), current);
}

/** Makes the next version current. From now on the old version is the previous one, and still works. */
async function finishSecret(_: Context, rotation: Rotation): Promise<void> {
  await requirePending(rotation);
  await rotation.secret.promote(rotation.version, rotation.currentVersion);
  await rotation.secret.dropPending(rotation.version);
}

async function requirePending(rotation: Rotation): Promise<Credentials> {
  const pending = await readPending(rotation);
  if (!pending) throw new RefusedError(`Version ${rotation.version} has no content yet. Rotate again.`);
  return pending;
}

/**
 * The next version, if it exists. A version that does not follow the current one (because the organization was
 * provisioned meanwhile, or the version was written by hand) cannot be changed any more; without its label, Secrets
 * Manager creates a new one.
 */
async function readPending(rotation: Rotation): Promise<Credentials | undefined> {
  const text = await rotation.secret.read("AWSPENDING", rotation.version);
  if (text === undefined) return undefined;
  const pending = parse(text);
  if (pending && follows(pending, rotation)) return pending;
  await rotation.secret.dropPending(rotation.version);
  throw new RefusedError(
    `Version ${rotation.version} does not follow the current one and was abandoned. Rotate again.`,
  );
}

function follows(pending: Credentials, { current, names }: Rotation): boolean {
  if (!current.password) return sameCredentials(current, pending);
  if (!pending.password) return false;
  return sameCredentials(
    { ...current, username: otherLogin(names, current), password: pending.password },
    pending,
  );
}

function otherLogin({ passwordLogins: [first, second] }: OrganizationNames, current: Credentials): string {
  return current.username === first ? second : first;
}

/**
 * After a change between password and IAM authentication, logins of the other method. They remain enabled while the
 * previous version uses one of them: pods may use it until this rotation ends.
 */
async function abandonedLogins({ secret, names }: Rotation, used: Credentials[]): Promise<string[]> {
  const previous = parse(await secret.read("AWSPREVIOUS"));
  const methods = [...used, ...(previous ? [previous] : [])].map(({ password }) => password !== undefined);
  return applicationLogins(names).filter((login) => !methods.includes(login !== names.iamLogin));
}
