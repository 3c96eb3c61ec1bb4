import type { JudgedApplication } from "../applications/judge";
import type { OrganizationResources } from "../binding";
import type { Proof } from "../gate";
import type { Secret } from "../identity";
import { indented } from "../indented";
import { nearest } from "../nearest";
import { addressesIn, type Database, internet, internetAddresses, type Party, party } from "../network";
import { type PartyId, parseParty, partySpelling, partyText, targetSpelling } from "../party";
import type { IntervalSet } from "../sets";
import { type Actor, actorOf, principals } from "./actors";

export interface ConnectionQuestion {
  readonly source: Party;
  readonly database: Database;
  /** The addresses of the source in question. @default - all */
  readonly from?: IntervalSet;
}

/** A question whether a source of connections, or a range of addresses, can open an application. */
export interface OpeningQuestion {
  readonly application: JudgedApplication;
  readonly source: Party;
  /** The addresses of the source in question. @default - all */
  readonly from?: IntervalSet;
  /** Whether these addresses belong neither to a VPC of this configuration nor to the internet. */
  readonly isElsewhere?: boolean;
}

/** The subject of a question. */
export type Question =
  | ({ readonly kind: "connection" } & ConnectionQuestion)
  | { readonly kind: "credentials"; readonly actor: Actor; readonly secret: Secret };

/**
 * Words for resources of an organization: alone for the source's organization, or after a name, as in `globex/secret`.
 */
const databaseWord = "database";
const secretWords = ["secret", "credentials"];

/**
 * Resolves a question. Names may be spellings of parties (`pods:acme`), names in reports, or an unambiguous part of
 * either.
 *
 * @throws Error with the known names, the most similar first
 */
export function questionOf(proof: Proof, source: string, target: string): Question {
  const id = targetNamed(proof, source, target);
  const database = proof.network.databases.find((one) => isSame(one.id, id));
  if (database)
    return {
      kind: "connection",
      database,
      ...(rangeNamed(source) ?? { source: sourceNamed(proof, source) }),
    };
  const secret = proof.model.secrets.find((one) => isSame(one.id, id));
  if (secret) return { kind: "credentials", actor: actorNamed(proof, source), secret };
  throw new Error(
    `${partyText(id)} is declared in config but missing from the output: ${proof.intent.guide.synthesize}.`,
  );
}

const isSame = (a: PartyId, b: PartyId): boolean => partySpelling(a) === partySpelling(b);

/** The organization of pods, service accounts or roles. */
export function organizationOf({ intent }: Proof, source: PartyId): OrganizationResources | undefined {
  const roles = intent.identity.roles.filter(({ role }) => source.kind === "role" && role === source.name);
  const holder = roles[0]?.holders[0] ?? source;
  return intent.organizations.find(({ name }) => "namespace" in holder && holder.namespace === name);
}

function targetNamed(proof: Proof, source: string, target: string): PartyId {
  const { intent, network, model } = proof;
  const [, owner, word = target] = /^([^/]+)\/([^/]+)$/.exec(target) ?? [];
  const { databases } = network;
  const { secrets } = model;
  if (word === databaseWord || secretWords.includes(word)) {
    const organization =
      owner === undefined
        ? ownerOf(proof, source, word)
        : intent.organizations.find(({ name }) => name === owner);
    if (organization)
      return word === databaseWord
        ? { kind: "database", name: organization.database }
        : { kind: "secret", name: organization.credentials };
    if (owner !== undefined)
      throw unknownName(
        "organization",
        owner,
        intent.organizations.map(({ name }) => name),
      );
    if (word === databaseWord && databases.length === 1) return (databases[0] as Database).id;
    throw unknown(`${word} of its own for`, source, word === databaseWord ? databases : secrets);
  }
  refuseClosedApplication(proof, target);
  const applications = proof.applications.map(({ found }) => found.pods);
  return oneOf("database, application or secret", target, [...databases, ...secrets], applications).id;
}

/** @throws Error if the target is an application without a load balancer */
function refuseClosedApplication({ network: { sources } }: Proof, target: string): void {
  const application = sources.find(
    ({ id }) => id.kind === "pods" && id.workload !== undefined && namesOf({ id }).includes(target),
  );
  if (application)
    throw new Error(
      `${partyText(application.id)} is not opened: without access in config, no load balancer forwards to it.`,
    );
}

