import { IntervalSet } from "../sets";
import { addressText, everyAddress, internetAddresses } from "./addresses";
import { Candidates } from "./candidates";
import type { Database } from "./databases";
import { connectionsTo } from "./legs";
import type { Network } from "./network";
import { axis, everyPort, packets } from "./packets";
import type { Party } from "./parties";
import { local } from "./routes";
import type { Subnet } from "./vpcs";

/**
 * Layers that are open to a source which only other layers deny: the verdict stays DENIED, but fewer mistakes would
 * make it ALLOWED. Returns a sentence per opening. Security groups should admit by group, except for the internet
 * ranges that are meant. Network ACLs and routes serve whole subnets: they should admit only subnets of clients that groups admit.
 */
export function openings(network: Network, rangesOf: (database: string) => IntervalSet): string[] {
  const candidates = new Candidates(network);
  const clients = new Map<Subnet, IntervalSet>();
  const outside = new Map<Subnet, IntervalSet>();
  const nodes = network.sources.filter(({ kind }) => kind === "nodes");
  const clientsOf = (guard: Party) =>
    places([...candidates.admittedBy(guard), ...(candidates.admitsLater(guard) ? nodes : [])]);
  const found = network.databases.flatMap((database) => {
    const ranges = rangesOf(database.name);
    const entrances = candidates.of(database).chains.relays.map(({ entrance }) => entrance);
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
  return [
    ...new Set(found),
    ...[...clients, ...outside].flatMap(([subnet, meant]) => aclOpenings(subnet, ports, meant)),
    ...[...clients].flatMap(([subnet, meant]) => routeOpenings(subnet, meant)),
  ];
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
function groupOpenings(network: Network, guard: Party, database: Database, meant: IntervalSet): string[] {
  const question = connectionsTo(guard === database ? IntervalSet.single(database.port) : everyPort);
  const groups = new Set(guard.interfaces.flatMap((one) => one.groups.possible));
  return [...groups].flatMap((key) => {
    const group = network.groups.get(key);
    const rules = group?.rules.filter(({ direction }) => direction === "ingress") ?? [];
    return rules.flatMap(({ peer, service, address }) => {
      if (!("addresses" in peer) || packets(service).intersect(question).isEmpty) return [];
      const surplus = addressesText(peer.addresses.possible.subtract(meant));
      return surplus === ""
        ? []
        : [`${group?.address} admits ${surplus} on the way to ${database.name} (${address})`];
    });
  });
}

/** What the ACL of a subnet admits on the ports of databases from addresses that are not meant. */
function aclOpenings(subnet: Subnet, ports: IntervalSet, meant: IntervalSet): string[] {
  const admitted = subnet.acl.passes("ingress").possible.intersect(connectionsTo(ports));
  const surplus = addressesText(admitted.projected(axis.source).subtract(meant));
  return surplus === ""
    ? []
    : [`${subnet.acl.address} lets ${surplus} into ${subnet.address}, where no client of its databases is`];
}

/** Where routes of databases' subnets lead besides their clients. Endpoints of AWS lead only to its services. */
function routeOpenings({ address, routes }: Subnet, clients: IntervalSet): string[] {
  const targets = routes.targets.filter((target) => target !== local && !/aws_vpc_endpoint\./.test(target));
  return targets.flatMap((target) => {
    const surplus = addressesText(routes.towards(target).possible.subtract(clients));
    return surplus === ""
      ? []
      : [`${routes.address} leads from ${address} to ${surplus}, where no client of its databases is`];
  });
}

const addressesText = ({ intervals }: IntervalSet): string => {
  const shown = intervals
    .slice(0, 3)
    .map(([first, last]) =>
      first === last ? addressText(first) : `${addressText(first)} to ${addressText(last)}`,
    );
  return [...shown, ...(intervals.length > shown.length ? ["more"] : [])].join(", ");
};
