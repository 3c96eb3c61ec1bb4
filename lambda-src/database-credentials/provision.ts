import { restoreAccess } from "./access";
import { asMaster, type Context, maintenanceDatabase } from "./context";
import { ensureCredentials } from "./ensure-credentials";
import { RefusedError } from "./errors";
import { ensureGeneratedSecrets } from "./generated-secrets";
import { ensureInside } from "./inside";
import { databaseOf, loginsWith, type OrganizationNames, organizationNames } from "./organization";
import { checkOwnership, credentialsSecret, encryptionKeySecret } from "./ownership";
import type { Provision } from "./requests";
import { Secret } from "./secret";
import { prepareInstance, sharedGroups } from "./shared";
import { ensureDatabase, findDatabase, giveDatabase, isEmpty } from "./sql/database";
import { withLock } from "./sql/lock";
import { currentRole } from "./sql/privileges";
import {
  allowIamTokens,
  disableLogin,
  endSessions,
  ensureLogin,
  ensureOwner,
  findRoles,
  joinGroup,
  leaveGroup,
} from "./sql/roles";
import { inTransaction, type Session } from "./sql/session";

/** Result of a provisioning, stored in Terraform's state: names that are the same for every run. */
export interface Provisioned {
  readonly organization: string;
  readonly database: string;
  readonly schema: string;
  readonly owner: string;
}

/**
 * Creates an organization's roles, database or schema, and the first version of its secret, and repairs whatever is
 * missing. Repeating it changes nothing that works.
 */
export async function provision(context: Context, request: Provision): Promise<Provisioned> {
  const { config } = context;
  const names = organizationNames(request.organization, config.sharedDatabase);
  await checkSecrets(context, request);
  await asMaster(context, maintenanceDatabase, async (master) => {
    await prepareInstance(context, request.isolation, master);
    await withLock(master, request.organization, async () => {
      await ensureRoles(context, names, request, master);
      if (request.isolation !== "schema") await ensureOwnDatabase(context, names, request, master);
      await restoreAccess(context, names, master);
      await ensureInside(context, names, request, master);
      await ensureCredentials(context, names, request, master);
      await ensureGeneratedSecrets(context, names, request, master);
    });
  });
  return {
    organization: request.organization,
    database: databaseOf(names, request.isolation, config.sharedDatabase),
    schema: request.isolation === "schema" ? names.schema : "public",
    owner: names.owner,
  };
}

/** Runs before any change: a wrong ARN must not leave a partly provisioned organization. */
export async function checkSecrets({ secrets, config }: Context, request: Provision): Promise<void> {
  const owner = { organization: request.organization, environmentName: config.environmentName };
  checkOwnership(await new Secret(secrets, request.secretArn).describe(), owner, credentialsSecret);
  for (const arn of request.generatedSecretArns) {
    checkOwnership(await new Secret(secrets, arn).describe(), owner, encryptionKeySecret);
  }
}

async function ensureRoles(
  { config }: Context,
  names: OrganizationNames,
  { authentication, isolation, logins }: Provision,
  master: Session,
): Promise<void> {
  const applications = loginsWith(names, authentication);
  const readers = logins.readOnly ? [names.readOnlyLogin] : [];
  await inTransaction(master, async () => {
    await ensureOwner(master, names);
    for (const login of applications) await ensureLogin(master, login, logins.application);
    if (logins.readOnly) await ensureLogin(master, names.readOnlyLogin, logins.readOnly);
    for (const login of [...applications, ...readers])
      if (!names.passwordLogins.includes(login)) await allowIamTokens(master, login);
    if (isolation !== "schema") return;
    const groups = sharedGroups(config.sharedDatabase);
    for (const role of [names.owner, ...applications]) await joinGroup(master, groups.tenants, role);
    for (const login of readers) {
      await joinGroup(master, groups.readers, login);
      // An earlier version of this function made them tenants.
      await leaveGroup(master, groups.tenants, login);
    }
  });
  if (!logins.readOnly) await lockReadOnlyLogin(master, names);
}

/** Locks the read-only login that config no longer contains. Its sessions would outlive their tokens. */
async function lockReadOnlyLogin(master: Session, { readOnlyLogin }: OrganizationNames): Promise<void> {
  for (const { name, enabled } of await findRoles(master, [readOnlyLogin])) {
    if (enabled) await disableLogin(master, name);
    // Also for a locked login: an interrupted run may have left its sessions.
    await endSessions(master, [name]);
  }
}

async function ensureOwnDatabase(
  context: Context,
  { database: name, owner }: OrganizationNames,
  { isolation }: Provision,
  master: Session,
): Promise<void> {
  if (isolation === "instance") await takeOverInitialDatabase(context, { name, owner }, master);
  await ensureDatabase(master, { name, owner });
}

/** RDS creates the initial database of an instance, owned by the master user and open to every login. */
async function takeOverInitialDatabase(
  context: Context,
  { name, owner }: { readonly name: string; readonly owner: string },
  master: Session,
): Promise<void> {
  const masterName = await currentRole(master);
  if ((await findDatabase(master, name))?.owner !== masterName) return;
  if (!(await asMaster(context, name, isEmpty)))
    throw new RefusedError(
      `Database ${name} belongs to ${masterName} and is not empty, so its owner is not changed to ${owner}. Move its content, or drop the database, and apply again.`,
    );
  await giveDatabase(master, name, owner);
}
