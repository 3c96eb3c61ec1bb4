import type { DatabaseIntent } from "./binding";
import { connecting } from "./exceptions";
import { listsByKey } from "./grouping";
import {
  addressesIn,
  type Database,
  type HostNames,
  internetAddresses,
  type Meant,
  missedPaths,
  type Network,
  openings,
  openPaths,
  type Party,
  passed,
  type Reach,
  reach,
  stoppedBy,
  uncertainGuards,
} from "./network";
import { isRestOfInternet, type PartyId, partySpelling, partyText, restOfInternet } from "./party";
import { networkProblem, type Problem } from "./problem";
import { remembered } from "./remembered";
import type { IntervalSet } from "./sets";
import { addressesNamed } from "./terraform";

/** A source and a database, with the intended and the actual verdict. */
export interface Pair {
  /** The source; for the internet, the range in question. */
  readonly source: PartyId;
  /** Name of the source in reports. */
  readonly name: string;
  readonly isMeant: boolean;
  /** The proxy through which it must connect. @default - none */
  readonly behind?: PartyId | undefined;
  /** The source's addresses in question. @default - all */
  readonly from?: IntervalSet;
  readonly reach: Reach;
}

/** Whether a source connects to a database, perhaps, or is intended to. */
export const isClient = ({ isMeant, reach }: Pair): boolean => isMeant || reach.verdict !== "DENIED";

/** Whether a pair concerns all of the internet that no range lists. */
export const isAboutRest = ({ source }: Pair): boolean => isRestOfInternet(source);

/** All judged pairs, and intended pairs that were not judged because nothing admits them. */
export function pairsOf(
  network: Network,
  judged: readonly Reach[],
  intents: readonly DatabaseIntent[],
): Pair[] {
  const meant = new Map(intents.map((intent) => [intent.database, intent]));
  const sources = new Map(network.sources.map((source) => [partySpelling(source.id), source]));
  const byDatabase = new Map(network.databases.map((database): [Database, Reach[]] => [database, []]));
  for (const one of judged) byDatabase.get(one.database)?.push(one);
  return network.databases.flatMap((database) => {
    const intent = meant.get(database.name);
    const clients = new Set(intent?.clients.map(partySpelling));
    const pooled = new Set(intent?.behind?.clients.map(partySpelling));
    const reaches = byDatabase.get(database) ?? [];
    const known = new Set(reaches.map(({ source }) => partySpelling(source.id)));
    const unjudged = [...clients]
      .filter((spelling) => !known.has(spelling))
      .flatMap((spelling) => sources.get(spelling) ?? []);
    const pair = (one: Reach): Pair => {
      const { id, name } = one.source;
      const spelling = partySpelling(id);
      const behind = pooled.has(spelling) ? intent?.behind?.proxy : undefined;
      return { source: id, name, isMeant: clients.has(spelling), behind, reach: one };
    };
    return [
      ...reaches.filter(({ source }) => source.kind !== "internet" || !intent?.ranges).map(pair),
      ...unjudged.map((source) => pair(reach(network, source, database))),
      ...internetPairs(network, database, intent?.ranges),
    ];
  });
}

const internetIn = remembered(({ sources }: Network) => sources.find(({ kind }) => kind === "internet"));

/** The intended ranges, and the rest of the internet, as separate pairs. */
function internetPairs(network: Network, database: Database, ranges: readonly string[] | undefined): Pair[] {
  const internet = internetIn(network);
  if (!ranges || !internet) return [];
  const rest = internetAddresses.subtract(addressesIn(ranges));
  return [
    ...ranges.map((range) => ({
      ...called({ kind: "internet", range }),
      isMeant: true,
      reach: reach(network, internet, database, { from: addressesIn([range]) }),
    })),
    {
      ...called(restOfInternet),
      isMeant: false,
      from: rest,
      reach: reach(network, internet, database, { from: rest }),
    },
  ];
}

const called = (source: PartyId) => ({ source, name: partyText(source) });

/**
 * Unknowns of a network: while there is any, its consequences are not known. The cause may be another resource that a
 * text names.
 */
export function unreadProblems({ foreignGroups, unknowns }: Network): Problem[] {
  const texts = [...foreignGroups, ...unknowns];
  const placed = texts.map((text) => {
    const [at, ...others] = addressesNamed(text);
    return { text, at, others: others.filter((other) => other !== at) };
  });
  const reasons = listsByKey(placed.flatMap(({ at, others }) => others.map((other) => [at, other] as const)));
  return placed.map(({ text, at }) => {
    const follows = reasons.get(at);
    return { ...networkProblem(text), ...(follows && { at, follows }) };
  });
}

/** Everything possible must be intended, and everything intended must be certain. */
export function reachProblems(
  network: Network,
  pairs: readonly Pair[],
  intents: readonly DatabaseIntent[],
): Problem[] {
  const found = new Set(network.databases.map(({ name }) => name));
  const meant = new Set(intents.map(({ database }) => database));
  return [
    ...[...found]
      .filter((name) => !meant.has(name))
      .map((name) => networkProblem(`${name} is a database that config does not declare`)),
    ...[...meant]
      .filter((name) => !found.has(name))
      .map((name) => networkProblem(`${name} is not in the configuration`)),
    ...intents.flatMap((intent) => absentClients(network.sources, intent)),
    ...pairs.flatMap((pair) => pairProblems(pair, network, pairs)),
  ];
}

/** Rules that intended connections pass; others that open a path have another purpose. */
const rulesOfMeant = remembered(
  (pairs: readonly Pair[]): ReadonlySet<string> =>
    new Set(pairs.filter(({ isMeant }) => isMeant).flatMap(({ reach: one }) => passed(one))),
);

