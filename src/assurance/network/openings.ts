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

/** A layer that is open to more than it is there for. */
export interface OpenLayer {
  /** Address of the rule or the route that opens it. */
  readonly at: string;
  /** What it opens, as a predicate. */
  readonly text: string;
  /** Whether it is judged by the clients that groups admit: without one of these, it is open to nothing. @default false */
  readonly isForClients?: true;
  /** Addresses of what may be the reason. @default - it is the reason itself */
  readonly follows?: readonly string[];
  /** The source that only other layers keep out. @default - the layer is open to more than one source */
  readonly opened?: { readonly source: Party; readonly database: Database };
}

/** What config lets connect to a database. */
export interface Meant {
  /** Addresses outside. @default - none */
  readonly ranges?: IntervalSet;
  isClient(source: Party): boolean;
}

/**
 * Layers that are open to a source which only other layers deny: the verdict stays DENIED, but fewer mistakes would
 * make it ALLOWED. Security groups should admit by group, except for the internet ranges that are meant, and only groups
 * whose holders are all clients or relays: the holders' own rules for outgoing packets do not count. Network ACLs and routes
 * serve whole subnets: they should admit only subnets of clients that groups admit.
 *
 * @param meantFor what config lets connect to a database; undefined for one that config does not name
 */
export function openings(network: Network, meantFor: (database: string) => Meant | undefined): OpenLayer[] {
  const fronts = network.databases.map((database): Front => {
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
  const clients = clientsBySubnet(network, fronts);
  const outside = outsideBySubnet(fronts);
  const ports = network.databases.reduce(
    (sum, { port }) => sum.union(IntervalSet.single(port)),
    IntervalSet.empty,
  );
  const acls = (meantBy: ReadonlyMap<Subnet, IntervalSet>): OpenLayer[] =>
    together([...meantBy].flatMap(([subnet, meant]) => aclOpenings(subnet, ports, meant)));
  // Of a database that may have any group each load balancer may be one of its own.
  const unclear = network.databases.flatMap((database) => uncertainGuards(network, database));
  const follows = unclear.length > 0 ? { follows: unclear } : {};
  const groups = fronts.flatMap((front) => frontOpenings(network, front));
  return [
    ...new Map(groups.map((layer) => [`${layer.at} ${layer.text}`, layer])).values(),
    ...acls(clients).map(forClients),
    ...acls(outside).map((layer) => ({ ...layer, ...follows })),
    ...together([...clients].flatMap(([subnet, meant]) => routeOpenings(subnet, meant))).map(forClients),
    ...together([...clients.keys()].flatMap((subnet) => exits(subnet, network.vpcs.addresses))),
  ];
}

const forClients = (layer: OpenLayer): OpenLayer => ({ ...layer, isForClients: true });

/** A database, the entrances of relays that lead to it, and the ranges of the internet that are meant to. */
interface Front {
  readonly database: Database;
  readonly entrances: readonly Party[];
  /** What the relays before the database send from. */
  readonly exits: ReadonlySet<Party>;
  readonly ranges: IntervalSet;
  /** @default - config does not name the database */
  readonly meant?: Meant;
}

/** Addresses of clients, by the subnets of the databases that they call. */
function clientsBySubnet(network: Network, fronts: readonly Front[]): ReadonlyMap<Subnet, IntervalSet> {
  const clients = new Map<Subnet, IntervalSet>();
  const { candidates, sources } = network;
  const nodes = sources.filter(({ kind }) => kind === "nodes");
  const clientsOf = (guard: Party) =>
    places([...candidates.admittedBy(guard), ...(candidates.admitsLater(guard) ? nodes : [])]);
  for (const { database, entrances } of fronts) {
    const own = subnetsOf(database);
    extend(clients, own, clientsOf(database));
    // A proxy is next to its database, behind the same ACLs.
    for (const entrance of entrances)
      extend(
        clients,
        subnetsOf(entrance).filter((subnet) => own.includes(subnet)),
        clientsOf(entrance),
      );
  }
  return clients;
}

/** Addresses from which clients come to relays with public addresses, by the subnets of these. */
function outsideBySubnet(fronts: readonly Front[]): ReadonlyMap<Subnet, IntervalSet> {
  const outside = new Map<Subnet, IntervalSet>();
  for (const { entrances, ranges } of fronts)
    extend(outside, entrances.filter(isPublic).flatMap(subnetsOf), ranges.union(privateAddresses));
  return outside;
}

/** Whether it may carry groups of which nothing is known. */
export const isUncertain = ({ interfaces }: Party): boolean =>
  interfaces.some(({ groups }) => groups.unknown !== undefined);

/** Addresses of a database and the relays before it that may carry any group: each rule may open a path because of one. */
export const uncertainGuards = ({ candidates }: Network, database: Database): string[] =>
  [database, ...candidates.of(database).chains.relays.map(({ entrance }) => entrance)]
    .filter(isUncertain)
    .map(({ address }) => address);

/** What a rule or a route opens at one subnet: what it does, where, and what is wrong with that. */
interface At {
  readonly at: string;
  readonly words: readonly [does: string, where: string, end: string];
}

/** The same at several subnets is said once. */
function together(all: readonly At[]): OpenLayer[] {
  const found = groupedBy(all, ({ at, words: [does, , end] }) => JSON.stringify([at, does, end]));
  return [...found.values()].flatMap((same) => {
    const [first] = same;
    const where = [...new Set(same.map(({ words }) => words[1]))].join(" and ");
    return first ? [{ at: first.at, text: `${first.words[0]} ${where}${first.words[2]}` }] : [];
  });
}

/** Addresses that no packet from the internet carries. */
const privateAddresses = everyAddress.subtract(internetAddresses);

const subnetsOf = ({ interfaces }: Party): Subnet[] => [...new Set(interfaces.map(({ subnet }) => subnet))];

const isPublic = ({ interfaces }: Party): boolean =>
  interfaces.some(({ publicAddress }) => publicAddress !== false);

/** The ranges of all subnets in which one of these parties has an interface. */
const places = (parties: Iterable<Party>): IntervalSet =>
  [...new Set([...parties].flatMap(subnetsOf))].reduce(
    (sum, { range }) => sum.union(range),
    IntervalSet.empty,
  );

function extend(known: Map<Subnet, IntervalSet>, subnets: readonly Subnet[], addresses: IntervalSet): void {
  for (const subnet of subnets) known.set(subnet, (known.get(subnet) ?? IntervalSet.empty).union(addresses));
}

/** What security groups of a database and of the relays before it admit. */
const frontOpenings = (network: Network, front: Front): OpenLayer[] => [
  ...groupOpenings(network, front.database, front.database, IntervalSet.empty),
  ...front.entrances.flatMap((entrance) => groupOpenings(network, entrance, front.database, front.ranges)),
  ...[front.database, ...front.entrances].flatMap((guard) => holderOpenings(network, guard, front)),
];

/** What the rules of a party's groups admit by group: each holder of such a group has to be a client or a relay. */
function holderOpenings(network: Network, guard: Party, front: Front): OpenLayer[] {
  const { database, exits, meant } = front;
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

/** The reason for an opening where it is not certain that the group guards the database. */
function doubtAbout(guard: Party, group: string, database: Database): Pick<OpenLayer, "follows"> {
  const isSure = guard.interfaces.some(({ groups }) => groups.certain.includes(group));
  return isSure && !isUncertain(database) ? {} : { follows: [database.address, guard.address] };
}

/** What the rules of a party's security groups admit by address. */
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

/** What the ACL of a subnet admits on the ports of databases from addresses that are not meant. */
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

/** What the ACL of databases' subnets lets out of all networks of the configuration: what answers its clients stays within. */
function exits(subnet: Subnet, own: IntervalSet): At[] {
  const passing = subnet.acl.passes("egress").possible;
  const destination = passing.projected(axis.destination).subtract(own);
  const packet = samplePacket(passing.intersect(packets({ destination })));
  if (!packet) return [];
  return [
    {
      at: subnet.acl.deciding("egress", pointOf(packet))?.address ?? subnet.acl.address,
      words: [
        `lets out to ${addressesText(destination)} from`,
        subnet.address,
        ", where no client of its databases is",
      ],
    },
  ];
}

/** Where routes of databases' subnets lead besides their clients. Endpoints of AWS lead only to its services. */
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