/**
 * The organization of the named source or principal.
 *
 * @returns undefined if it belongs to none
 */
function ownerOf(proof: Proof, name: string, word: string): OrganizationResources | undefined {
  if (rangeNamed(name)) return undefined;
  const { sources } = proof.network;
  return organizationOf(
    proof,
    word === databaseWord
      ? sourceNamed(proof, name).id
      : principalNamed(name, [...sources, ...principals(proof)]).id,
  );
}

/** The application with a name or host name; undefined if the target is no opened application. */
export function openingNamed(proof: Proof, source: string, target: string): OpeningQuestion | undefined {
  const application = proof.applications.find(({ found }) =>
    [found.hostname, partyText(found.pods.id), partySpelling(found.pods.id)].includes(target),
  );
  if (!application) return undefined;
  const text = source.replace(/^internet:/, "");
  if (!isRange(text)) return { application, source: sourceNamed(proof, source) };
  const addresses = addressesOf(text);
  const fromInternet = internetAddresses.intersect(addresses);
  const id: PartyId = { kind: "internet", range: text };
  return fromInternet.isEmpty
    ? {
        application,
        source: { ...party(id, internet.address, []), name: text },
        from: addresses,
        isElsewhere: true,
      }
    : { application, source: party(id, internet.address, []), from: fromInternet };
}

const isRange = (text: string): boolean => /^\d+(\.\d+){3}(\/\d+)?$/.test(text);

const addressesOf = (range: string): IntervalSet =>
  addressesIn([range.includes("/") ? range : `${range}/32`]);

/** A range or an address of the internet, as in `internet:203.0.113.7`. */
function rangeNamed(spelling: string): { source: Party; from: IntervalSet } | undefined {
  const id = parseParty(spelling);
  if (id?.kind !== "internet" || !isRange(id.range ?? "")) return undefined;
  const range = id.range as string;
  const from = internetAddresses.intersect(addressesOf(range));
  if (from.isEmpty) throw new Error(`${spelling}: no packet from the internet has such an address.`);
  return { source: party(id, internet.address, []), from };
}

const sourceNamed = ({ network: { sources } }: Proof, name: string): Party =>
  oneOf("source of connections", name, sources);

function actorNamed(proof: Proof, name: string): Actor {
  const found = principalNamed(name, [...proof.network.sources, ...principals(proof)]);
  return "interfaces" in found ? actorOf(proof, found) : found;
}

const principalNamed = <T extends Known>(name: string, all: readonly T[]): T =>
  oneOf("source or principal", name, all);

interface Known {
  readonly id: PartyId;
}

const namesOf = ({ id }: Known): string[] => [targetSpelling(id), partySpelling(id), partyText(id)];

/**
 * The item with a name, or the only one whose name contains it.
 *
 * @param more further candidates for the error message
 */
function oneOf<T extends Known>(
  what: string,
  typed: string,
  all: readonly T[],
  more: readonly Known[] = [],
): T {
  const exact = all.find((one) => namesOf(one).includes(typed));
  if (exact) return exact;
  const [found, ...others] = all.filter((one) => namesOf(one).some((name) => name.includes(typed)));
  if (found && others.length === 0) return found;
  throw unknown(what, typed, [...all, ...more]);
}

/** The most similar items by any of their names, in their spelling. */
function unknown(what: string, typed: string, all: readonly Known[]): Error {
  const spellings = new Map(all.flatMap((one) => namesOf(one).map((name) => [name, targetSpelling(one.id)])));
  const near = nearest(typed, [...spellings.keys()], 3 * mostNames).flatMap(
    (name) => spellings.get(name) ?? [],
  );
  return unknownName(what, typed, near.length > 0 ? near : [...spellings.values()]);
}

const mostNames = 8;

function unknownName(what: string, typed: string, near: readonly string[]): Error {
  const shown = [...new Set(near)].slice(0, mostNames);
  return new Error([`There is no ${what} ${typed}. Similar names:`, ...indented(shown)].join("\n"));
}
