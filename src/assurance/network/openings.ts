import { groupedBy } from "../grouping";
import { IntervalSet } from "../sets";
import { addressesIn, addressesText, everyAddress, internetAddresses } from "./addresses";
import type { Database } from "./databases";
import { connectionsTo } from "./legs";
import type { Network } from "./network";
import { axis, everyPort, packets, pointOf, samplePacket } from "./packets";
import { groupsHeldBy, type Party } from "./parties";
import { local } from "./routes";
import type { Subnet } from "./vpcs";

/** A layer that is more open than its purpose requires. */
export interface OpenLayer {
  /** Address of the rule or route that opens it. */
  readonly at: string;
  /** Its effect, as a predicate. */
  readonly text: string;
  /** Whether it depends on the clients that security groups admit: without them, it opens nothing. @default false */
  readonly isForClients?: true;
  /** Addresses of possible causes. @default - the opening itself */
  readonly follows?: readonly string[];
  /** The source that only other layers deny. @default - more than one source */
  readonly opened?: { readonly source: Party; readonly database: Database };
}

/** Intended access to a database. */
export interface Meant {
  /** Addresses outside of the VPCs. @default - none */
  readonly ranges?: IntervalSet;
  isClient(source: Party): boolean;
}

/**
 * Layers that are open to a source which only other layers deny: the verdict is DENIED, but fewer mistakes would make
 * it ALLOWED. Security groups should admit by group, except for intended internet ranges, and only groups whose holders
 * are all clients or relays; outgoing rules of the holders are ignored. Network ACLs and routes apply to whole subnets:
 * they should admit only subnets of clients that security groups admit.
 *
 * @param meantFor intended access to a database; undefined for one that config does not name
 */
export function openings(network: Network, meantFor: (database: string) => Meant | undefined): OpenLayer[] {
  const accesses = network.databases.map((database): DatabaseAccess => {
    const { relays } = network.candidates.of(database).chains;
    const meant = meantFor(database.name);
    return {
      database,
      entrances: relays.map(({ entrance }) => entrance),
      exits: new Set(relays.flatMap(({ exits }) => exits)),
      ranges: meant?.ranges ?? addressesIn([]),
      ...(meant && { meant }),
    };
  });
  const clients = clientsBySubnet(network, accesses);
  const outside = outsideBySubnet(accesses);
  const ports = IntervalSet.unionOf(network.databases.map(({ port }) => IntervalSet.single(port)));
  const acls = (meantBy: ReadonlyMap<Subnet, IntervalSet>): OpenLayer[] =>
    together([...meantBy].flatMap(([subnet, meant]) => aclOpenings(subnet, ports, meant)));
  // If a database may hold any security group, each load balancer may lead to it.
  const unclear = network.databases.flatMap((database) => uncertainGuards(network, database));
  const follows = unclear.length > 0 ? { follows: unclear } : {};
  const groups = accesses.flatMap((access) => accessOpenings(network, access));
  return [
    ...new Map(groups.map((layer) => [`${layer.at} ${layer.text}`, layer])).values(),
    ...acls(clients).map(forClients),
    ...acls(outside).map((layer) => ({ ...layer, ...follows })),
    ...together([...clients].flatMap(([subnet, meant]) => routeOpenings(subnet, meant))).map(forClients),
    ...together([...clients.keys()].flatMap((subnet) => exits(subnet, network.vpcs.addresses))),
  ];
}

const forClients = (layer: OpenLayer): OpenLayer => ({ ...layer, isForClients: true });

/** A database, the entrances of relays that lead to it, and intended ranges of the internet. */
interface DatabaseAccess {
  readonly database: Database;
  readonly entrances: readonly Party[];
  /** Parties from which the relays in front of the database connect. */
  readonly exits: ReadonlySet<Party>;
  readonly ranges: IntervalSet;
  /** @default - config does not name the database */
  readonly meant?: Meant;
}

