import type { Exception, Permission } from "./intent";
import { nearest } from "./nearest";
import { type PartyId, parseParty, partySpelling, partyText, targetSpelling } from "./party";
import type { Problem } from "./problem";

/** An exception, with the problems that it covers. */
export interface JudgedException {
  readonly exception: Exception;
  /** Problems that would exist without it, each with a counterexample. Empty if the exception is not needed. */
  readonly excuses: readonly Problem[];
}

/** Names of undeclared things that exceptions may use, by the key of an exception. */
export type KnownNames = Readonly<Record<"source" | "principal" | "rule" | "at", readonly string[]>>;

/** Separates problems that an exception covers from the others. */
export function judgeExceptions(
  found: readonly Problem[],
  exceptions: readonly Exception[],
  known: () => KnownNames,
): { readonly problems: readonly Problem[]; readonly exceptions: readonly JudgedException[] } {
  const judged = exceptions.map((exception) => ({
    exception,
    excuses: found.filter(({ needs }) => needs && isSame(needs, exception)),
  }));
  const excused = new Set(judged.flatMap(({ excuses }) => excuses));
  return {
    problems: [
      ...found.filter((problem) => !excused.has(problem)),
      ...judged
        .filter(({ excuses }) => excuses.length === 0)
        .map(({ exception }) => stale(exception, known())),
    ],
    exceptions: judged,
  };
}

/**
 * The reason of the exception that allows something.
 *
 * @returns undefined if no exception allows it
 */
export const reasonFor = (
  exceptions: readonly JudgedException[],
  permission: Permission,
): string | undefined =>
  exceptions.find(({ exception, excuses }) => excuses.length > 0 && isSame(exception, permission))?.exception
    .reason;

/** Permission for a source to connect to a database. */
export const connecting = (source: PartyId, database: string): Permission => ({
  allow: "connect",
  source: partySpelling(source),
  database,
});

/** Permission for a principal to read a secret. */
export const reading = (principal: PartyId, secret: PartyId): Permission => ({
  allow: "read",
  principal: partySpelling(principal),
  secret: targetSpelling(secret),
});

/** The permission of an exception, as a sentence. */
export function permissionText(permission: Permission): string {
  switch (permission.allow) {
    case "connect":
      return `${wordsFor(permission.source)} may connect to ${permission.database}`;
    case "read":
      return `${wordsFor(permission.principal)} may read ${wordsFor(permission.secret)}`;
    case "violation":
      return `the rule ${permission.rule} need not hold at ${permission.at}`;
  }
}

const wordsFor = (spelling: string): string => {
  const party = parseParty(spelling);
  return party ? partyText(party) : spelling;
};

/** Compares parties by their spelling, which is unique. */
const isSame = (a: Permission, b: Permission): boolean => a.allow === b.allow && keyOf(a) === keyOf(b);

function keyOf(permission: Permission): string {
  switch (permission.allow) {
    case "connect":
      return JSON.stringify([permission.source, permission.database]);
    case "read":
      return JSON.stringify([permission.principal, permission.secret]);
    case "violation":
      return JSON.stringify([permission.rule, permission.at]);
  }
}

/** An unneeded exception would silently allow the same access again after a later mistake. */
const stale = (exception: Exception, known: KnownNames): Problem => ({
  about: "exceptions",
  text: `nothing needs the exception that ${permissionText(exception)}`,
  details: [
    ...misnamed(exception, known),
    `its reason: ${exception.reason}`,
    "delete it, or see above: what is not known, and what is missing, cannot be excepted",
  ],
});

const misnamed = (exception: Exception, known: KnownNames): string[] =>
  Object.entries(known).flatMap(([key, names]) => {
    const name = (exception as Readonly<Record<string, string>>)[key];
    if (name === undefined || names.includes(name)) return [];
    return [
      `no ${key === "at" ? "place" : key} is called ${name}; near it: ${nearest(name, names).join(", ")}`,
    ];
  });
