import type { Proof } from "../../gate";
import { credentialFacts, denied, type Fact, type Facts, findingFacts, reachFacts } from "./facts";

export interface Change {
  readonly kind: "added" | "removed" | "changed";
  /** Whether the principal or the object of the access is new itself. Always false for removed access. */
  readonly isOfNewThing: boolean;
  readonly who: string;
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** Reason for the new state. */
  readonly because: string;
}

/** Differences between two states of an environment. */
export interface Changes {
  readonly environment: string;
  /** The sides that contain the environment. */
  readonly on: "both sides" | "the new side only" | "the old side only";
  readonly reach: readonly Change[];
  readonly credentials: readonly Change[];
  readonly findings: readonly Change[];
}

/** Compares two states of all environments that either side contains. */
export function changesBetween(before: readonly Proof[], after: readonly Proof[]): Changes[] {
  const find = (proofs: readonly Proof[], name: string) =>
    proofs.find(({ intent }) => intent.environment === name);
  const names = [...new Set([...after, ...before].map(({ intent }) => intent.environment))];
  return names.map((name) => changesOf(name, find(before, name), find(after, name)));
}

function changesOf(environment: string, before: Proof | undefined, after: Proof | undefined): Changes {
  const known = new Set(before && things(before));
  const compared = (facts: (proof: Proof) => Facts, absent: string, gone: (fact: Fact) => string): Change[] =>
    changes(before && facts(before), after && facts(after), { absent, gone, known });
  return {
    environment,
    on: !before ? "the new side only" : !after ? "the old side only" : "both sides",
    reach: compared(reachFacts, denied, (fact) => whyGone(after, fact)),
    credentials: compared(credentialFacts, denied, () => "nothing allows it any more"),
    findings: compared(findingFacts, "not found", () => ""),
  };
}

/** Names of the principals, databases, secrets and roles of a proof. */
const things = ({ network, identity }: Proof): string[] => [
  ...[...network.sources, ...network.databases].map(({ name }) => name),
  ...identity.secrets.flatMap(({ secret, readers, writers }) => [
    secret,
    ...[...readers, ...writers].map(({ name }) => name),
  ]),
  ...identity.roles.flatMap(({ role, holders }) => [role, ...holders.map(({ name }) => name)]),
  ...identity.databaseLogins.map(({ user }) => user),
];

/**
 * A pair that no security group admits is not judged on its own: it is denied, or its source does not exist in this
 * proof.
 */
function whyGone(after: Proof | undefined, { who, what }: Fact): string {
  if (!after) return "the environment is gone";
  const { sources, databases } = after.network;
  const database = what.replace(/^connects to (.*):\d+$/, "$1");
  if (!databases.some(({ name }) => name === database)) return `there is no ${database} any more`;
  const isThere = sources.some(({ name }) => name === who || who.startsWith(`${name} `));
  return isThere ? "no security group admits it any more" : `there is no ${who} any more`;
}

function changes(
  before: Facts = new Map(),
  after: Facts = new Map(),
  {
    absent,
    gone,
    known,
  }: { absent: string; gone: (fact: Fact) => string; known: ReadonlySet<string | undefined> },
): Change[] {
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((key): Change[] => {
    const [old, now] = [before.get(key), after.get(key)];
    const fact = now ?? old;
    const [was, is] = [old?.state ?? absent, now?.state ?? absent];
    if (!fact || was === is) return [];
    const { who, what, object } = fact;
    return [
      {
        kind: was === absent ? "added" : is === absent ? "removed" : "changed",
        isOfNewThing: object !== undefined && !(known.has(who) && known.has(object)),
        who,
        what,
        before: was,
        after: is,
        because: now ? now.because : gone(fact),
      },
    ];
  });
}
