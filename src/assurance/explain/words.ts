import type { Proof } from "../gate";
import type { Secret } from "../identity";
import type { OrganizationIntent } from "../intent";
import { nearest } from "../nearest";
import { addressesIn, type Database, internet, internetAddresses, type Party } from "../network";
import type { IntervalSet } from "../sets";
import { type Actor, actorOf, principals } from "./actors";
import { indented } from "./hop";

export interface ConnectionQuestion {
  readonly source: Party;
  readonly database: Database;
  /** Which addresses of the source are meant. @default - all */
  readonly from?: IntervalSet;
}

/** Whom or what a question is about. */
export type Question =
  | ({ readonly kind: "connection" } & ConnectionQuestion)
  | { readonly kind: "credentials"; readonly actor: Actor; readonly secret: Secret };

/** Words for what belongs to an organization: alone for the source's own, or after a name as in `globex/secret`. */
const databaseWord = "database";
const secretWords = ["secret", "credentials"];

/**
 * What somebody asks for, by names or unmistakable parts of them.
 *
 * @throws Error that says which names there are, the nearest first
 */
export function questionOf(proof: Proof, source: string, target: string): Question {
  const name = targetNamed(proof, source, target);
  const database = proof.network.databases.find((one) => one.name === name);
  if (database)
    return {
      kind: "connection",
      database,
      ...(rangeNamed(source) ?? { source: sourceNamed(proof, source) }),
    };
  const secret = proof.model.secrets.find((one) => one.name === name);
  if (secret) return { kind: "credentials", actor: actorNamed(proof, source), secret };
  throw new Error(`${name} is meant to be there and is not: see npm start.`);
}

/** Whose a source is: its pods', or its role's. */
export function organizationOf({ intent }: Proof, source: string): OrganizationIntent | undefined {
  const role = intent.identity.roles.find((one) => one.role === source);
  const holder = role?.holders[0] ?? source.replace(/^service account /, "");
  return intent.organizations.find(
    ({ name }) => holder.startsWith(`${name}/`) || source === `any pod of ${name}`,
  );
}

function targetNamed(proof: Proof, source: string, target: string): string {
  const { intent, network, model } = proof;
  const [, owner, word = target] = /^([^/]+)\/([^/]+)$/.exec(target) ?? [];
  const databases = network.databases.map(({ name }) => name);
  const secrets = model.secrets.map(({ name }) => name);
  if (word === databaseWord || secretWords.includes(word)) {
    const organization =
      owner === undefined
        ? organizationOf(proof, source)
        : intent.organizations.find(({ name }) => name === owner);
    const own = word === databaseWord ? organization?.database : organization?.credentials;
    if (own !== undefined) return own;
    if (owner !== undefined)
      throw unknownName(
        "organization",
        owner,
        intent.organizations.map(({ name }) => name),
      );
    if (word === databaseWord && databases.length === 1) return databases[0] as string;
    throw unknownName(`${word} of its own for`, source, word === databaseWord ? databases : secrets);
  }
  return oneOf("database or secret", target, [...databases, ...secrets]);
}

/** A range or an address of the internet, as in `internet 203.0.113.7`. */
function rangeNamed(name: string): { source: Party; from: IntervalSet } | undefined {
  const [, address, prefix = "/32"] = /^internet (\d+(?:\.\d+){3})(\/\d+)?$/.exec(name) ?? [];
  if (address === undefined) return undefined;
  const from = internetAddresses.intersect(addressesIn([`${address}${prefix}`]));
  if (from.isEmpty) throw new Error(`${name}: no packet from the internet has such an address.`);
  return { source: { ...internet, name }, from };
}

const sourceNamed = ({ network }: Proof, name: string): Party => {
  const found = oneOf(
    "source of connections",
    name,
    network.sources.map((one) => one.name),
  );
  return network.sources.find((one) => one.name === found) as Party;
};

function actorNamed(proof: Proof, name: string): Actor {
  const others = principals(proof);
  const { sources } = proof.network;
  const found = oneOf("source or principal", name, [...sources.map((one) => one.name), ...others.keys()]);
  const source = sources.find((one) => one.name === found);
  return source ? actorOf(proof, source) : (others.get(found) as () => Actor)();
}

/** The name itself, or the only one that holds what was typed. */
function oneOf(what: string, typed: string, names: readonly string[]): string {
  if (names.includes(typed)) return typed;
  const holding = names.filter((name) => name.includes(typed));
  if (holding.length === 1) return holding[0] as string;
  throw unknownName(what, typed, names);
}

function unknownName(what: string, typed: string, names: readonly string[]): Error {
  const near = nearest(typed, names, 8);
  const shown = near.length > 0 ? near : names.slice(0, 8);
  return new Error([`There is no ${what} ${typed}. Near it:`, ...indented(shown)].join("\n"));
}
