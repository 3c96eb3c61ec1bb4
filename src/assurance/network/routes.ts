import { IntervalSet } from "../sets";
import {
  absent,
  blocksOf,
  type Configuration,
  certain,
  isAbsent,
  isEqual,
  isUnknown,
  possible,
  type Resource,
  textOf,
  type Value,
} from "../terraform";
import { everyAddress, prefixLength } from "./addresses";
import { Assignments } from "./assignments";
import { declared } from "./declared";
import { idOf, type Notes } from "./notes";
import { type Addresses, anywhere, rangeOf } from "./prefix-lists";

/** Target of a route: the VPC, a resource by the key of its id, or unknown. */
export interface Route {
  readonly address: string;
  readonly destination: Addresses;
  /** Prefix length of the destination: the longest match decides. */
  readonly length: number;
  readonly target: string;
}

/** Target of the local route of every table. */
export const local = "local";

/** A target that is not followed. */
const unknownTarget = "unknown";

/** The routes of one table, longest prefix first, with the addresses that each receives. */
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

  isSame(other: RouteTable): boolean {
    return this.address === other.address && isEqual(this.routes, other.routes);
  }

  /** Destinations whose packets go to a target. */
  towards(target: string): Addresses {
    const towards = this.routes.filter((route) => route.target === target || route.target === unknownTarget);
    const blind = towards.find((route) => route.target === unknownTarget);
    return {
      certain: IntervalSet.unionOf(
        towards.flatMap((route) => (route.target === target ? [route.takes.certain] : [])),
      ),
      possible: IntervalSet.unionOf(towards.map((route) => route.takes.possible)),
      ...(blind && { unknown: `${blind.address} leads to what is not followed` }),
    };
  }

  /** The route of a packet to an address. */
  deciding(destination: number): Route | undefined {
    return this.routes.find((route) => route.takes.possible.has(destination));
  }

  get targets(): string[] {
    return [...new Set(this.routes.map(({ target }) => target))];
  }
}

/** Arguments with followed targets, a gateway of the VPC or a peering connection, and their kinds. */
const followed: Readonly<Record<string, string>> = {
  gateway_id: "aws_internet_gateway",
  nat_gateway_id: "aws_nat_gateway",
  vpc_peering_connection_id: "aws_vpc_peering_connection",
};

/** Arguments with targets that may forward packets anywhere, such as a firewall's interface. */
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

/** Parses a route, from its own resource or from a block of its table. */
function routeOf(
  address: string,
  entry: (name: string) => Value,
  { configuration, prefixList }: Context,
): Route | undefined {
  const destination = destinationOf(entry, prefixList);
  if (!destination) return undefined;
  const targets = [...Object.keys(followed), ...notFollowed].filter((name) => !isAbsent(entry(name)));
  const [name = "", ...others] = targets;
  const target = others.length > 0 ? undefined : targetOf(name, entry(name), configuration);
  return { address, ...destination, target: target ?? unknownTarget };
}

function targetOf(name: string, value: Value, configuration: Configuration): string | undefined {
  if (value.kind === "constant" && value.value === local) return local;
  const kind = followed[name];
  return kind === undefined ? undefined : certain(configuration.named(kind, value))?.key;
}

/** Inputs for parsing routes. */
interface Context {
  readonly configuration: Configuration;
  readonly prefixList: (list: Value) => Addresses;
}

function destinationOf(
  entry: (name: string) => Value,
  prefixList: (list: Value) => Addresses,
): Pick<Route, "destination" | "length"> | undefined {
  const cidrs = [entry("destination_cidr_block"), entry("cidr_block")].map(textOf);
  const cidr = cidrs.find((text) => text !== undefined);
  if (typeof cidr === "string") return { destination: rangeOf(cidr), length: prefixLength(cidr) };
  if (isUnknown(cidr)) return { destination: anywhere(cidr.reason), length: 32 };
  const list = [entry("destination_prefix_list_id")].find((value) => !isAbsent(value));
  // Prefix lists contain ranges of any length, which may override any other route: none of them is certain.
  if (list) {
    const { possible } = prefixList(list);
    return { destination: { certain: IntervalSet.empty, possible }, length: 32 };
  }
  const ipv6 = [entry("destination_ipv6_cidr_block"), entry("ipv6_cidr_block")].some(
    (value) => !isAbsent(value),
  );
  return ipv6
    ? undefined
    : { destination: { certain: IntervalSet.empty, possible: everyAddress }, length: 32 };
}

