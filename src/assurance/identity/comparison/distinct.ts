import type { IdentityReport } from "../analyze";
import { intersects } from "../policy/glob";
import { Text } from "../policy/text";
import type { DatabaseLogin } from "../questions/database-logins";

/**
 * Names that must tell things apart, whatever config and constructs make of them: two roles or secrets of one name are one
 * to AWS, and two roles that log in as one user have one set of rights in the database.
 */
export const sharedNames = ({ roles, secrets, databaseLogins }: IdentityReport): string[] => [
  ...twice(roles.map(({ role, address }) => ({ name: role, address }))),
  ...twice(secrets.map(({ secret, address }) => ({ name: secret, address }))),
  ...sharedLogins(databaseLogins),
];

function twice(all: readonly { readonly name: string; readonly address: string }[]): string[] {
  const first = new Map<string, string>();
  return all.flatMap(({ name, address }) => {
    const known = first.get(name);
    if (known === undefined) first.set(name, address);
    return known === undefined ? [] : [`${address} has the name ${name}, as ${known} does`];
  });
}

/** Users that are spelled out are compared by name; the few that are patterns with all others of their database. */
function sharedLogins(logins: readonly DatabaseLogin[]): string[] {
  const known = new Map<string, DatabaseLogin[]>();
  const patterns = logins.filter(({ user }) => user.includes("*"));
  return logins.flatMap((login) => {
    const { role, database, user } = login;
    const key = `${database} ${user}`;
    const alike = [
      ...(known.get(key) ?? []),
      ...patterns.filter(
        (other) =>
          other !== login &&
          other.database === database &&
          intersects(Text.glob(other.user), Text.glob(user)),
      ),
    ].filter((other) => other.role !== role);
    known.set(key, [...(known.get(key) ?? []), login]);
    return alike.map((other) => `${role} logs in to ${database} as ${user}, as ${other.role} does`);
  });
}
