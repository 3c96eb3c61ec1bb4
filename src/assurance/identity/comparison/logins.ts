import { partyText } from "../../party";
import type { IdentityReport } from "../analyze";
import type { Difference, IdentityIntent } from "../intent";
import type { DatabaseLogin } from "../questions/database-logins";
import { isCertain } from "../verdict";
import { differenceAt, placeOf } from "./surplus";

/** Compares logins without a password with the intent, per database. */
export function loginDifferences({ databaseLogins }: IdentityReport, intent: IdentityIntent): Difference[] {
  const key = ({ role, database, user }: Pick<DatabaseLogin, "role" | "database" | "user">) =>
    `${role} logs in to ${database} as ${user}`;
  const meant = intent.databaseLogins.map((login) => key({ ...login, database: partyText(login.database) }));
  const certain = databaseLogins.filter(({ verdict }) => isCertain(verdict)).map(key);
  return [
    ...databaseLogins
      .filter((login) => !meant.includes(key(login)))
      .map((login) =>
        differenceAt(
          placeOf(login.verdict) ?? login.address,
          `${key(login)}, which config does not allow`,
          login.verdict,
        ),
      ),
    ...meant
      .filter((login) => !certain.includes(login))
      .map((login) => ({
        ...notCertain(databaseLogins.find((one) => key(one) === login)),
        text: `it is not certain that ${login}`,
      })),
  ];
}

const notCertain = (login: DatabaseLogin | undefined): Partial<Difference> =>
  login ? differenceAt(login.address, "", login.verdict) : {};
