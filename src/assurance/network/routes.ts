import { IntervalSet } from "../sets";
import {
  absent,
  blocksOf,
  type Configuration,
  isAbsent,
  isUnknown,
  keyOf,
  type Resource,
  textOf,
  type Value,
} from "../terraform";
import { everyAddress, prefixLength } from "./addresses";
import { idOf, type Notes } from "./notes";
import { type Addresses, anywhere, rangeOf } from "./prefix-lists";

/** Where a route leads: into the VPC, to something by the key of its id, or nowhere known. */
export interface Route {
  readonly address: string;
  readonly destination: Addresses;
  /** Bits of the destination that are fixed: of several routes the longest decides. */
  readonly length: number;
  readonly target: string;
}

/** Target of the route that every table has for its own VPC. */
export const local = "local";

/** A target that is not followed. */
const unknownTarget = "unknown";

/** The routes of one table, longest prefix first, and what each of them gets. */
export class RouteTable {
  private readonly routes: readonly (Route & { readonly takes: Addresses })[];

  constructor(
    readonly address: string,
    routes: readonly Route[],
  ) {
    let certainlyTaken = IntervalSet.empty;
    let perhapsTaken = IntervalSet.empty;
    this.routes = [...routes]
      .sort((a, b) => b.length - a.length)
      .map((route) => {
        const takes = {
          certain: route.destination.certain.subtract(perhapsTaken),
          possible: route.destination.possible.subtract(certainlyTaken),
        };
        certainlyTaken = certainlyTaken.union(route.destination.certain);
        perhapsTaken = perhapsTaken.union(route.destination.possible);
        return { ...route, takes };
      });
  }

  /** Destinations whose packets go to a target. */
  towards(target: string): Addresses {
    const towards = this.routes.filter((route) => route.target === target || route.target === unknownTarget);
    const union = (sets: IntervalSet[]) => sets.reduce((a, b) => a.union(b), IntervalSet.empty);
    const blind = towards.find((route) => route.target === unknownTarget);
    return {
      certain: union(towards.flatMap((route) => (route.target === target ? [route.takes.certain] : []))),
      possible: union(towards.map((route) => route.takes.possible)),
      ...(blind && { unknown: `${blind.address} leads to what is not followed` }),
    };
  }

  /** The route that a packet to an address takes. */
  deciding(destination: number): Route | undefined {
    return this.routes.find((route) => route.takes.possible.has(destination));
  }

  get targets(): string[] {
    return [...new Set(this.routes.map(({ target }) => target))];
  }
}

/** Arguments that name a target which is followed: a gateway of the VPC, or a peering connection. */
const followed = ["gateway_id", "nat_gateway_id", "vpc_peering_connection_id"];

/** Arguments that name one which may hand packets on to anywhere, such as a firewall's interface. */
const notFollowed = [
  "carrier_gateway_id",
  "core_network_arn",
  "egress_only_gateway_id",
  "local_gateway_id",
  "network_interface_id",
  "odb_network_arn",
  "transit_gateway_id",
  "vpc_endpoint_id",
];

/** Reads one route, from a resource of its own or from a block of its table. */
function routeOf(
  address: string,
  entry: (name: string) => Value,
  prefixList: (key: string) => Addresses,
): Route | undefined {
  const destination = destinationOf(entry, prefixList);
  if (!destination) return undefined;
  const targets = [...followed, ...notFollowed].filter((name) => !isAbsent(entry(name)));
  const [name = ""] = targets;
  return {
    address,
    ...destination,
    target: targets.length === 1 ? targetOf(name, entry(name)) : unknownTarget,
  };
}

function targetOf(name: string, value: Value): string {
  if (value.kind === "constant" && value.value === local) return local;
  return followed.includes(name) && value.kind === "reference" ? keyOf(value) : unknownTarget;
}

function destinationOf(
  entry: (name: string) => Value,
  prefixList: (key: string) => Addresses,
): Pick<Route, "destination" | "length"> | undefined {
  const cidrs = [entry("destination_cidr_block"), entry("cidr_block")].map(textOf);
  const cidr = cidrs.find((text) => text !== undefined);
  if (typeof cidr === "string") return { destination: rangeOf(cidr), length: prefixLength(cidr) };
  if (isUnknown(cidr)) return { destination: anywhere(cidr.reason), length: 32 };
  const list = [entry("destination_prefix_list_id")].find((value) => !isAbsent(value));
  // Lists hold ranges of any length, which may win over any other route: none of them is certain.
  if (list) {
    const { possible } = list.kind === "unknown" ? anywhere(list.reason) : prefixList(keyOf(list));
    return { destination: { certain: IntervalSet.empty, possible }, length: 32 };
  }
  const ipv6 = [entry("destination_ipv6_cidr_block"), entry("ipv6_cidr_block")].some(
    (value) => !isAbsent(value),
  );
  return ipv6
    ? undefined
    : { destination: { certain: IntervalSet.empty, possible: everyAddress }, length: 32 };
}

/** Route tables, and which one a subnet has. */
export class RouteTables {
  private readonly bySubnet = new Map<string, RouteTable>();
  private readonly main = new Map<string, RouteTable>();
  private readonly tables = new Map<string, RouteTable>();

