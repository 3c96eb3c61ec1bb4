import type { IdentityReport } from "../analyze";
import type { Difference } from "../intent";
import { intersects } from "../policy/glob";
import { Text } from "../policy/text";
import type { DatabaseLogin } from "../questions/database-logins";
import { isCertain } from "../verdict";
import { differenceAt, placeOf } from "./surplus";

/**
 * Names that must be unique, whatever config and constructs make of them: two roles or secrets of one name are one to
 * AWS, and two roles that log in as the same user have the same privileges in the database.
 */
export const sharedNames = ({ roles, secrets, databaseLogins }: IdentityReport): Difference[] => [
  ...twice(roles.map(({ role, address }) => ({ name: role, address }))),
  ...twice(secrets.map(({ secret, address }) => ({ name: secret, address }))),
  // A login that is not certain is a difference by itself, and so is its pattern: no user that is meant is "any other".
  ...sharedLogins(databaseLogins.filter(({ verdict }) => isCertain(verdict))),
];

function twice(all: readonly { readonly name: string; readonly address: string }[]): Difference[] {
  const first = new Map<string, string>();
  return all.flatMap(({ name, address }) => {
    const known = first.get(name);
    if (known === undefined) first.set(name, address);
    return known === undefined ? [] : [{ text: `${address} has the name ${name}, as ${known} does` }];
  });
}

/** Compares exact user names by equality, and the few patterns with all others of their database. */
function sharedLogins(logins: readonly DatabaseLogin[]): Difference[] {
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
    return alike.map((other) =>
      differenceAt(
        placeOf(login.verdict) ?? login.address,
        `${role} logs in to ${database} as ${user}, as ${other.role} does`,
      ),
    );
  });
}
