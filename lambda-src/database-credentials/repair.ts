import { asMaster, type Context, maintenanceDatabase } from "./context";
import { parse } from "./credentials";
import { ConnectionLimitError, publicError } from "./errors";
import { databaseOf, loginsWith, type OrganizationNames, organizationNames } from "./organization";
import { prove } from "./prove";
import { checkSecrets, provision } from "./provision";
import type { Provision } from "./requests";
import { Secret } from "./secret";
import { findDatabase } from "./sql/database";
import { findRoles } from "./sql/roles";

/** Result of a repair. */
export interface Repaired {
  readonly organization: string;
  /** One sentence per repaired fault; empty if nothing was wrong. */
  readonly repaired: readonly string[];
}

/** Provisions an organization again, in whatever state it is, and reports the faults. */
export async function repair(context: Context, request: Provision): Promise<Repaired> {
  await checkSecrets(context, request);
  const names = organizationNames(request.organization, context.config.sharedDatabase);
  const found = [
    ...(await faultsOfInstance(context, names, request)),
    ...(await faultsOfCredentials(context, names, request)),
  ];
  await provision(context, request);
  for (const fault of found) context.log.info("Repaired", { fault });
  return { organization: request.organization, repaired: found };
}

async function faultsOfInstance(
  context: Context,
  names: OrganizationNames,
  { authentication, isolation, logins }: Provision,
): Promise<string[]> {
  const applications = loginsWith(names, authentication);
  const expected = [...applications, ...(logins.readOnly ? [names.readOnlyLogin] : [])];
  const database = databaseOf(names, isolation, context.config.sharedDatabase);
  return asMaster(context, maintenanceDatabase, async (master) => {
    const roles = await findRoles(master, [names.owner, ...expected]);
    const missing = [names.owner, ...expected].filter((name) => !roles.some((role) => role.name === name));
    const locked = roles.filter(({ name, enabled }) => !enabled && name !== names.owner);
    const found = await findDatabase(master, database);
    return [
      ...missing.map((name) => `There was no role ${name}.`),
      ...locked.map(({ name }) => `Role ${name} could not log in.`),
      ...(found ? [] : [`There was no database ${database}.`]),
      ...(found && !found.open ? [`Database ${database} accepted no connections.`] : []),
    ];
  });
}

async function faultsOfCredentials(
  context: Context,
  names: OrganizationNames,
  request: Provision,
): Promise<string[]> {
  const text = await new Secret(context.secrets, request.secretArn).read("AWSCURRENT");
  if (text === undefined) return ["The secret had no value."];
  const credentials = parse(text);
  if (!credentials) return ["The secret contained something other than credentials of the function."];
  const database = databaseOf(names, request.isolation, context.config.sharedDatabase);
  if (credentials.database !== database) return [`The secret named the database ${credentials.database}.`];
  try {
    await prove(context, names, credentials);
    return [];
  } catch (error) {
    if (error instanceof ConnectionLimitError) return [];
    return [`The credentials in the secret did not work: ${publicError(error).message}.`];
  }
}
