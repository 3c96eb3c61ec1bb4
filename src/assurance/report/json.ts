import type { Proof } from "../gate";
import type { Access } from "../identity";
import { partySpelling } from "../party";
import { controlsOf } from "../rule-controls";
import { ruleNames } from "../rule-names";

/** The same for programs. */
export const proofJson = ({
  intent,
  pairs,
  others,
  applications,
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
  reach: pairs.map(({ source, name, isMeant, reach: { database, verdict, always, open } }) => ({
    source: name,
    party: partySpelling(source),
    database: database.name,
    port: database.port,
    verdict,
    always,
    meant: isMeant,
    through: open.map(({ through }) => through),
  })),
  pairsThatNoGroupAdmits: others,
  applications: applications.map(({ found, target, ranges, withoutRoute, rest }) => ({
    application: found.pods.name,
    party: partySpelling(found.pods.id),
    hostname: found.hostname,
    port: target.port,
    loadBalancer: found.balancer.name,
    internal: found.isInternal,
    ranges,
    withoutRoute,
    restOfInternet: rest.verdict,
  })),
  notUnderstood: network.unknowns,
  secrets: identity.secrets.map(({ secret, readers, writers }) => ({
    secret,
    readers: readers.map(accessJson),
    writers: writers.map(accessJson),
  })),
  footholds: identity.footholds.map(({ id, name, becomes, reads, powers, opensPorts = false, unknowns }) => ({
    name,
    party: partySpelling(id),
    becomes: becomes.map(partySpelling),
    reads: reads.map(({ secret, by, isCopy }) => ({
      secret: partySpelling(secret),
      by: partySpelling(by),
      isCopy,
    })),
    powers: powers.map(({ text }) => text),
    opensPorts,
    unknowns: unknowns.map(({ text }) => text),
  })),
  databaseLogins: identity.databaseLogins,
  invariants: invariants.map((judgement) => ({
    ...judgement,
    sentence: ruleNames[judgement.rule],
    controls: controlsOf(judgement.rule),
  })),
  boundaries: identity.boundaries,
});

const accessJson = ({ id, kind, name, verdict }: Access) => ({
  kind,
  name,
  party: partySpelling(id),
  verdict,
});