  constructor(
    private readonly configuration: Configuration,
    private readonly prefixList: (key: string) => Addresses,
    localRoutes: (vpc: string) => readonly Route[],
    private readonly notes: Notes,
  ) {
    const separate = this.separateRoutes(notes);
    const table = (resource: Resource, vpc: string): void => {
      const routes = [
        ...localRoutes(vpc),
        ...this.inlineRoutes(resource),
        ...(separate.get(idOf(resource)) ?? []),
      ];
      this.tables.set(idOf(resource), new RouteTable(resource.address, routes));
    };
    for (const resource of configuration.resources("aws_route_table"))
      table(resource, keyOf(resource.get("vpc_id")));
    for (const vpc of configuration.resources("aws_vpc"))
      this.addMain(vpc, localRoutes(idOf(vpc)), separate, table);
    for (const association of configuration.resources("aws_route_table_association"))
      this.associate(association, notes);
  }

  of(subnet: string, vpc: string): RouteTable | undefined {
    return this.bySubnet.get(subnet) ?? this.main.get(vpc);
  }

  private separateRoutes(notes: Notes): Map<string, Route[]> {
    const routes = new Map<string, Route[]>();
    const add = (table: string, route: Route | undefined): void => {
      if (route) routes.set(table, [...(routes.get(table) ?? []), route]);
    };
    for (const resource of this.configuration.resources("aws_route")) {
      const table = resource.get("route_table_id");
      notes.ipv6(resource.address, [resource.get("destination_ipv6_cidr_block")]);
      if (table.kind !== "reference") notes.add(`${resource.address} may belong to any route table`);
      add(
        keyOf(table),
        routeOf(resource.address, (name) => resource.get(name), this.prefixList),
      );
    }
    for (const endpoint of this.configuration.resources("aws_vpc_endpoint"))
      for (const table of notes.keys(endpoint.get("route_table_ids"), endpoint.address))
        add(table, this.endpointRoute(endpoint));
    for (const association of this.configuration.resources("aws_vpc_endpoint_route_table_association")) {
      const endpoint = this.configuration
        .resources("aws_vpc_endpoint")
        .find((one) => idOf(one) === keyOf(association.get("vpc_endpoint_id")));
      if (endpoint) add(keyOf(association.get("route_table_id")), this.endpointRoute(endpoint));
      else notes.add(`${association.address} names an endpoint that is not declared`);
    }
    return routes;
  }

  /** A gateway endpoint takes the addresses of its service, which only AWS knows. */
  private endpointRoute(endpoint: Resource): Route {
    const { possible } = this.prefixList(keyOf(endpoint.symbol("prefix_list_id")));
    const destination = { certain: IntervalSet.empty, possible };
    return { address: endpoint.address, destination, length: 32, target: idOf(endpoint) };
  }

  private inlineRoutes(table: Resource): Route[] {
    const blind = (reason: string): Route => ({
      address: table.address,
      destination: anywhere(reason),
      length: 32,
      target: unknownTarget,
    });
    const vpn = table.get("propagating_vgws");
    return [
      ...(isAbsent(vpn) || (vpn.kind === "list" && vpn.items.length === 0)
        ? []
        : [blind("propagated routes")]),
      ...blocksOf(table.get("route")).flatMap((block) => {
        if (isUnknown(block)) return [blind(block.reason)];
        const entry = (name: string): Value => block.entries.get(name) ?? absent;
        this.notes.ipv6(table.address, [entry("ipv6_cidr_block")]);
        return routeOf(table.address, entry, this.prefixList) ?? [];
      }),
    ];
  }

  /** The table of subnets that name no other. */
  private addMain(
    vpc: Resource,
    localRoutes: readonly Route[],
    separate: ReadonlyMap<string, Route[]>,
    table: (resource: Resource, vpc: string) => void,
  ): void {
    const key = keyOf(vpc.symbol("default_route_table_id"));
    const mainKey = keyOf(vpc.symbol("main_route_table_id"));
    const adopted = this.configuration
      .resources("aws_default_route_table")
      .find((one) => [key, mainKey].includes(keyOf(one.get("default_route_table_id"))));
    if (adopted) table(adopted, idOf(vpc));
    const own = [...localRoutes, ...(separate.get(key) ?? []), ...(separate.get(mainKey) ?? [])];
    const first = adopted && this.tables.get(idOf(adopted));
    const chosen = this.configuration
      .resources("aws_main_route_table_association")
      .find((association) => keyOf(association.get("vpc_id")) === idOf(vpc));
    const main = first ?? new RouteTable(`main route table of ${vpc.address}`, own);
    this.tables.set(key, main).set(mainKey, main);
    this.main.set(idOf(vpc), (chosen && this.tables.get(keyOf(chosen.get("route_table_id")))) ?? main);
  }

  private associate(association: Resource, notes: Notes): void {
    const subnet = association.get("subnet_id");
    const table = this.tables.get(keyOf(association.get("route_table_id")));
    if (subnet.kind !== "reference" || !table)
      notes.add(
        `${association.address} associates what is not followed (a gateway, or what is not declared)`,
      );
    else this.bySubnet.set(keyOf(subnet), table);
  }
}
