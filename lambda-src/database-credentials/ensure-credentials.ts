import type { Context } from "./context";
import { type Credentials, parse, sameCredentials, serialize } from "./credentials";
import { ConnectionLimitError } from "./errors";
import { databaseOf, type OrganizationNames } from "./organization";
import { Password } from "./password";
import { prove, proveRestored } from "./prove";
import type { Provision } from "./requests";
import { Secret, versionAt } from "./secret";
import { replacePassword, setPassword } from "./sql/roles";
import type { Session } from "./sql/session";

/** Makes secret and database consistent. The secret takes precedence, because pods use its content. */
export async function ensureCredentials(
  context: Context,
  names: OrganizationNames,
  request: Provision,
  master: Session,
): Promise<void> {
  const secret = new Secret(context.secrets, request.secretArn);
  const current = parse(await secret.read("AWSCURRENT"));
  const wanted = await wantedCredentials(context, names, request, secret, current);
  const { username, password } = wanted;
  if (password && password.reveal() === current?.password?.reveal())
    await setPassword(master, username, password);
  else if (password) await replacePassword(master, username, password, request.logins.application);
  if (!sameCredentials(current, wanted)) await writeCurrent(secret, wanted);
  await proveUnlessFull(context, names, wanted, master);
}

async function wantedCredentials(
  { config }: Context,
  names: OrganizationNames,
  { authentication, isolation }: Provision,
  secret: Secret,
  current: Credentials | undefined,
): Promise<Credentials> {
  const database = databaseOf(names, isolation, config.sharedDatabase);
  const target = { host: config.clientHost, port: String(config.port), database };
  if (authentication === "iam") return { ...target, username: names.iamLogin };
  const usable = (credentials: Credentials | undefined) =>
    credentials?.password &&
    credentials.host === config.clientHost &&
    names.passwordLogins.includes(credentials.username);
  if (current && usable(current)) return { ...current, ...target };
  // After a change of the authentication method, pods may still use the password of the previous version, so the other
  // login is used.
  const previous = parse(await secret.read("AWSPREVIOUS"));
  const [first, second] = names.passwordLogins;
  const taken = previous && usable(previous) ? previous.username : undefined;
  return { ...target, username: taken === first ? second : first, password: Password.generate() };
}

/**
 * A pending rotation would restore the version that it started from, so it is cancelled here; Secrets Manager starts
 * another one.
 */
async function writeCurrent(secret: Secret, credentials: Credentials): Promise<void> {
  const description = await secret.describe();
  const pending = versionAt(description, "AWSPENDING");
  if (pending && pending !== versionAt(description, "AWSCURRENT")) await secret.dropPending(pending);
  await secret.write(serialize(credentials, new Date()), "AWSCURRENT");
}

/** If the limit is reached, pods prove that the login works. */
async function proveUnlessFull(
  context: Context,
  names: OrganizationNames,
  credentials: Credentials,
  master: Session,
): Promise<void> {
  const { username: login, password } = credentials;
  try {
    await prove(context, names, credentials);
  } catch (failure) {
    if (!(password && failure instanceof ConnectionLimitError))
      return proveRestored(context, names, credentials, master, failure);
    context.log.warn("Rights not verified: the login has reached its connection limit", { login });
  }
}
