import { type Configuration, textOf } from "../terraform";
import { Chains } from "./chains";
import { type Database, databases } from "./databases";
import { endpoints } from "./endpoints";
import { loadBalancers } from "./load-balancers";
import { idOf, Notes } from "./notes";
import type { Party } from "./parties";
import { type Peering, peerings } from "./peerings";
import { prefixLists } from "./prefix-lists";
import { proxies } from "./proxies";
import type { Relay } from "./relays";
import { unmodelledIn } from "./relevance";
import { SecurityGroups } from "./security-groups";
import { sources } from "./sources";
import type { Stage } from "./stages";
import type { NatGateway, Terrain } from "./terrain";
import { Vpcs } from "./vpcs";

/** The network of a configuration, as far as nothing of it has changed the same one. */
export const networkOf = (configuration: Configuration): Network => new Network(configuration);

/** Everything that decides about packets in the stacks of one environment. */
export class Network implements Terrain {
  readonly groups: SecurityGroups;
  readonly vpcs: Vpcs;
  readonly nats: readonly NatGateway[];
  readonly sources: readonly Party[];
  readonly databases: readonly Database[];
  readonly relays: readonly Relay[];
  private readonly notes: Notes;
  private readonly peerings: readonly Peering[];
  private readonly chains = new Map<Database, Chains>();
  private readonly stages = new Map<string, readonly Stage[]>();

  constructor(configuration: Configuration) {
    this.notes = new Notes(configuration);
    const lists = prefixLists(configuration);
    this.groups = new SecurityGroups(configuration, lists, this.notes);
    this.vpcs = new Vpcs(configuration, lists, this.notes);
    this.peerings = peerings(configuration, this.notes);
    this.nats = this.natGateways(configuration);
    this.sources = sources(configuration, this.vpcs, this.notes);
    this.databases = databases(configuration, this.vpcs, this.notes);
    const balancers = loadBalancers(configuration, this.vpcs, this.notes);
    this.relays = [
      ...balancers,
      ...endpoints(configuration, this.vpcs, balancers, this.databases, this.notes),
      ...proxies(configuration, this.vpcs, this.notes),
    ];
    for (const text of configuration.derived(unmodelledIn)) this.notes.add(text);
  }

  /** What could not be read or is not modelled. While there is any, no verdict is DENIED. */
  get unknowns(): readonly string[] {
    return this.notes.all;
  }

  /** Where a security group is named that is not known to be declared here: what it opens, nothing here says. */
  get foreignGroups(): readonly string[] {
    return this.notes.foreignGroups;
  }

  /** Whether packets may get from one VPC to another without a relay. */
  connects(a: string, b: string): boolean {
    return a === b || this.peeringsBetween(a, b).length > 0;
  }

  /** Keys of the peering connections between two VPCs. */
  peeringsBetween(a: string, b: string): string[] {
    return this.peerings.filter(({ vpcs }) => vpcs.includes(a) && vpcs.includes(b)).map(({ key }) => key);
  }

  /** Chains of any relays to a database. */
  chainsTo(database: Database): Chains {
    const known = this.chains.get(database) ?? new Chains(this, database, this.relays);
    this.chains.set(database, known);
    return known;
  }

  /** Stages by a key: thousands of pods share the few pairs of subnets between which they talk. */
  remembered(key: string, compute: () => readonly Stage[]): readonly Stage[] {
    const known = this.stages.get(key) ?? compute();
    this.stages.set(key, known);
    return known;
  }

  private natGateways(configuration: Configuration): NatGateway[] {
    return configuration.resources("aws_nat_gateway").flatMap((gateway) => {
      if (textOf(gateway.get("connectivity_type")) === "private")
        this.notes.add(`${gateway.address} is a private NAT gateway`);
      const key = this.notes.one("aws_subnet", gateway.get("subnet_id"), gateway.address);
      const subnet = key === undefined ? undefined : this.vpcs.subnet(key);
      return subnet ? [{ key: idOf(gateway), subnet }] : [];
    });
  }
}
