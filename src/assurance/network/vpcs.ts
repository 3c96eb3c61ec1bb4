import { IntervalSet } from "../sets";
import {
  booleanOf,
  type Configuration,
  isAbsent,
  isEqual,
  isUnknown,
  type Resource,
  textOf,
} from "../terraform";
import { network, prefixLength, usableAddresses } from "./addresses";
import { type NetworkAcl, NetworkAcls } from "./network-acls";
import { idOf, type Notes } from "./notes";
import { known, prefixLists } from "./prefix-lists";
import { local, type Route, type RouteTable, RouteTables } from "./routes";

export interface Vpc {
  readonly key: string;
  readonly address: string;
  readonly addresses: IntervalSet;
  /** Its address ranges. */
  readonly ranges: readonly IntervalSet[];
  readonly internetGateways: readonly string[];
}

/** A subnet, with everything that decides about its packets. */
export class Subnet {
  readonly key: string;
  readonly address: string;
  readonly vpc: Vpc;
  readonly range: IntervalSet;
  /** Addresses that interfaces can have in it. */
  readonly addresses: IntervalSet;
  readonly acl: NetworkAcl;
  readonly routes: RouteTable;
  /** Whether instances in it receive a public address; undefined if not known. */
  readonly mapsPublicAddresses: boolean | undefined;

  constructor(private readonly made: Omit<Subnet, "addresses" | "isSame">) {
    this.key = made.key;
    this.address = made.address;
    this.vpc = made.vpc;
    this.range = made.range;
    this.addresses = usableAddresses(made.range);
    this.acl = made.acl;
    this.routes = made.routes;
    this.mapsPublicAddresses = made.mapsPublicAddresses;
  }

  isSame(other: Subnet): boolean {
    return this.vpc === other.vpc && isEqual(this.made, other.made);
  }
}

/** Subnets by the key of their id. */
export class Vpcs {
  constructor(private readonly subnetsByKey: ReadonlyMap<string, Subnet>) {}

  subnet(key: string): Subnet | undefined {
    return this.subnetsByKey.get(key);
  }

  get subnets(): readonly Subnet[] {
    return [...this.subnetsByKey.values()];
  }

  /** All addresses of the VPCs with subnets. */
  get addresses(): IntervalSet {
    return IntervalSet.unionOf(this.subnets.map(({ vpc }) => vpc.addresses));
  }
}

/** VPCs by the key of their id. */
export function readVpcs(configuration: Configuration, notes: Notes): ReadonlyMap<string, Vpc> {
  const of = (type: string) => notes.byOwner(type, "vpc_id", "aws_vpc");
  const secondary = of("aws_vpc_ipv4_cidr_block_association");
  const gateways = of("aws_internet_gateway");
  const attachments = of("aws_internet_gateway_attachment");
  return new Map(
    configuration.resources("aws_vpc").map((vpc): [string, Vpc] => {
      noteIpv6(vpc, ["ipv6_cidr_block", "assign_generated_ipv6_cidr_block", "ipv6_ipam_pool_id"], notes);
      const ranges = [vpc, ...secondary(vpc)].map((one) => rangeFrom(one, notes) ?? IntervalSet.empty);
      return [
        idOf(vpc),
        {
          key: idOf(vpc),
          address: vpc.address,
          addresses: IntervalSet.unionOf(ranges),
          ranges,
          internetGateways: [
            ...gateways(vpc).map(idOf),
            ...attachments(vpc).flatMap(
              (one) => notes.one("aws_internet_gateway", one.get("internet_gateway_id"), one.address) ?? [],
            ),
          ],
        },
      ];
    }),
  );
}

/** Subnets by the key of their id, with their network ACLs and route tables. */
export function readSubnets(
  configuration: Configuration,
  vpcs: ReadonlyMap<string, Vpc>,
  notes: Notes,
): ReadonlyMap<string, Subnet> {
  const acls = new NetworkAcls(configuration, notes);
  const tables = new RouteTables(
    configuration,
    prefixLists(configuration),
    (vpc) => localRoutes(vpcs.get(vpc)),
    notes,
  );
  return new Map(
    configuration
      .resources("aws_subnet")
      .flatMap((one) => readSubnet(one, vpcs, acls, tables, notes) ?? [])
      .map((subnet) => [subnet.key, subnet]),
  );
}

/** Every table has routes to the VPC's own addresses, declared or not. */
const localRoutes = (vpc: Vpc | undefined): Route[] =>
  (vpc?.ranges ?? []).map((range) => ({
    address: `local route of ${vpc?.address}`,
    destination: known(range),
    length: 32 - Math.log2(range.size),
    target: local,
  }));

function readSubnet(
  subnet: Resource,
  vpcs: ReadonlyMap<string, Vpc>,
  acls: NetworkAcls,
  tables: RouteTables,
  notes: Notes,
): Subnet | undefined {
  noteIpv6(subnet, ["ipv6_cidr_block", "assign_ipv6_address_on_creation", "ipv6_native"], notes);
  const vpcKey = notes.one("aws_vpc", subnet.get("vpc_id"), subnet.address);
  const vpc = vpcKey === undefined ? undefined : vpcs.get(vpcKey);
  const range = rangeFrom(subnet, notes);
  const key = idOf(subnet);
  const acl = vpc && acls.of(key, vpc.key);
  const routes = vpc && tables.of(key, vpc.key);
  if (!vpc) notes.add(`the VPC of ${subnet.address} is not declared here`);
  if (!vpc || !range || !acl || !routes) return undefined;
  const maps = booleanOf(subnet.get("map_public_ip_on_launch"));
  const mapsPublicAddresses = isUnknown(maps) ? undefined : (maps ?? false);
  return new Subnet({ key, address: subnet.address, vpc, range, acl, routes, mapsPublicAddresses });
}

function rangeFrom(resource: Resource, notes: Notes): IntervalSet | undefined {
  const cidr = textOf(resource.get("cidr_block"));
  const range = typeof cidr === "string" ? network(cidr) : undefined;
  if (!range || (typeof cidr === "string" && prefixLength(cidr) > 28))
    notes.add(
      `the IPv4 range of ${resource.address} is not known${isUnknown(cidr) ? `: ${cidr.reason}` : ""}`,
    );
  return range;
}

/** IPv6 is not modelled; if it is disabled, rules for it have no effect. */
function noteIpv6(resource: Resource, names: readonly string[], notes: Notes): void {
  for (const name of names.filter((one) => resource.argumentNames.includes(one))) {
    const value = resource.get(name);
    if (
      !isAbsent(value) &&
      !(value.kind === "constant" && [false, "false", ""].includes(value.value as never))
    )
      notes.add(`${resource.address} has IPv6 (${name})`);
  }
}
