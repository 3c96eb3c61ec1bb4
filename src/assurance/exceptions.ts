import type { Exception, Permission } from "./intent";
import { nearest } from "./nearest";
import { type PartyId, parseParty, partySpelling, partyText, targetSpelling } from "./party";
import type { Problem } from "./problem";

/** An exception, and what it answers for. */
export interface JudgedException {
  readonly exception: Exception;
  /** Problems that would stand without it, each with its counter-example. Empty: nothing needs it. */
  readonly excuses: readonly Problem[];
}

/** Names that exceptions may use for what is not declared in config, by the key of an exception. */
export type KnownNames = Readonly<Record<"source" | "principal" | "rule" | "at", readonly string[]>>;

/** What is left of the problems, and which exceptions answer for the others. */
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

/** The reason for which something is allowed that is not meant. @returns undefined where nothing allows it */
export const reasonFor = (
  exceptions: readonly JudgedException[],
  permission: Permission,
): string | undefined =>
  exceptions.find(({ exception, excuses }) => excuses.length > 0 && isSame(exception, permission))?.exception
    .reason;

/** That a source may connect to a database. */
export const connecting = (source: PartyId, database: string): Permission => ({
  allow: "connect",
  source: partySpelling(source),
  database,
});

/** That a principal may read a secret. */
export const reading = (principal: PartyId, secret: PartyId): Permission => ({
  allow: "read",
  principal: partySpelling(principal),
  secret: targetSpelling(secret),
});

/** What an exception allows, as a sentence. */
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

/** Parties are compared by their spelling, which no two of them share. */
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

/** An exception that stays would allow the same again when a mistake makes it possible. */
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
