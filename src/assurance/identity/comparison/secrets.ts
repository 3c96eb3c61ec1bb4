import { partyText } from "../../party";
import { remembered } from "../../remembered";
import type { IdentityReport, SecretReport } from "../analyze";
import type { Difference, IdentityIntent, SecretIntent } from "../intent";
import type { Access } from "../subjects";
import { isCertain } from "../verdict";
import { differenceAt, placeOf, surplus, uncertain } from "./surplus";

/** Compares readers and writers of secrets with the intent. */
export function secretDifferences(
  { secrets, openKeys }: IdentityReport,
  intent: IdentityIntent,
): Difference[] {
  const meant = new Map(intent.secrets.map((entry) => [partyText(entry.secret), entry]));
  const present = new Set(secrets.map(({ secret }) => secret));
  const missing = [...meant.keys()]
    .filter((secret) => !present.has(secret))
    .map((secret) => ({ text: `${secret} is not in the configuration` }));
  const past = openKeys.map(({ key, does, place, by, verdict }) =>
    differenceAt(place, `${place} lets ${by} ${does} ${key}`, verdict),
  );
  return [
    ...past,
    ...secrets.flatMap((secret) => differencesOf(secret)(meant.get(secret.secret) ?? unmeant)),
    ...missing,
  ];
}

/** Intended access to a secret. */
type Meant = Omit<SecretIntent, "secret">;

const unmeant: Meant = { readers: [], writers: [] };

/** Most secrets and their intents equal those of an earlier proof. */
const differencesOf = remembered((report: SecretReport) =>
  remembered((meant: Meant): readonly Difference[] => differencesIn(report, meant)),
);

function differencesIn(report: SecretReport, meant: Meant): Difference[] {
  const { secret, readers, writers, putters } = report;
  const { readers: may, writers: mayWrite, administrators } = meant;
  const reads = surplus(readers, may, false);
  const opened = ({ verdict }: Access, all: readonly Access[], names: readonly string[]): string =>
    placeOf(
      verdict,
      all.filter(({ name }) => names.includes(name)).map((one) => one.verdict),
    ) ??
    (report.locks[0]?.place || report.address);
  return [
    ...reads.map((access) => ({
      ...differenceAt(opened(access, readers, may), `${access.name} may read ${secret}`, access.verdict),
      ...(isOneIdentity(access) && { reading: { principal: access.id, secret: report.id } }),
    })),
    ...lockDifferences(report, meant, reads),
    ...uncertain(readers, may, `read ${secret}`, report.address),
    ...surplus(writers, mayWrite, administrators === "write").map((access) =>
      differenceAt(opened(access, writers, mayWrite), `${access.name} may write ${secret}`, access.verdict),
    ),
    ...uncertain(putters, mayWrite, `write ${secret}`, report.address),
  ];
}

/** Principals that one lock does not deny while the other does. A separate rule covers administrators. */
function lockDifferences(
  { id, secret, locks, writers }: SecretReport,
  { readers: may, writers: mayWrite, administrators }: Meant,
  reads: readonly Access[],
): Difference[] {
  const isNews = (told: readonly Access[]) => (passage: Access) =>
    passage.kind !== "administrator" && !told.some(({ name }) => name === passage.name);
  return locks.flatMap((lock) => {
    const reading = surplus(lock.readers, may, false).filter(isNews(reads));
    // A permission that administrators have applies to every identity of the account, as far as IAM allows it.
    const writing = administrators
      ? []
      : surplus(lock.writers, [...mayWrite, ...reading.map(({ name }) => name)], false);
    return [
      ...reading.map((passage) => ({
        ...differenceAt(
          lock.place,
          `${lock.place}: ${lock.name} does not keep ${passage.name} from reading ${secret}`,
          passage.verdict,
        ),
        ...(isOneIdentity(passage) && { reading: { principal: passage.id, secret: id } }),
      })),
      ...writing
        .filter(isNews([...writers, ...reads]))
        .map(({ name, verdict }) =>
          differenceAt(
            lock.place,
            `${lock.place}: ${lock.name} does not keep ${name} from writing ${secret}`,
            verdict,
          ),
        ),
    ];
  });
}

/**
 * Whether an access belongs to one known identity: a role whose policies are understood, or one declared elsewhere, of
 * which only the own policies are unknown; its owner decides about those. "Administrators" and "other accounts" are not
 * single identities.
 */
const isOneIdentity = ({ kind, verdict }: Access): boolean =>
  (kind === "role" && isCertain(verdict)) || kind === "outsider";