/** Addresses of clients, by the subnets of their databases. */
function clientsBySubnet(
  network: Network,
  accesses: readonly DatabaseAccess[],
): ReadonlyMap<Subnet, IntervalSet> {
  const clients = new Map<Subnet, IntervalSet>();
  const { candidates, sources } = network;
  const nodes = sources.filter(({ kind }) => kind === "nodes");
  const clientsOf = (guard: Party) =>
    places([...candidates.admittedBy(guard), ...(candidates.admitsLater(guard) ? nodes : [])]);
  for (const { database, entrances } of accesses) {
    const own = subnetsOf(database);
    extend(clients, own, clientsOf(database));
    // A proxy is in the subnets of its database, with the same ACLs.
    for (const entrance of entrances)
      extend(
        clients,
        subnetsOf(entrance).filter((subnet) => own.includes(subnet)),
        clientsOf(entrance),
      );
  }
  return clients;
}

/** Addresses of clients of relays with public addresses, by the relays' subnets. */
function outsideBySubnet(accesses: readonly DatabaseAccess[]): ReadonlyMap<Subnet, IntervalSet> {
  const outside = new Map<Subnet, IntervalSet>();
  for (const { entrances, ranges } of accesses)
    extend(outside, entrances.filter(isPublic).flatMap(subnetsOf), ranges.union(privateAddresses));
  return outside;
}

/** Whether it may hold unknown security groups. */
export const isUncertain = ({ interfaces }: Party): boolean =>
  interfaces.some(({ groups }) => groups.unknown !== undefined);

/**
 * Addresses of a database and of relays in front of it that may hold any security group: each rule may open a path
 * because of one.
 */
export const uncertainGuards = ({ candidates }: Network, database: Database): string[] =>
  [database, ...candidates.of(database).chains.relays.map(({ entrance }) => entrance)]
    .filter(isUncertain)
    .map(({ address }) => address);

/** An opening of a rule or a route at one subnet. */
interface At {
  readonly at: string;
  readonly words: readonly [does: string, where: string, end: string];
}

/** Reports the same opening of several subnets once. */
function together(all: readonly At[]): OpenLayer[] {
  const found = groupedBy(all, ({ at, words: [does, , end] }) => JSON.stringify([at, does, end]));
  return [...found.values()].flatMap((same) => {
    const [first] = same;
    const where = [...new Set(same.map(({ words }) => words[1]))].join(" and ");
    return first ? [{ at: first.at, text: `${first.words[0]} ${where}${first.words[2]}` }] : [];
  });
}

/** Addresses that are never the source of packets from the internet. */
const privateAddresses = everyAddress.subtract(internetAddresses);

const subnetsOf = ({ interfaces }: Party): Subnet[] => [...new Set(interfaces.map(({ subnet }) => subnet))];

const isPublic = ({ interfaces }: Party): boolean =>
  interfaces.some(({ publicAddress }) => publicAddress !== false);

/** The ranges of all subnets with an interface of these parties. */
const places = (parties: Iterable<Party>): IntervalSet =>
  IntervalSet.unionOf([...new Set([...parties].flatMap(subnetsOf))].map(({ range }) => range));

function extend(known: Map<Subnet, IntervalSet>, subnets: readonly Subnet[], addresses: IntervalSet): void {
  for (const subnet of subnets) known.set(subnet, (known.get(subnet) ?? IntervalSet.empty).union(addresses));
}

/** Openings in the security groups of a database and of the relays in front of it. */
const accessOpenings = (network: Network, access: DatabaseAccess): OpenLayer[] => [
  ...groupOpenings(network, access.database, access.database, IntervalSet.empty),
  ...access.entrances.flatMap((entrance) => groupOpenings(network, entrance, access.database, access.ranges)),
  ...[access.database, ...access.entrances].flatMap((guard) => holderOpenings(network, guard, access)),
];

