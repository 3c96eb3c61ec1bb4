import type { Proof } from "../gate";

/** The same for programs. */
export const proofJson = ({
  intent,
  pairs,
  others,
  identity,
  invariants,
  problems,
  exceptions,
  network,
}: Proof) => ({
  environment: intent.environment,
  proved: problems.length === 0,
  problems,
  exceptions: exceptions.map(({ exception, excuses }) => ({
    ...exception,
    needed: excuses.length > 0,
    excuses,
  })),
  reach: pairs.map(({ name, isMeant, reach: { database, verdict, always, open } }) => ({
    source: name,
    database: database.name,
    port: database.port,
    verdict,
    always,
    meant: isMeant,
    through: open.map(({ through }) => through),
  })),
  pairsThatNoGroupAdmits: others,
  notUnderstood: network.unknowns,
  secrets: identity.secrets.map(({ secret, readers, writers }) => ({ secret, readers, writers })),
  databaseLogins: identity.databaseLogins,
  invariants,
  boundaries: identity.boundaries,
});
