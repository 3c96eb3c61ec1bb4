import type { NamedRole, NamedSecret } from "../identity";
import type { InstanceIntent, Intent, OrganizationIntent } from "../intent";
import type { PartyId } from "../party";
import type { Resource } from "../terraform";
import { type Finder, nameOf } from "./finder";

/** An intended instance, as the configuration declares it. Undefined properties are not declared. */
export interface FoundInstance {
  readonly intent: InstanceIntent;
  readonly database?: Resource | undefined;
  /** Identifier of the instance. */
  readonly identifier?: string | undefined;
  /** Its master user. */
  readonly master?: string | undefined;
  readonly function?: Resource | undefined;
  readonly functionName?: string | undefined;
  readonly functionRole?: NamedRole | undefined;
  readonly proxy?: PartyId | undefined;
  readonly proxyRole?: NamedRole | undefined;
}

/** An intended organization, with the resources that its stack declares. */
export interface FoundOrganization {
  readonly intent: OrganizationIntent;
  readonly role?: NamedRole | undefined;
  readonly secrets: readonly NamedSecret[];
  readonly credentials?: NamedSecret | undefined;
}

/** All resources to which the intent refers. */
export interface Things {
  readonly instances: ReadonlyMap<string, FoundInstance>;
  readonly organizations: readonly FoundOrganization[];
  readonly planner?: NamedRole | undefined;
}

export function findThings(finder: Finder, intent: Intent): Things {
  const stacks = new Set([...intent.instances, ...intent.organizations].map(({ stack }) => stack));
  for (const stack of stacks) if (!finder.hasStack(stack)) finder.add(`there is no stack ${stack}`);
  return {
    instances: new Map(intent.instances.map((one) => [one.stack, findInstance(finder, one)])),
    organizations: intent.organizations.map((one) => findOrganization(finder, one)),
    planner: intent.planner && findPlanner(finder, intent.planner.stack),
  };
}

function findInstance(finder: Finder, intent: InstanceIntent): FoundInstance {
  const { stack, credentialsCode, isPooled } = intent;
  const database = finder.one(stack, "database instance", finder.resources(stack, "aws_db_instance"));
  const credentials = finder.one(
    stack,
    `function that runs ${credentialsCode}`,
    finder.resources(stack, "aws_lambda_function").filter((one) => runs(one, credentialsCode)),
  );
  const proxies = finder.resources(stack, "aws_db_proxy");
  const proxy = isPooled ? finder.one(stack, "proxy", proxies) : undefined;
  if (!isPooled)
    for (const { address } of proxies) finder.add(`${address} is a proxy that config does not declare`);
  return {
    intent,
    database,
    identifier: database && nameOf(database, "identifier"),
    master: database && nameOf(database, "username"),
    function: credentials,
    functionName: credentials && nameOf(credentials, "function_name"),
    functionRole: credentials && finder.roleNamed(credentials, "role"),
    proxy: proxy && { kind: "proxy", name: nameOf(proxy, "name") },
    proxyRole: proxy && finder.roleNamed(proxy, "role_arn"),
  };
}

/** A function's archive is named after the folder of its code. */
const runs = (resource: Resource, code: string): boolean =>
  nameOf(resource, "filename").endsWith(`/${code}.zip`);

function findOrganization(finder: Finder, intent: OrganizationIntent): FoundOrganization {
  const { name, stack } = intent;
  const account: PartyId = { kind: "service account", namespace: name, name };
  const given = finder.rolesFor(stack, account);
  // If the service account names another role, or none: the role that nothing else uses.
  const role = finder.one(
    stack,
    `role for the service account ${name} of the namespace ${name}`,
    given.length > 0 ? given : finder.rolesIn(stack).filter((one) => finder.usesOf(one).length === 0),
  );
  const secrets = finder.secretsIn(stack);
  const meant = intent.secrets + intent.applicationSecrets.length;
  if (secrets.length !== meant && finder.hasStack(stack))
    finder.add(
      `${stack} has ${secrets.length} secrets, and config declares ${meant}`,
      secrets.map(({ address }) => address),
    );
  for (const secret of intent.applicationSecrets)
    finder.one(
      stack,
      `secret ${secret}`,
      secrets.filter((one) => one.secret === secret),
    );
  const rotations = finder.resources(stack, "aws_secretsmanager_secret_rotation");
  const rotation = finder.one(stack, "rotation of a secret", rotations);
  const rotated =
    rotation && finder.configuration.resourceNamed("aws_secretsmanager_secret", rotation.get("secret_id"));
  return {
    intent,
    role,
    secrets,
    credentials: secrets.find(({ address }) => address === rotated?.address),
  };
}

/** The planner's role is not used by any resource of the configuration. */
const findPlanner = (finder: Finder, stack: string): NamedRole | undefined =>
  finder.one(
    stack,
    "role for the planner, which nothing is given",
    finder.rolesIn(stack).filter((role) => finder.usesOf(role).length === 0),
  );
