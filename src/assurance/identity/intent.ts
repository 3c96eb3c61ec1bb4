import { type PartyId, partyText } from "../party";
import type { Access, IdentityReport, SecretReport } from "./analyze";
import type { Holder } from "./questions/assume";
import type { DatabaseLogin } from "./questions/database-logins";
import type { Passage } from "./questions/locks";
import { takeoverText } from "./questions/takeovers";
import { isCertain, type Verdict } from "./verdict";

/** Who is meant to come by credentials. Declared apart from what is built, so that a mistake in one shows in the other. */
export interface IdentityIntent {
  /** ARNs of identities outside of the configuration that it is meant to name: administrators, who may plan. */
  readonly outsiders: readonly string[];
  readonly secrets: readonly SecretIntent[];
  readonly roles: readonly RoleIntent[];
  readonly databaseLogins: readonly LoginIntent[];
}

export interface SecretIntent {
  readonly secret: PartyId;
  /** Names of the roles that must be able to read it; nobody else may. */
  readonly readers: readonly string[];
  readonly writers: readonly string[];
  /** What administrators of the account, and others outside of the configuration, are trusted with. @default - nothing */
  readonly administrators?: "write";
}

export interface RoleIntent {
  readonly role: string;
  /** Who must be able to take it; no other may. */
  readonly holders: readonly PartyId[];
  /** ARNs outside of the configuration that may, too: whether they can, their own policies say. @default - none */
  readonly outsiders?: readonly string[];
}

export interface LoginIntent {
  readonly role: string;
  /** An instance, or the proxy before it. */
  readonly database: PartyId;
  readonly user: string;
}

/** Something that is possible and not meant, or the other way round. */
export interface Difference {
  /** A sentence. */
  readonly text: string;
  /** Who reads which secret without being meant to. @default - it is about something else, or not about one identity */
  readonly reading?: { readonly principal: PartyId; readonly secret: PartyId };
  /** An indirect way, by whom and to what. @default - it is about something else, or not certain */
  readonly takeover?: string;
}

/** Where what is possible and what is meant differ. Empty when they are the same. */
export function differences(report: IdentityReport, intent: IdentityIntent): Difference[] {
  const found = [
    ...secretDifferences(report, intent),
    ...[...roleDifferences(report, intent), ...loginDifferences(report, intent)].map((text) => ({ text })),
    ...report.takeovers.map((takeover) => ({
      text: takeoverText(takeover),
      ...(isCertain(takeover.verdict) && { takeover: takeoverText(takeover) }),
    })),
  ];
  return [...found, ...strangerDifferences(report, intent, found)];
}

function secretDifferences({ secrets }: IdentityReport, intent: IdentityIntent): Difference[] {
  const meant = new Map(intent.secrets.map((entry) => [partyText(entry.secret), entry]));
  const present = new Set(secrets.map(({ secret }) => secret));
  const missing = [...meant.keys()]
    .filter((secret) => !present.has(secret))
    .map((secret) => ({ text: `${secret} is not in the configuration` }));
  return [...secrets.flatMap((secret) => differencesOf(secret, meant.get(secret.secret))), ...missing];
}

function differencesOf(report: SecretReport, meant?: SecretIntent): Difference[] {
  const { secret, readers, writers } = report;
  const { readers: may = [], writers: mayWrite = [], administrators } = meant ?? {};
  const reads = surplus(readers, may, false);
  return [
    ...reads.map((access) => ({
      text: `${access.name} may read ${secret}${reason(access.verdict)}`,
      ...(isOneIdentity(access) && { reading: { principal: access.id, secret: report.id } }),
    })),
    ...lockDifferences(report, meant, reads),
    ...[
      ...uncertain(readers, may, `read ${secret}`),
      ...compare(writers, mayWrite, administrators === "write", `write ${secret}`),
    ].map((text) => ({ text })),
  ];
}

