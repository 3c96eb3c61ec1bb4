import { remembered } from "../../remembered";
import type { Database } from "../model/databases";
import type { Identity } from "../model/roles";
import { intersects } from "../policy/glob";
import { Text } from "../policy/text";
import { identitySubject, type Subject } from "../subjects";
import { type Verdict, verdictOn } from "../verdict";
import { askCaller } from "./own-policies";
import { allowsAction, mayAllow, mayAllowOn } from "./relevance";

/** A role that may log in to a database without a password, as one user. */
export interface DatabaseLogin {
  readonly role: string;
  /** Address of the role. */
  readonly address: string;
  readonly database: string;
  /** User name or pattern in policies; `any other user` if they do not limit it. */
  readonly user: string;
  readonly verdict: Verdict;
}

const action = "rds-db:connect";

/** A database with a pattern for all its logins. */
interface Asked {
  readonly database: Database;
  readonly any: Text;
}

export function databaseLogins(roles: readonly Identity[], databases: readonly Database[]): DatabaseLogin[] {
  const asked = databases.map((database): Asked => ({ database, any: database.login(Text.glob("*")) }));
  const byStart = new Map(asked.map((one) => [one.database.login(Text.of("")).key, one]));
  return roles
    .filter((role) => mayAllow(role, action))
    .flatMap((role) =>
      (databasesNamed(role, byStart) ?? asked.filter(({ any }) => mayAllowOn(role, action, any))).flatMap(
        (one) => loginsTo(one.database)(role),
      ),
    );
}

/**
 * The databases that a role's policies name individually; undefined if they use patterns. So a thousand organizations
 * are not compared with each other's instances.
 */
function databasesNamed({ policies }: Identity, byStart: ReadonlyMap<string, Asked>): Asked[] | undefined {
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

const loginsTo = remembered((database: Database) =>
  remembered((role: Identity): readonly DatabaseLogin[] => loginsOf(role, database)),
);

function loginsOf(role: Identity, database: Database): DatabaseLogin[] {
  const users = usersNamed(role, database.login(Text.glob("*")));
  return [...users, undefined].flatMap((user): DatabaseLogin[] => {
    const verdict = canLogIn(identitySubject(role), database, user ?? otherUser);
    if (verdict.kind === "denied") return [];
    const shown = user === undefined ? "any other user" : String(user);
    const { name } = identitySubject(role);
    return [{ role: name, address: role.address, database: database.identifier, user: shown, verdict }];
  });
}

/** A character that no policy contains. */
const edge = (id: string): Text => Text.of({ placeholder: "unknown", length: "one", id, characters: "" });

/** A user that policies name neither exactly nor by a prefix or suffix. */
const otherUser = Text.join(edge("first"), Text.other("any other user"), edge("last"));

export const canLogIn = (subject: Subject, database: Database, user: Text): Verdict =>
  verdictOn([askCaller(subject, action, database.login(user), database.place.account)]);

/** Users in the role's policies for an instance, exact or as patterns. */
function usersNamed({ policies }: Identity, any: Text): Text[] {
  const patterns = policies.flatMap(({ statements }) =>
    statements.flatMap(({ resources }) => resources?.patterns ?? []),
  );
  const users = patterns
    .filter((pattern) => intersects(pattern.pattern, any))
    .map((pattern) => /\/([^/]+)$/.exec(String(pattern.parts.at(-1)))?.[1])
    .filter((user) => user !== undefined && user !== "*");
  return [...new Set(users as string[])].map((user) => Text.glob(user));
}