/** Route tables, and the one of each subnet. */
export class RouteTables {
  private readonly bySubnet: Assignments<RouteTable>;
  private readonly main: Assignments<RouteTable>;
  private readonly separate = new Map<string, Route[]>();

  constructor(
    readonly configuration: Configuration,
    readonly prefixList: (list: Value) => Addresses,
    localRoutes: (vpc: string) => readonly Route[],
    private readonly notes: Notes,
  ) {
    this.bySubnet = new Assignments(notes);
    this.main = new Assignments(notes);
    this.readRoutes();
    const tables = new Map<string, RouteTable>();
    for (const { key, resource, declaring } of declared(configuration, "route_table", notes)) {
      const isMain = resource.type === "aws_vpc";
      const vpc = isMain ? idOf(resource) : notes.one("aws_vpc", resource.get("vpc_id"), resource.address);
      const routes = [
        ...localRoutes(vpc ?? ""),
        ...declaring.flatMap((one) => this.inlineRoutes(one)),
        ...(this.separate.get(key) ?? []),
      ];
      const address = declaring[0]?.address ?? `main route table of ${resource.address}`;
      tables.set(key, new RouteTable(address, routes));
    }
    this.associate(tables);
  }

  of(subnet: string, vpc: string): RouteTable | undefined {
    return this.bySubnet.get(subnet) ?? this.main.get(vpc);
  }

  private readRoutes(): void {
    for (const resource of this.configuration.resources("aws_route")) {
      this.notes.ipv6(resource.address, [resource.get("destination_ipv6_cidr_block")]);
      const route = routeOf(resource.address, (name) => resource.get(name), this);
      this.addRoute(resource.get("route_table_id"), route, resource.address);
    }
    for (const endpoint of this.configuration.resources("aws_vpc_endpoint"))
      for (const table of this.notes.each(
        "aws_route_table",
        endpoint.get("route_table_ids"),
        endpoint.address,
      ))
        this.addTo(table, this.endpointRoute(endpoint));
    for (const association of this.configuration.resources("aws_vpc_endpoint_route_table_association")) {
      const id = association.get("vpc_endpoint_id");
      const endpoint = this.notes.declared("aws_vpc_endpoint", id, association.address);
      if (endpoint)
        this.addRoute(
          association.get("route_table_id"),
          this.endpointRoute(endpoint.resource),
          association.address,
        );
    }
  }

  private addRoute(table: Value, route: Route | undefined, address: string): void {
    if (!route) return;
    const named = this.configuration.named("aws_route_table", table);
    if (named.answer === "one of" || named.answer === "unknown")
      this.notes.add(`${address} may belong to any route table: ${named.reason}`);
    for (const { key } of possible(named)) this.addTo(key, route);
  }

  private addTo(table: string, route: Route): void {
    const routes = this.separate.get(table);
    if (routes) routes.push(route);
    else this.separate.set(table, [route]);
  }

  /** A gateway endpoint routes the addresses of its service, which only AWS knows. */
  private endpointRoute(endpoint: Resource): Route {
    const { possible } = this.prefixList(endpoint.symbol("prefix_list_id"));
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
        return routeOf(table.address, entry, this) ?? [];
      }),
    ];
  }

  private associate(tables: ReadonlyMap<string, RouteTable>): void {
    const tableOf = (association: Resource): RouteTable | undefined => {
      const key = this.notes.one("aws_route_table", association.get("route_table_id"), association.address);
      return key === undefined ? undefined : tables.get(key);
    };
    for (const association of this.configuration.resources("aws_route_table_association")) {
      const table = tableOf(association);
      const subnet = this.notes.one("aws_subnet", association.get("subnet_id"), association.address);
      if (subnet !== undefined && table) this.bySubnet.give(subnet, table);
      else if (isAbsent(association.get("subnet_id")))
        this.notes.add(`${association.address} associates a gateway, which is not followed`);
    }
    for (const association of this.configuration.resources("aws_main_route_table_association")) {
      const table = tableOf(association);
      const vpc = this.notes.one("aws_vpc", association.get("vpc_id"), association.address);
      if (vpc !== undefined && table) this.main.give(vpc, table);
    }
    for (const { key, resource } of this.configuration.things("aws_route_table")) {
      const table = tables.get(key);
      // The table of subnets without an association.
      if (resource.type === "aws_vpc" && table && !this.main.get(idOf(resource)))
        this.main.give(idOf(resource), table);
    }
  }
}
