import { remembered } from "../remembered";
import type { IntervalSet } from "../sets";
import { type Configuration, textOf } from "../terraform";
import { Candidates } from "./candidates";
import { Chains } from "./chains";
import { type Database, databases } from "./databases";
import { endpoints } from "./endpoints";
import { noteManifests } from "./kubernetes";
import { loadBalancers } from "./load-balancers";
import { idOf, type Notes, type WithNotes, withNotes } from "./notes";
import type { Party } from "./parties";
import { type Peering, peerings, peeringsBetween } from "./peerings";
import { proxies } from "./proxies";
import type { Relay } from "./relays";
import { unmodelledIn } from "./relevance";
import type { NatGateway, RoutedNetwork } from "./routed-network";
import { readSecurityGroups, type SecurityGroups } from "./security-groups";
import { sources } from "./sources";
import { readSubnets, readVpcs, type Subnet, Vpcs } from "./vpcs";

/** The network of a configuration, reused while none of its facts changes. */
export const networkOf = (configuration: Configuration): Network => new Network(configuration);

/** Everything in the stacks of one environment that decides about packets. */
export class Network implements RoutedNetwork {
  readonly groups: SecurityGroups;
  readonly vpcs: Vpcs;
  readonly peerings: readonly Peering[];
  readonly nats: readonly NatGateway[];
  readonly sources: readonly Party[];
  readonly databases: readonly Database[];
  readonly relays: readonly Relay[];
  /** Parts that could not be read or are not modelled. While there is any, no verdict is DENIED. */
  readonly unknowns: readonly string[];
  /** Places that name a security group which may not be declared here, so that its rules are unknown. */
  readonly foreignGroups: readonly string[];
  private readonly chains = new Map<Database, Chains>();
  private foundCandidates: Candidates | undefined;

  constructor(configuration: Configuration) {
    const parts: WithNotes<unknown>[] = [];
    const part = <T>(read: (configuration: Configuration) => WithNotes<T>): T => {
      const one = configuration.derived(read);
      parts.push(one);
      return one.found;
    };
    this.groups = part(groupsIn);
    part(vpcsIn);
    this.vpcs = vpcsOf(part(subnetsIn));
    this.peerings = part(peeringsIn);
    this.nats = part(natsIn);
    this.sources = part(sourcesIn);
    part(manifestsIn);
    this.databases = part(databasesIn);
    this.relays = [...part(balancersIn), ...part(endpointsIn), ...part(proxiesIn)];
    const unmodelled = configuration.derived(unmodelledIn);
    this.unknowns = [...new Set([...parts.flatMap(({ unknowns }) => unknowns), ...unmodelled])];
    this.foreignGroups = [...new Set(parts.flatMap(({ foreignGroups }) => foreignGroups))];
  }

  /** Whether packets may pass between two VPCs without a relay. */
  connects(a: string, b: string): boolean {
    return a === b || this.peeringsBetween(a, b).length > 0;
  }

  /** Keys of the peering connections between two VPCs. */
  peeringsBetween(a: string, b: string): string[] {
    return peeringsBetween(this.peerings, a, b);
  }

  /** Sources and relays that may reach each database. */
  get candidates(): Candidates {
    this.foundCandidates ??= new Candidates(this);
    return this.foundCandidates;
  }

  /** Chains of relays to a database. */
  chainsTo(database: Database): Chains {
    const known = this.chains.get(database) ?? new Chains(this, database, this.relays);
    this.chains.set(database, known);
    return known;
  }
}

const vpcsOf = remembered((subnets: ReadonlyMap<string, Subnet>) => new Vpcs(subnets));

const subnetsOf = (configuration: Configuration): Vpcs => vpcsOf(configuration.derived(subnetsIn).found);

export const sourcesOf = (configuration: Configuration): readonly Party[] =>
  configuration.derived(sourcesIn).found;

export const balancersOf = (configuration: Configuration): readonly Relay[] =>
  configuration.derived(balancersIn).found;

/** All addresses of the VPCs of a configuration. */
export const ownAddresses = (configuration: Configuration): IntervalSet => subnetsOf(configuration).addresses;

/** Each part is a separate fact, reused while nothing that it was read from changes. */
const groupsIn = withNotes(readSecurityGroups);
const vpcsIn = withNotes(readVpcs);
const subnetsIn = withNotes((configuration, notes) =>
  readSubnets(configuration, configuration.derived(vpcsIn).found, notes),
);
const peeringsIn = withNotes(peerings);
const natsIn = withNotes(natGateways);
const manifestsIn = withNotes(noteManifests);
const sourcesIn = withNotes((configuration, notes) =>
  sources(configuration, subnetsOf(configuration), notes),
);
const databasesIn = withNotes((configuration, notes) =>
  databases(configuration, subnetsOf(configuration), notes),
);
const balancersIn = withNotes((configuration, notes) =>
  loadBalancers(configuration, subnetsOf(configuration), notes),
);
const endpointsIn = withNotes((configuration, notes) =>
  endpoints(
    configuration,
    subnetsOf(configuration),
    configuration.derived(balancersIn).found,
    configuration.derived(databasesIn).found,
    notes,
  ),
);
const proxiesIn = withNotes((configuration, notes) =>
  proxies(configuration, subnetsOf(configuration), notes),
);

function natGateways(configuration: Configuration, notes: Notes): NatGateway[] {
  const vpcs = subnetsOf(configuration);
  return configuration.resources("aws_nat_gateway").flatMap((gateway) => {
    if (textOf(gateway.get("connectivity_type")) === "private")
      notes.add(`${gateway.address} is a private NAT gateway`);
    const key = notes.one("aws_subnet", gateway.get("subnet_id"), gateway.address);
    const subnet = key === undefined ? undefined : vpcs.subnet(key);
    return subnet ? [{ key: idOf(gateway), subnet }] : [];
  });
}
