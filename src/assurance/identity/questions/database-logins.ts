import type { Database } from "../model/databases";
import type { Role } from "../model/roles";
import { decide } from "../policy/decide";
import { intersects } from "../policy/glob";
import { Text } from "../policy/text";
import { factsAbout, roleSubject, type Subject } from "../subjects";
import { type Verdict, verdictOn } from "../verdict";
import { allowsAction, mayAllow } from "./relevance";

/** A role that may log in to a database without a password, as one user. */
export interface DatabaseLogin {
  readonly role: string;
  readonly database: string;
  /** `any other user` when it is not limited to the users that its policies name. */
  readonly user: string;
  readonly verdict: Verdict;
}

const action = "rds-db:connect";

export function databaseLogins(roles: readonly Role[], databases: readonly Database[]): DatabaseLogin[] {
  const byStart = new Map(databases.map((database) => [database.login(Text.of("")).key, database]));
  return roles
    .filter((role) => mayAllow(role, action))
    .flatMap((role) =>
      (databasesNamed(role, byStart) ?? databases).flatMap((database) => loginsOf(role, database)),
    );
}

/**
 * The databases that a role's policies name, if they name each by itself: a thousand organizations are not asked about
 * the instances of all others.
 */
function databasesNamed({ policies }: Role, byStart: ReadonlyMap<string, Database>): Database[] | undefined {
  if (policies.some(({ unclear }) => unclear.length > 0)) return undefined;
  const named = policies
    .flatMap(({ statements }) => statements)
    .filter((statement) => allowsAction(statement, action))
    .flatMap(({ resources }): readonly (Text | undefined)[] =>
      resources && !resources.except ? resources.patterns : [undefined],
    )
    .map((pattern) => pattern && byStart.get(withoutUser(pattern).key));
  const found = named.filter((database) => database !== undefined);
  return found.length === named.length ? [...new Set(found)] : undefined;
}

const withoutUser = ({ parts }: Text): Text => {
  const last = parts.at(-1);
  return Text.of(...parts.slice(0, -1), typeof last === "string" ? last.replace(/[^/]*$/, "") : "");
};

function loginsOf(role: Role, database: Database): DatabaseLogin[] {
  const users = usersNamed(role, database);
  return [...users, undefined].flatMap((user): DatabaseLogin[] => {
    const name = user ?? Text.other("any other user");
    const verdict = canLogIn(roleSubject(role), database, name);
    if (verdict.kind === "denied") return [];
    const shown = user === undefined ? "any other user" : String(user);
    return [{ role: role.name, database: database.identifier, user: shown, verdict }];
  });
}

export const canLogIn = (subject: Subject, database: Database, user: Text): Verdict =>
  verdictOn([
    decide({
      request: {
        principal: subject.principal,
        action,
        resource: database.login(user),
        context: factsAbout(subject),
      },
      agreement: "identity",
      account: database.place.account,
      identityPolicies: subject.policies,
    }),
  ]);

/** Users that the role's policies spell out for an instance. */
function usersNamed({ policies }: Role, database: Database): Text[] {
  const any = database.login(Text.glob("*"));
  const patterns = policies.flatMap(({ statements }) =>
    statements.flatMap(({ resources }) => resources?.patterns ?? []),
  );
  const users = patterns
    .filter((pattern) => intersects(pattern.pattern, any))
    .map((pattern) => /\/([^/*?]+)$/.exec(String(pattern.parts.at(-1)))?.[1])
    .filter((user) => user !== undefined);
  return [...new Set(users)].map((user) => Text.of(user));
}