/** Whom one lock does not keep out while the other one does. What keeps administrators out is a rule of its own. */
function lockDifferences(
  { id, secret, locks, writers }: SecretReport,
  meant: SecretIntent | undefined,
  reads: readonly Access[],
): Difference[] {
  const { readers: may = [], writers: mayWrite = [], administrators } = meant ?? {};
  const isNews = (told: readonly Access[]) => (passage: Passage) =>
    passage.kind !== "administrator" && !told.some(({ name }) => name === passage.name);
  return locks.flatMap((lock) => {
    const reading = surplus(lock.readers, may, false).filter(isNews(reads));
    // What administrators are trusted with, every identity of the account is: IAM alone decides.
    const writing = administrators
      ? []
      : surplus(lock.writers, [...mayWrite, ...reading.map(({ name }) => name)], false);
    return [
      ...reading.map((passage) => ({
        text: `${lock.name} does not keep ${passage.name} from reading ${secret}${reason(passage.verdict)}`,
        ...(isOneIdentity(passage) && { reading: { principal: passage.id, secret: id } }),
      })),
      ...writing.filter(isNews([...writers, ...reads])).map(({ name, verdict }) => ({
        text: `${lock.name} does not keep ${name} from writing ${secret}${reason(verdict)}`,
      })),
    ];
  });
}

/** Whoever is named is let in to something, and stands ready for the next mistake. Said once, with its gravest consequence. */
function strangerDifferences(
  { strangers }: IdentityReport,
  { outsiders }: IdentityIntent,
  found: readonly Difference[],
): Difference[] {
  return strangers
    .filter(({ name }) => !outsiders.includes(name) && !found.some(({ text }) => text.includes(name)))
    .map(({ name, place }) => ({
      text: `${place} names ${name}, which is no identity of this configuration and not listed in config`,
    }));
}

function roleDifferences({ roles }: IdentityReport, intent: IdentityIntent): string[] {
  return intent.roles.flatMap(({ role, holders, outsiders = [] }) => {
    const found = roles.find((candidate) => candidate.role === role);
    if (!found) return [`${role} is not in the configuration`];
    const isOutsider = ({ name, kind }: Holder) => kind === "outsider" && outsiders.includes(name);
    const absent = outsiders.filter((name) => !found.holders.some((holder) => holder.name === name));
    return [
      ...compare(
        found.holders.filter((holder) => !isOutsider(holder)),
        holders.map(partyText),
        false,
        `take ${role}`,
      ),
      ...absent.map((name) => `${name} is not let take ${role}`),
    ];
  });
}

function loginDifferences({ databaseLogins }: IdentityReport, intent: IdentityIntent): string[] {
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

/** Whoever may is meant to, and whoever is meant to certainly can. */
const compare = (
  found: readonly (Access | Holder)[],
  meant: readonly string[],
  administrators: boolean,
  what: string,
): string[] => [
  ...surplus(found, meant, administrators).map(
    ({ name, verdict }) => `${name} may ${what}${reason(verdict)}`,
  ),
  ...uncertain(found, meant, what),
];

function surplus<T extends Access | Holder>(
  found: readonly T[],
  meant: readonly string[],
  administrators: boolean,
): T[] {
  const outside = ["administrator", "outsider"];
  return found.filter(
    ({ kind, name }) => !meant.includes(name) && !(administrators && outside.includes(kind)),
  );
}

const uncertain = (found: readonly (Access | Holder)[], meant: readonly string[], what: string): string[] =>
  meant.flatMap((name) => {
    const verdict = found.find((candidate) => candidate.name === name)?.verdict;
    return verdict && isCertain(verdict)
      ? []
      : [`${name} may not be able to ${what}${verdict ? reason(verdict) : ""}`];
  });

/**
 * A role whose way is understood, or one that is made elsewhere: of that only its own policies are unknown, and whether
 * they allow it is what its owner is trusted with. "Administrators" and "other accounts" are nobody in particular.
 */
const isOneIdentity = ({ kind, verdict }: Access): boolean =>
  (kind === "role" && isCertain(verdict)) || kind === "outsider";

const reason = (verdict: Verdict): string =>
  verdict.kind === "unknown" ? `, because it is not known: ${verdict.because.join("; ")}` : "";
