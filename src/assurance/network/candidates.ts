import type { Database } from "./databases";
import type { Network } from "./network";
import type { NetworkInterface, Party } from "./parties";
import type { Relay } from "./relays";

/**
 * Sources and relays that a database may have anything to do with, found by who carries which group instead of by
 * asking each. This keeps a thousand organizations with an instance each from being a million questions. Nobody is left
 * out that any rule might admit.
 */
export class Candidates {
  private readonly holders = new Map<string, Set<Party>>();
  private readonly openers: readonly Party[];

  constructor(private readonly network: Network) {
    this.openers = [...network.sources, ...new Set(network.relays.flatMap(({ exits }) => exits))];
    for (const opener of this.openers)
      for (const group of opener.interfaces.flatMap(({ groups }) => groups.possible)) {
        const holders = this.holders.get(group) ?? new Set();
        this.holders.set(group, holders.add(opener));
      }
  }

  of(database: Database): { readonly sources: readonly Party[]; readonly relays: readonly Relay[] } {
    const admitted = this.admittedBy(database);
    const relays = this.network.relays.filter(({ exits }) => exits.some((exit) => admitted.has(exit)));
    const clients = relays.map(({ entrance }) => this.admittedBy(entrance));
    const sources = this.network.sources.filter((one) => [admitted, ...clients].some((set) => set.has(one)));
    return { sources, relays };
  }

  /** Whoever may connect to a party as far as its groups say. */
  admittedBy(party: Party): Set<Party> {
    return new Set(party.interfaces.flatMap((one) => this.admittedTo(one)));
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
