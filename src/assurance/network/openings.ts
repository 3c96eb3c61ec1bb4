import { IntervalSet } from "../sets";
import { addressesText, everyAddress, internetAddresses } from "./addresses";
import { Candidates } from "./candidates";
import type { Database } from "./databases";
import { connectionsTo } from "./legs";
import type { Network } from "./network";
import { axis, everyPort, packets, pointOf, samplePacket } from "./packets";
import type { Party } from "./parties";
import { local } from "./routes";
import type { Subnet } from "./vpcs";

/** A layer that is open to more than it is there for. */
export interface OpenLayer {
  /** Address of the rule or the route that opens it. */
  readonly at: string;
  /** What it opens, as a predicate. */
  readonly text: string;
  /** Addresses of what may be the reason. @default - it is the reason itself */
  readonly follows?: readonly string[];
}

/**
 * Layers that are open to a source which only other layers deny: the verdict stays DENIED, but fewer mistakes would
 * make it ALLOWED. Security groups should admit by group, except for the internet
 * ranges that are meant. Network ACLs and routes serve whole subnets: they should admit only subnets of clients that groups admit.
 */
export function openings(network: Network, rangesOf: (database: string) => IntervalSet): OpenLayer[] {
  const candidates = new Candidates(network);
  const clients = new Map<Subnet, IntervalSet>();
  const outside = new Map<Subnet, IntervalSet>();
  const unclear: string[] = [];
  const nodes = network.sources.filter(({ kind }) => kind === "nodes");
  const clientsOf = (guard: Party) =>
    places([...candidates.admittedBy(guard), ...(candidates.admitsLater(guard) ? nodes : [])]);
  const found = network.databases.flatMap((database) => {
    const ranges = rangesOf(database.name);
    const entrances = candidates.of(database).chains.relays.map(({ entrance }) => entrance);
    unclear.push(...[database, ...entrances].filter(isUncertain).map(({ address }) => address));
    const beside = subnetsOf(database);
    extend(clients, beside, clientsOf(database));
    // A proxy stands beside its database, behind the same ACLs.
    for (const entrance of entrances)
      extend(
        clients,
        subnetsOf(entrance).filter((subnet) => beside.includes(subnet)),
        clientsOf(entrance),
      );
    extend(outside, entrances.filter(isPublic).flatMap(subnetsOf), ranges.union(privateAddresses));
    return [
      ...groupOpenings(network, database, database, IntervalSet.empty),
      ...entrances.flatMap((entrance) => groupOpenings(network, entrance, database, ranges)),
    ];
  });
  const ports = network.databases.reduce(
    (sum, { port }) => sum.union(IntervalSet.single(port)),
    IntervalSet.empty,
  );
  // Of a database that may have any group each load balancer may be one of its own.
  const follows = unclear.length > 0 ? { follows: unclear } : {};
  return [
    ...new Map(found.map((layer) => [`${layer.at} ${layer.text}`, layer])).values(),
    ...together([...clients].flatMap(([subnet, meant]) => aclOpenings(subnet, ports, meant))),
    ...together([...outside].flatMap(([subnet, meant]) => aclOpenings(subnet, ports, meant))).map(
      (layer) => ({
        ...layer,
        ...follows,
      }),
    ),
    ...together([...clients].flatMap(([subnet, meant]) => routeOpenings(subnet, meant))),
    ...together([...clients.keys()].flatMap((subnet) => exits(subnet, network.vpcs.addresses))),
  ];
}

/** Whether it may carry groups of which nothing is known. */
export const isUncertain = ({ interfaces }: Party): boolean =>
  interfaces.some(({ groups }) => groups.unknown !== undefined);

/** What a rule or a route opens at one subnet: what it does, where, and what is wrong with that. */
interface At {
  readonly at: string;
  readonly words: readonly [does: string, where: string, end: string];
}

/** The same at several subnets is said once. */
function together(all: readonly At[]): OpenLayer[] {
  const found = new Map<string, At[]>();
  for (const one of all) {
    const key = JSON.stringify([one.at, one.words[0], one.words[2]]);
    found.set(key, [...(found.get(key) ?? []), one]);
  }
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

/** What the rules of a party's security groups admit by address. */
function groupOpenings(network: Network, guard: Party, database: Database, meant: IntervalSet): OpenLayer[] {
  const question = connectionsTo(guard === database ? IntervalSet.single(database.port) : everyPort);
  const groups = new Set(guard.interfaces.flatMap((one) => one.groups.possible));
  return [...groups].flatMap((key) => {
    const rules = network.groups.get(key)?.rules.filter(({ direction }) => direction === "ingress") ?? [];
    const isSure = guard.interfaces.some((one) => one.groups.certain.includes(key));
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
              ? `admits ${surplus} on the way to ${database.name}`
              : `may admit ${surplus} on the way to ${database.name}: ${unknown} is not known`,
          ...((!isSure || isUncertain(database)) && { follows: [database.address, guard.address] }),
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
