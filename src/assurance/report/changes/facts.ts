import type { Proof } from "../../gate";
import type { Access, Verdict } from "../../identity";
import type { Block, NetworkPath, Reach } from "../../network";
import { ruleNames } from "../../rule-names";

type Identity = Proof["identity"];

/** One fact about an environment that may differ in another state. */
export interface Fact {
  readonly who: string;
  readonly what: string;
  /** Name of the database, secret or role. @default - none */
  readonly object?: string;
  /** Such as `allowed directly`. */
  readonly state: string;
  readonly because: string;
}

/** All possible accesses, by principal and object. Principals that are not listed have none. */
export type Facts = ReadonlyMap<string, Fact>;

const byName = (facts: readonly Fact[]): Facts =>
  new Map(facts.map((fact) => [JSON.stringify([fact.who, fact.what]), fact]));

/** Connections from sources to databases. Denied pairs are included for the reason of the denial. */
export const reachFacts = ({ pairs }: Proof): Facts =>
  byName(
    pairs.map(({ name, reach }) => ({
      who: name,
      what: `connects to ${reach.database.name}:${reach.database.port}`,
      object: reach.database.name,
      ...stateOf(reach),
    })),
  );

function stateOf({ verdict, always, open, closed, unknowns }: Reach): Pick<Fact, "state" | "because"> {
  if (verdict === "DENIED") return { state: denied, because: blockText(closed[0]?.blocks[0]) };
  if (verdict === "UNKNOWN") return { state: "not known", because: unknowns[0] ?? "" };
  const partly = always ? "" : ", from some of its addresses or ports only";
  return { state: `allowed ${pathsText(open)}${partly}`, because: ruleText(open[0]) };
}

export const denied = "denied";

const blockText = (block: Block | undefined): string =>
  block ? `${block.component}: ${block.reason}` : "nothing leads there";

const pathsText = (paths: readonly NetworkPath[]): string =>
  paths
    .map(({ through }) => (through.length === 0 ? "directly" : `through ${through.join(" and ")}`))
    .join(", and ");

/** The rule nearest to the database, which is the most specific one on the path. */
function ruleText(path: NetworkPath | undefined): string {
  const hops = path?.witnesses.at(-1)?.hops.filter(({ answer }) => !answer);
  return hops?.at(-1)?.rule ?? "";
}

/** Access to credentials: reading and writing secrets, assuming a role that does, logins, and takeovers. */
export const credentialFacts = ({ identity }: Proof): Facts =>
  byName([
    ...identity.secrets.flatMap(secretFacts),
    ...roleFacts(identity),
    ...identity.databaseLogins.map(({ role, database, user, verdict }) => ({
      who: role,
      what: `logs in to ${database} as ${user}`,
      object: user,
      ...decided(verdict),
    })),
    ...identity.clusterAccess.map(({ name, policy, namespaces, address }) => ({
      who: name,
      what: `is let into Kubernetes, ${namespaces ? `to ${namespaces.join(", ")}` : "as a whole"}: ${policy}`,
      state: "allowed",
      because: address,
    })),
    ...identity.takeovers.map(({ by, means, gains, verdict }) => ({
      who: by,
      what: `${means}: ${gains}`,
      ...decided(verdict),
    })),
  ]);

const secretFacts = ({ secret, readers, writers }: Identity["secrets"][number]): Fact[] => {
  const fact = (does: string, { name, verdict }: Access): Fact => ({
    who: name,
    what: `${does} ${secret}`,
    object: secret,
    ...decided(verdict),
  });
  return [...readers.map((one) => fact("reads", one)), ...writers.map((one) => fact("writes", one))];
};

/** Principals that can assume a role which reads or writes a secret, or logs in. */
function roleFacts({ secrets, databaseLogins, roles }: Identity): Fact[] {
  const able = new Set([
    ...secrets.flatMap(({ readers, writers }) => [...readers, ...writers].map(({ name }) => name)),
    ...databaseLogins.map(({ role }) => role),
  ]);
  return roles
    .filter(({ role }) => able.has(role))
    .flatMap(({ role, holders }) =>
      holders.map(({ name, verdict }) => ({
        who: name,
        what: `assumes role ${role}`,
        object: role,
        ...decided(verdict),
      })),
    );
}

function decided(verdict: Verdict): Pick<Fact, "state" | "because"> {
  if (verdict.kind === "allowed") return { state: "allowed", because: verdict.witness[0] ?? "" };
  return verdict.kind === "denied"
    ? { state: denied, because: verdict.because }
    : { state: "not known", because: verdict.because[0] ?? "" };
}

/** Violated rules, and unknowns. */
export const findingFacts = ({ invariants, network }: Proof): Facts =>
  byName([
    ...invariants
      .filter(({ result }) => result !== "compliant")
      .map(({ rule, place, result, found }) => ({
        who: place,
        what: ruleNames[rule],
        state: result === "violated" ? "broken" : "not known to hold",
        because: found,
      })),
    ...network.unknowns.map((text) => ({
      who: "network",
      what: text,
      state: "not understood",
      because: "while it is not understood, no principal is known to be denied",
    })),
  ]);