const spellingsOf = remembered(
  (sources: readonly Party[]): ReadonlySet<string> => new Set(sources.map(({ id }) => partySpelling(id))),
);

function absentClients(sources: readonly Party[], { database, clients }: DatabaseIntent): Problem[] {
  const known = spellingsOf(sources);
  return clients
    .filter((client) => !known.has(partySpelling(client)))
    .map((client) =>
      networkProblem(
        `${partyText(client)} should reach ${database} by config, but is not in the configuration`,
      ),
    );
}

/** An open path serves only clients for which the database's host name resolves to it. */
export function misledClients(hostNames: HostNames, pairs: readonly Pair[]): Problem[] {
  const found = pairs.flatMap(({ isMeant, name, reach: one }): [string, string][] => {
    if (!isMeant || one.open.length === 0) return [];
    const reasons = one.open.map(({ to }) => hostNames.misleads(one.source, one.database, to));
    const [reason] = reasons;
    if (reason === undefined || reasons.includes(undefined)) return [];
    return [[`clients of ${one.database.name} may be led elsewhere: ${reason}`, name]];
  });
  return [...listsByKey(found)].map(([text, names]) =>
    networkProblem(text, [`intended to reach it: ${names.join(", ")}`]),
  );
}

function pairProblems(pair: Pair, network: Network, all: readonly Pair[]): Problem[] {
  const { source, name, isMeant, behind, reach: one } = pair;
  const { database, verdict, always, unknowns } = one;
  const isBlind = network.unknowns.length > 0;
  const surplus = (text: string): Problem => ({
    ...networkProblem(`${name} ${text}`, openPaths(one)),
    ...causesOf(one, network, all),
  });
  const missing = (text: string): Problem => ({
    ...networkProblem(`${name} should reach ${database.name} by config, but ${text}`, missedPaths(one)),
    follows: [...uncertainGuards(network, database), ...stoppedBy(one), ...placesOf(one.source, network)],
  });
  if (!isMeant && verdict === "ALLOWED")
    return [
      {
        ...surplus(`reaches ${database.name}, which config does not allow`),
        ...(isExceptable(one, isBlind) && { needs: connecting(source, database.name) }),
      },
    ];
  // While something is unknown, every source may reach every database: reported once, not per pair.
  if (!isMeant && verdict === "UNKNOWN" && !isBlind)
    return [surplus(`may reach ${database.name}, which config does not allow`)];
  if (isMeant && verdict !== "ALLOWED") return [missing("does not for certain")];
  if (isMeant && !always) return [missing("does only from some addresses or ports")];
  const proxy = behind && partyText(behind);
  if (isMeant && proxy !== undefined && one.open.some(({ through }) => through[0] !== proxy))
    return [
      surplus(`reaches ${database.name} past the ${proxy}, but config allows only the path through it`),
    ];
  if (isMeant && unknowns.length > 0 && !isBlind)
    return [surplus(`reaches ${database.name}, perhaps by more paths than intended`)];
  return [];
}

/** Possible causes of an unintended path, and the rules that admit it. */
function causesOf(
  one: Reach,
  network: Network,
  all: readonly Pair[],
): Required<Pick<Problem, "follows" | "beside">> {
  const rules = passed(one);
  const follows = [
    ...uncertainGuards(network, one.database),
    ...rules.filter((rule) => !rulesOfMeant(all).has(rule)),
    ...placesOf(one.source, network),
  ];
  return { follows, beside: rules };
}

/** Addresses of the resources that declare a source; for pods, also those that assign security groups. */
const placesOf = ({ address, id }: Party, { sources }: Network): string[] => [
  ...addressesNamed(address),
  ...(id.kind === "pods" && id.workload !== undefined
    ? sources
        .filter(
          (other) => partySpelling(other.id) === partySpelling({ kind: "pods", namespace: id.namespace }),
        )
        .flatMap((other) => addressesNamed(other.address))
    : []),
];

/** A layer that is too open is a problem even if another layer denies. */
export function openingProblems(
  network: Network,
  pairs: readonly Pair[],
  intents: readonly DatabaseIntent[],
): Problem[] {
  const told = new Set(
    pairs
      .filter(({ reach: { verdict } }) => verdict !== "DENIED")
      .map(({ source, reach: { database } }) => JSON.stringify(connecting(source, database.name))),
  );
  const meant = new Map(
    intents.map(({ database, ranges = [], clients }): [string, Meant] => {
      const spellings = new Set(clients.map(partySpelling));
      return [
        database,
        { ranges: addressesIn(ranges), isClient: ({ id }) => spellings.has(partySpelling(id)) },
      ];
    }),
  );
  const found = openings(network, (database) => meant.get(database));
  const isCutOff = pairs.some(isNotAdmitted(network));
  return found.flatMap(({ at, text, opened, isForClients, ...rest }): Problem[] => {
    // If no security group admits a client, layers that serve the client seem to serve none.
    if (isForClients && isCutOff) return [];
    const needs = opened && connecting(opened.source.id, opened.database.name);
    // A problem of the pair already reports it.
    if (told.has(JSON.stringify(needs))) return [];
    return [{ ...networkProblem(`${at} ${text}`), at, ...rest, ...(needs && { needs }) }];
  });
}

/** Whether no security group admits a client that config intends. */
const isNotAdmitted =
  (network: Network) =>
  ({ isMeant, reach: { source, database, verdict } }: Pair): boolean =>
    isMeant && verdict !== "ALLOWED" && !network.candidates.of(database).sources.includes(source);

/**
 * Whether an exception is possible: an internal source whose paths are all understood, since an exception must not
 * accept paths that its author could not see.
 */
const isExceptable = ({ source, unknowns }: Reach, isBlind: boolean): boolean =>
  source.kind !== "internet" && (isBlind || unknowns.length === 0);
