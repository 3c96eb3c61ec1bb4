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
 * Where one layer is open to somebody whom only the others still keep out: the verdict stays DENIED, and hangs by one
 * mistake less. A sentence for each. Security groups are to admit by group, but for ranges of the internet that are
 * meant; network ACLs and routes, which serve whole subnets, are held against where those are whom the groups admit.
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

/** The ranges of all subnets where somebody is. */
const places = (parties: Iterable<Party>): IntervalSet =>
  [...new Set([...parties].flatMap(subnetsOf))].reduce(
    (sum, { range }) => sum.union(range),
    IntervalSet.empty,
  );

function extend(known: Map<Subnet, IntervalSet>, subnets: readonly Subnet[], addresses: IntervalSet): void {
  for (const subnet of subnets) known.set(subnet, (known.get(subnet) ?? IntervalSet.empty).union(addresses));
}

/** What rules of somebody's groups admit by address. */
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

/** What the ACL of a subnet lets in on the ports of databases from where nobody is meant to be. */
function aclOpenings(subnet: Subnet, ports: IntervalSet, meant: IntervalSet): string[] {
  const admitted = subnet.acl.passes("ingress").possible.intersect(connectionsTo(ports));
  const surplus = addressesText(admitted.projected(axis.source).subtract(meant));
  return surplus === ""
    ? []
    : [`${subnet.acl.address} lets ${surplus} into ${subnet.address}, where no client of its databases is`];
}

/** Where routes of databases' subnets lead beside their clients. Endpoints of AWS's services lead to nobody else. */
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
