import { listsByKey } from "../grouping";
import { Chains } from "./chains";
import type { Database } from "./databases";
import { groupsHeldBy, type NetworkInterface, type Party } from "./parties";
import type { Relay } from "./relays";
import type { RoutedNetwork } from "./routed-network";

/** The network in which candidates are searched. */
interface Surroundings extends RoutedNetwork {
  readonly sources: readonly Party[];
  readonly relays: readonly Relay[];
  connects(a: string, b: string): boolean;
}

/** Candidates of a database. */
interface Found {
  readonly sources: readonly Party[];
  readonly chains: Chains;
}

/**
 * Sources and relays that may reach a database, found by the security groups that they hold instead of by comparing all
 * pairs: a thousand organizations with dedicated instances would need a million comparisons. Every source that a rule
 * may admit is included.
 */
export class Candidates {
  private readonly holders = new Map<string, Set<Party>>();
  private readonly openers: readonly Party[];
  /** Positions of the sources in their list. */
  private readonly places: ReadonlyMap<Party, number>;
  private readonly relays: ReadonlyMap<Party, readonly Relay[]>;
  private readonly admitted = new Map<Party, ReadonlySet<Party>>();
  private readonly found = new Map<Database, Found>();

  constructor(private readonly network: Surroundings) {
    this.openers = [...network.sources, ...new Set(network.relays.flatMap(({ exits }) => exits))];
    this.places = new Map(network.sources.map((source, place) => [source, place]));
    this.relays = listsByKey(
      network.relays.flatMap((relay) => relay.exits.map((exit) => [exit, relay] as const)),
    );
    for (const opener of this.openers)
      for (const group of groupsHeldBy(opener)) {
        const holders = this.holders.get(group) ?? new Set();
        this.holders.set(group, holders.add(opener));
      }
  }

  of(database: Database): Found {
    const found = this.found.get(database) ?? this.find(database);
    this.found.set(database, found);
    return found;
  }

  private find(database: Database): Found {
    const near = new Set(this.relaysThatOpen(database));
    // Iterating a set includes elements that are added meanwhile: relays in front of relays.
    for (const relay of near) for (const before of this.relaysThatOpen(relay.entrance)) near.add(before);
    const doors = [database, ...[...near].map(({ entrance }) => entrance)];
    const admitted = new Set(doors.flatMap((door) => [...this.admittedBy(door)]));
    return {
      sources: this.sourcesAmong(admitted),
      chains: new Chains(
        this.network,
        database,
        this.network.relays.filter((one) => near.has(one)),
      ),
    };
  }

  /** In the order of all sources, without iterating over all of them per database. */
  private sourcesAmong(parties: ReadonlySet<Party>): Party[] {
    const place = (party: Party): number => this.places.get(party) as number;
    return [...parties].filter((party) => this.places.has(party)).sort((a, b) => place(a) - place(b));
  }

  /** Parties that may hold a security group and open connections. */
  holdersOf(group: string): Iterable<Party> {
    return this.holders.get(group) ?? [];
  }

  /** Parties that the security groups of a party may admit. */
  admittedBy(party: Party): ReadonlySet<Party> {
    const known =
      this.admitted.get(party) ?? new Set(party.interfaces.flatMap((one) => this.admittedTo(one)));
    this.admitted.set(party, known);
    return known;
  }

  /** Whether a party admits a group that no interface holds yet: future pods on nodes may hold it. */
  admitsLater(party: Party): boolean {
    const rules = groupsHeldBy(party).flatMap((key) => this.network.groups.get(key)?.rules ?? []);
    return rules.some(
      ({ direction, peer }) => direction === "ingress" && "group" in peer && !this.holders.has(peer.group),
    );
  }

  /** Relays that may connect to a party, by the security groups of both. */
  private relaysThatOpen(party: Party): Relay[] {
    const groups = new Set(groupsHeldBy(party));
    return [...this.admittedBy(party)]
      .flatMap((exit) => (this.relays.get(exit) ?? []).map((relay) => ({ relay, exit })))
      .filter(({ exit }) => exit.interfaces.some((one) => this.letsOut(one, groups)))
      .map(({ relay }) => relay);
  }

  private letsOut({ unfiltered, groups }: NetworkInterface, to: ReadonlySet<string>): boolean {
    const rules = groups.possible.flatMap((key) => this.network.groups.get(key)?.rules ?? []);
    return (
      unfiltered === true ||
      groups.unknown !== undefined ||
      rules.some(
        ({ direction, peer }) => direction === "egress" && ("addresses" in peer || to.has(peer.group)),
      )
    );
  }

  private admittedTo(one: NetworkInterface): readonly Party[] {
    const rules = one.groups.possible.flatMap(
      (key) => this.network.groups.get(key)?.rules.filter(({ direction }) => direction === "ingress") ?? [],
    );
    const byAddress =
      one.unfiltered || one.groups.unknown !== undefined || rules.some(({ peer }) => "addresses" in peer);
    if (byAddress) return this.openers.filter((opener) => this.mayConnect(opener, one));
    return rules.flatMap(({ peer }) => ("group" in peer ? [...(this.holders.get(peer.group) ?? [])] : []));
  }

  private mayConnect(opener: Party, { subnet, publicAddress }: NetworkInterface): boolean {
    if (opener.kind === "internet") return publicAddress !== false;
    return opener.interfaces.some((one) => this.network.connects(one.subnet.vpc.key, subnet.vpc.key));
  }
}
