import type { Proof } from "../gate";
import type { Access } from "../identity";
import { partySpelling } from "../party";
import { controlsOf } from "../rule-controls";
import { ruleNames } from "../rule-names";

/** A proof as JSON, for programs. */
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
  reach: pairs.map(pairJson),
  pairsThatNoGroupAdmits: others,
  applications: applications.map(applicationJson),
  notUnderstood: network.unknowns,
  secrets: identity.secrets.map(({ secret, readers, writers }) => ({
    secret,
    readers: readers.map(accessJson),
    writers: writers.map(accessJson),
  })),
  footholds: identity.footholds.map(footholdJson),
  databaseLogins: identity.databaseLogins,
  invariants: invariants.map((judgement) => ({
    ...judgement,
    sentence: ruleNames[judgement.rule],
    controls: controlsOf(judgement.rule),
  })),
  boundaries: identity.boundaries,
});

const pairJson = ({
  source,
  name,
  isMeant,
  reach: { database, verdict, always, open },
}: Proof["pairs"][number]) => ({
  source: name,
  party: partySpelling(source),
  database: database.name,
  port: database.port,
  verdict,
  always,
  meant: isMeant,
  through: open.map(({ through }) => through),
});

const applicationJson = ({ found, target, ranges, withoutRoute, rest }: Proof["applications"][number]) => ({
  application: found.pods.name,
  party: partySpelling(found.pods.id),
  hostname: found.hostname,
  port: target.port,
  loadBalancer: found.balancer.name,
  internal: found.isInternal,
  ranges,
  withoutRoute,
  restOfInternet: rest.verdict,
});

const footholdJson = ({
  id,
  name,
  becomes,
  reads,
  powers,
  opensPorts = false,
  unknowns,
}: Proof["identity"]["footholds"][number]) => ({
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
});

const accessJson = ({ id, kind, name, verdict }: Access) => ({
  kind,
  name,
  party: partySpelling(id),
  verdict,
});
