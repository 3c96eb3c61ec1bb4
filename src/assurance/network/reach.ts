import { IntervalSet } from "../sets";
import { everyAddress } from "./addresses";
import type { Chains } from "./chains";
import type { Database } from "./databases";
import { type Block, connectionsTo, type Leg, leg, type Question, type Witness } from "./legs";
import type { Network } from "./network";
import { packets } from "./packets";
import type { Party } from "./parties";
import type { Relay } from "./relays";

export type Verdict = "ALLOWED" | "DENIED" | "UNKNOWN";

/** One path from a source to a database: direct, or through relays. */
export interface NetworkPath {
  /** Names of the components in between. */
  readonly through: readonly string[];
  /** The party to which the source connects: the database, or the first relay. */
  readonly to: Party;
  readonly witnesses: readonly Witness[];
  readonly blocks: readonly Block[];
  /** From the source to the first relay, then from relay to relay, up to the database. */
  readonly legs: readonly Leg[];
}

/** The answer to "can this source open a connection to this database?" */
export interface Reach {
  readonly source: Party;
  readonly database: Database;
  /**
   * ALLOWED: a connection opens, see `open`. DENIED: none does, whatever the unknowns are; each path ends at a block.
   * UNKNOWN: none certainly opens, but an unknown may open one.
   */
  readonly verdict: Verdict;
  /** Whether every address of the source reaches every possible address of the database. */
  readonly always: boolean;
  readonly open: readonly NetworkPath[];
  /** Paths that may be open. */
  readonly unclear: readonly NetworkPath[];
  readonly closed: readonly NetworkPath[];
  /** Unknowns. With ALLOWED it is not empty if more may be open than the witnesses show. */
  readonly unknowns: readonly string[];
}

/** A part of the question. */
export interface Scope {
  /** Relays that may lead to the database, and to each other. @default - all */
  readonly chains?: Chains;
  /** Addresses of the source. @default - all that it can have */
  readonly from?: IntervalSet;
}

/** Judges all paths from a source to a database, direct and through any chain of relays. */
export function reach(
  network: Network,
  source: Party,
  database: Database,
  { chains = network.chainsTo(database), from = everyAddress }: Scope = {},
): Reach {
  const ask = (ports: IntervalSet) =>
    from === everyAddress ? connectionsTo(ports) : connectionsTo(ports).intersect(packets({ source: from }));
  const direct = leg(network, source, database, ask(IntervalSet.single(database.port)));
  const paths = [
    { through: [], to: database, legs: [direct] },
    ...chains.relays.flatMap((relay) => throughRelay(network, source, relay, chains, ask)),
  ].map(({ through, to, legs }) => judged(through, to, legs));
  const open = paths.filter(({ certain }) => certain);
  const maybe = paths.filter(({ possible }) => possible);
  const blind = maybe.length > open.length ? maybe.flatMap(({ unknowns }) => unknowns) : [];
  const unknowns = [...new Set([...blind, ...open.flatMap((path) => path.unknowns), ...network.unknowns])];
  return {
    source,
    database,
    verdict:
      open.length > 0 ? "ALLOWED" : maybe.length > 0 || network.unknowns.length > 0 ? "UNKNOWN" : "DENIED",
    always: open.some((path) => path.always),
    open: open.map(({ path }) => path),
    unclear: maybe.filter(({ certain }) => !certain).map(({ path }) => path),
    closed: paths.filter(({ possible }) => !possible).map(({ path }) => path),
    unknowns,
  };
}

/** A path that explains itself by its legs, on demand. */
class ChainedPath implements NetworkPath {
  constructor(
    readonly through: readonly string[],
    readonly to: Party,
    readonly legs: readonly Leg[],
  ) {}

  get witnesses(): readonly Witness[] {
    return this.legs.flatMap(({ witness }) => witness ?? []);
  }

  get blocks(): readonly Block[] {
    return this.legs.flatMap((one) => (one.passes.possible.isEmpty ? one.blocks : []));
  }
}

interface Judged {
  readonly path: NetworkPath;
  readonly certain: boolean;
  readonly possible: boolean;
  readonly always: boolean;
  readonly unknowns: readonly string[];
}

/** A path is open if each of its legs is. */
function judged(through: readonly string[], to: Party, legs: readonly Leg[]): Judged {
  return {
    path: new ChainedPath(through, to, legs),
    certain: legs.every(({ passes }) => !passes.certain.isEmpty),
    possible: legs.every(({ passes }) => !passes.possible.isEmpty),
    always: legs.every(({ always }) => always),
    unknowns: legs.flatMap(({ passes }) => passes.unknowns),
  };
}

const throughRelay = (
  network: Network,
  source: Party,
  relay: Relay,
  chains: Chains,
  ask: (ports: IntervalSet) => Question,
): { through: readonly string[]; to: Party; legs: readonly Leg[] }[] =>
  relay.openings.flatMap((opening) =>
    chains.from(opening, source).map(({ through, legs }) => ({
      through: [relay.name, ...through],
      to: relay.entrance,
      legs: [leg(network, source, relay.entrance, ask(opening.listeners)), ...legs],
    })),
  );
