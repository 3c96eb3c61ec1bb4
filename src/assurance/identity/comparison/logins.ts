import { partyText } from "../../party";
import type { IdentityReport } from "../analyze";
import type { IdentityIntent } from "../intent";
import type { DatabaseLogin } from "../questions/database-logins";
import { isCertain } from "../verdict";

/** Who logs in to which database without a password. */
export function loginDifferences({ databaseLogins }: IdentityReport, intent: IdentityIntent): string[] {
  const key = ({ role, database, user }: Pick<DatabaseLogin, "role" | "database" | "user">) =>
    `${role} log in to ${database} as ${user}`;
  const meant = intent.databaseLogins.map((login) => key({ ...login, database: partyText(login.database) }));
  const certain = databaseLogins.filter(({ verdict }) => isCertain(verdict)).map(key);
  return [
    ...databaseLogins
      .filter((login) => !meant.includes(key(login)))
      .map((login) => `unintended: ${key(login)}`),
    ...meant.filter((login) => !certain.includes(login)).map((login) => `not certain: ${login}`),
  ];
}