/** Openings by group: each holder of an admitted group must be a client or a relay. */
function holderOpenings(network: Network, guard: Party, access: DatabaseAccess): OpenLayer[] {
  const { database, exits, meant } = access;
  if (!meant) return [];
  const question = connectionsTo(guard === database ? IntervalSet.single(database.port) : everyPort);
  return groupsHeldBy(guard).flatMap((key) => {
    const reason = doubtAbout(guard, key, database);
    const rules = network.groups.get(key)?.rules ?? [];
    return rules.flatMap(({ direction, peer, service, address }): OpenLayer[] => {
      if (direction !== "ingress" || !("group" in peer) || packets(service).intersect(question).isEmpty)
        return [];
      return [...network.candidates.holdersOf(peer.group)]
        .filter((holder) => !exits.has(holder) && !meant.isClient(holder))
        .map((source) => ({
          at: address,
          text: `admits ${source.name} on the path to ${database.name}, which config does not allow`,
          opened: { source, database },
          ...reason,
        }));
    });
  });
}

/** Possible causes of an opening whose security group may not belong to the database. */
function doubtAbout(guard: Party, group: string, database: Database): Pick<OpenLayer, "follows"> {
  const isSure = guard.interfaces.some(({ groups }) => groups.certain.includes(group));
  return isSure && !isUncertain(database) ? {} : { follows: [database.address, guard.address] };
}

/** Openings by address in a party's security groups. */
function groupOpenings(network: Network, guard: Party, database: Database, meant: IntervalSet): OpenLayer[] {
  const question = connectionsTo(guard === database ? IntervalSet.single(database.port) : everyPort);
  return groupsHeldBy(guard).flatMap((key) => {
    const rules = network.groups.get(key)?.rules.filter(({ direction }) => direction === "ingress") ?? [];
    const reason = doubtAbout(guard, key, database);
    return rules.flatMap(({ peer, service, address }): OpenLayer[] => {
      if (!("addresses" in peer) || packets(service).intersect(question).isEmpty) return [];
      const { possible, unknown } = peer.addresses;
      const surplus = addressesText(possible.subtract(meant));
      if (surplus === "") return [];
      return [
        {
          at: address,
          text:
            unknown === undefined
              ? `admits ${surplus} on the path to ${database.name}`
              : `may admit ${surplus} on the path to ${database.name}: ${unknown} is not known`,
          ...reason,
        },
      ];
    });
  });
}

/** Openings in a subnet's ACL on database ports, for unintended addresses. */
function aclOpenings(subnet: Subnet, ports: IntervalSet, meant: IntervalSet): At[] {
  const admitted = subnet.acl.passes("ingress").possible.intersect(connectionsTo(ports));
  const source = admitted.projected(axis.source).subtract(meant);
  const packet = samplePacket(admitted.intersect(packets({ source })));
  if (!packet) return [];
  return [
    {
      at: subnet.acl.deciding("ingress", pointOf(packet))?.address ?? subnet.acl.address,
      words: [`lets ${addressesText(source)} into`, subnet.address, ", where no client of its databases is"],
    },
  ];
}

/**
 * Outgoing traffic that the ACL of databases' subnets allows to networks outside of the configuration: responses to
 * clients stay inside.
 */
function exits(subnet: Subnet, own: IntervalSet): At[] {
  const passing = subnet.acl.passes("egress").possible;
  const destination = passing.projected(axis.destination).subtract(own);
  const packet = samplePacket(passing.intersect(packets({ destination })));
  if (!packet) return [];
  return [
    {
      at: subnet.acl.deciding("egress", pointOf(packet))?.address ?? subnet.acl.address,
      words: [
        `allows outbound traffic to ${addressesText(destination)} from`,
        subnet.address,
        ", where no client of its databases is",
      ],
    },
  ];
}

/** Routes of databases' subnets to other destinations than clients. Endpoints of AWS lead only to its services. */
function routeOpenings({ address, routes }: Subnet, clients: IntervalSet): At[] {
  const targets = routes.targets.filter((target) => target !== local && !/aws_vpc_endpoint\./.test(target));
  return targets.flatMap((target): At[] => {
    const surplus = routes.towards(target).possible.subtract(clients);
    if (surplus.smallest === undefined) return [];
    return [
      {
        at: routes.deciding(surplus.smallest)?.address ?? routes.address,
        words: ["leads from", address, ` to ${addressesText(surplus)}, where no client of its databases is`],
      },
    ];
  });
}
