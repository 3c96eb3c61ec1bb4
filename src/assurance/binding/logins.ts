import { groupedBy } from "../grouping";
import type { LoginIntent } from "../identity";
import { type PartyId, partyText } from "../party";
import type { Finder } from "./finder";
import type { FoundInstance, FoundOrganization, Things } from "./things";

/**
 * Intended logins without a password, by the user names in policies. Their form is checked here: each name contains its
 * owner's name, and a pattern matches only logins of organizations on the shared instance, never the master user.
 */
export function loginsFor(finder: Finder, things: Things): LoginIntent[] {
  const organizations = things.organizations.flatMap((one) => organizationLogin(finder, one, things));
  const byStack = groupedBy(organizations, ({ stack }) => stack);
  return [
    ...organizations.map(({ login }) => login),
    ...[...things.instances.values()].flatMap((instance) => [
      ...proxyLogin(
        finder,
        instance,
        (byStack.get(instance.intent.stack) ?? []).map(({ login }) => login.user),
      ),
      ...masterLogin(instance),
    ]),
  ];
}

const databaseOf = ({ identifier }: FoundInstance): PartyId | undefined =>
  identifier === undefined ? undefined : { kind: "database", name: identifier };

/** If a proxy is in front of the instance, an organization may log in to the proxy and not to the instance. */
function organizationLogin(
  finder: Finder,
  { intent, role }: FoundOrganization,
  { instances }: Things,
): { readonly stack: string; readonly login: LoginIntent }[] {
  const instance = instances.get(intent.instance);
  const database = instance && (instance.proxy ?? databaseOf(instance));
  if (intent.authentication !== "iam" || !role || !database) return [];
  const users = usersOf(finder, role.role, database);
  const user = users.find((one) => ownerOfLogin(one) === intent.name);
  if (user === undefined) {
    finder.add(
      `${role.role} logs in to ${partyText(database)} as ${users.join(", ") || "no user"}, but config gives ${intent.name} a user of its own`,
    );
    return [];
  }
  return [{ stack: intent.instance, login: { role: role.role, database, user } }];
}

/** A proxy logs in on behalf of the organizations that use its instance. */
function proxyLogin(
  finder: Finder,
  { intent, proxy, proxyRole, master, ...instance }: FoundInstance,
  users: readonly string[],
): LoginIntent[] {
  const database = databaseOf({ intent, ...instance });
  if (!proxy || !proxyRole || !database) return [];
  const patterns = usersOf(finder, proxyRole.role, database);
  const fits = (pattern: string) =>
    users.every((user) => matches(pattern, user)) && !matches(pattern, master ?? "") && /[^*?]/.test(pattern);
  const user = patterns.find(fits);
  if (user !== undefined) return [{ role: proxyRole.role, database, user }];
  finder.add(
    `${partyText(proxy)} of ${intent.stack} logs in as ${patterns.join(", ") || "no user"}, but config allows the users of its organizations and no other`,
  );
  return [];
}

/** The credentials function also reads the master password: RDS requires either a password or a token. */
function masterLogin(instance: FoundInstance): LoginIntent[] {
  const database = databaseOf(instance);
  const { functionRole, master } = instance;
  return functionRole && database && master !== undefined
    ? [{ role: functionRole.role, database, user: master }]
    : [];
}

const usersOf = (finder: Finder, role: string, database: PartyId): string[] =>
  finder
    .loginsOf(role)
    .filter((login) => login.database === partyText(database))
    .map(({ user }) => user);

/**
 * PostgreSQL names replace the hyphens of an organization's name by underscores, followed by two underscores and a
 * suffix. Names of organizations contain no underscore, so each login has one owner.
 */
const ownerOfLogin = (user: string): string | undefined =>
  /^([a-z0-9]+(?:_[a-z0-9]+)*)__[a-z]+$/.exec(user)?.[1]?.replaceAll("_", "-");

/** Whether an IAM pattern matches a name. */
function matches(pattern: string, name: string): boolean {
  const source = pattern.replace(/[\\^$.*+?()[\]{}|]/g, (sign) =>
    sign === "*" ? ".*" : sign === "?" ? "." : `\\${sign}`,
  );
  return new RegExp(`^${source}$`).test(name);
}
