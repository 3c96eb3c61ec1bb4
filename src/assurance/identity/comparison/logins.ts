import { partyText } from "../../party";
import type { IdentityReport } from "../analyze";
import type { Difference, IdentityIntent } from "../intent";
import type { DatabaseLogin } from "../questions/database-logins";
import { isCertain } from "../verdict";
import { differenceAt, placeOf } from "./surplus";

/** Compares logins without a password with the intent, per database. */
export function loginDifferences(
  { databaseLogins, roles }: IdentityReport,
  intent: IdentityIntent,
): Difference[] {
  const key = ({ role, database, user }: Pick<DatabaseLogin, "role" | "database" | "user">) =>
    `${role} logs in to ${database} as ${user}`;
  const meant = intent.databaseLogins.map(({ role, database, user }) => ({
    role,
    name: key({ role, database: partyText(database), user }),
  }));
  const meantNames = new Set(meant.map(({ name }) => name));
  const certain = databaseLogins.filter(({ verdict }) => isCertain(verdict)).map(key);
  return [
    ...databaseLogins
      .filter((login) => !meantNames.has(key(login)))
      .map((login) =>
        differenceAt(
          placeOf(login.verdict) ?? login.address,
          `${key(login)}, which config does not allow`,
          login.verdict,
        ),
      ),
    ...meant
      .filter(({ name }) => !certain.includes(name))
      .map(({ role, name }) => ({
        ...notCertain(
          databaseLogins.find((one) => key(one) === name),
          roles.find((one) => one.role === role)?.address,
        ),
        text: `it is not certain that ${name}`,
      })),
  ];
}

/** @param role address of the role that should log in, if no policy of it names the database */
const notCertain = (login: DatabaseLogin | undefined, role: string | undefined): Partial<Difference> => {
  const at = login?.address ?? role;
  return at === undefined ? {} : differenceAt(at, "", login?.verdict);
};
