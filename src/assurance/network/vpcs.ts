import { IntervalSet } from "../sets";
import {
  booleanOf,
  type Configuration,
  isAbsent,
  isUnknown,
  type Resource,
  textOf,
  type Value,
} from "../terraform";
import { network, prefixLength, usableAddresses } from "./addresses";
import { type NetworkAcl, NetworkAcls } from "./network-acls";
import { idOf, type Notes } from "./notes";
import { type Addresses, known } from "./prefix-lists";
import { local, type Route, type RouteTable, RouteTables } from "./routes";

export interface Vpc {
  readonly key: string;
  readonly address: string;
  readonly addresses: IntervalSet;
  /** The ranges that it was given, one by one. */
  readonly ranges: readonly IntervalSet[];
  readonly internetGateways: readonly string[];
}

export interface Subnet {
  readonly key: string;
  readonly address: string;
  readonly vpc: Vpc;
  readonly range: IntervalSet;
  /** Addresses that interfaces can have in it. */
  readonly addresses: IntervalSet;
  readonly acl: NetworkAcl;
  readonly routes: RouteTable;
  /** Whether instances started in it get a public address; undefined where that is not known. */
  readonly mapsPublicAddresses: boolean | undefined;
}

/** VPCs and subnets by the key of their id. */
export class Vpcs {
  private readonly vpcs = new Map<string, Vpc>();
  private readonly subnetsByKey = new Map<string, Subnet>();

  constructor(configuration: Configuration, prefixList: (list: Value) => Addresses, notes: Notes) {
    this.addVpcs(configuration, notes);
    const acls = new NetworkAcls(configuration, notes);
    const tables = new RouteTables(configuration, prefixList, (vpc) => this.localRoutes(vpc), notes);
    for (const subnet of configuration.resources("aws_subnet")) this.addSubnet(subnet, acls, tables, notes);
  }

  get(key: string): Vpc | undefined {
    return this.vpcs.get(key);
  }

  subnet(key: string): Subnet | undefined {
    return this.subnetsByKey.get(key);
  }

  get subnets(): readonly Subnet[] {
    return [...this.subnetsByKey.values()];
  }

  private addVpcs(configuration: Configuration, notes: Notes): void {
    const of = (type: string) => notes.byOwner(type, "vpc_id", "aws_vpc");
    const secondary = of("aws_vpc_ipv4_cidr_block_association");
    const gateways = of("aws_internet_gateway");
    const attachments = of("aws_internet_gateway_attachment");
    for (const vpc of configuration.resources("aws_vpc")) {
      noteIpv6(vpc, ["ipv6_cidr_block", "assign_generated_ipv6_cidr_block", "ipv6_ipam_pool_id"], notes);
      const ranges = [vpc, ...secondary(vpc)].map((one) => rangeFrom(one, notes) ?? IntervalSet.empty);
      this.vpcs.set(idOf(vpc), {
        key: idOf(vpc),
        address: vpc.address,
        addresses: ranges.reduce((a, b) => a.union(b)),
        ranges,
        internetGateways: [
          ...gateways(vpc).map(idOf),
          ...attachments(vpc).flatMap(
            (one) => notes.one("aws_internet_gateway", one.get("internet_gateway_id"), one.address) ?? [],
          ),
        ],
      });
    }
  }

  /** Every table leads to the VPC's own addresses, whether a route says so or not. */
  private localRoutes(vpc: string): Route[] {
    return (this.vpcs.get(vpc)?.ranges ?? []).map((range) => ({
      address: `local route of ${this.vpcs.get(vpc)?.address}`,
      destination: known(range),
      length: 32 - Math.log2(range.size),
      target: local,
    }));
  }

  private addSubnet(subnet: Resource, acls: NetworkAcls, tables: RouteTables, notes: Notes): void {
    noteIpv6(subnet, ["ipv6_cidr_block", "assign_ipv6_address_on_creation", "ipv6_native"], notes);
    const vpcKey = notes.one("aws_vpc", subnet.get("vpc_id"), subnet.address);
    const vpc = vpcKey === undefined ? undefined : this.vpcs.get(vpcKey);
    const range = rangeFrom(subnet, notes);
    const acl = vpc && acls.of(idOf(subnet), vpc.key);
    const routes = vpc && tables.of(idOf(subnet), vpc.key);
    if (!vpc) notes.add(`the VPC of ${subnet.address} is not declared here`);
    if (!vpc || !range || !acl || !routes) return;
    const maps = booleanOf(subnet.get("map_public_ip_on_launch"));
    this.subnetsByKey.set(idOf(subnet), {
      key: idOf(subnet),
      address: subnet.address,
      vpc,
      range,
      addresses: usableAddresses(range),
      acl,
      routes,
      mapsPublicAddresses: isUnknown(maps) ? undefined : (maps ?? false),
    });
  }
}

function rangeFrom(resource: Resource, notes: Notes): IntervalSet | undefined {
  const cidr = textOf(resource.get("cidr_block"));
  const range = typeof cidr === "string" ? network(cidr) : undefined;
  if (!range || (typeof cidr === "string" && prefixLength(cidr) > 28))
    notes.add(`the IPv4 range of ${resource.address} is not known`);
  return range;
}

/** IPv6 is not modelled; where it is off, rules about it mean nothing. */
function noteIpv6(resource: Resource, names: readonly string[], notes: Notes): void {
  for (const name of names) {
    const value = resource.get(name);
    if (
      !isAbsent(value) &&
      !(value.kind === "constant" && [false, "false", ""].includes(value.value as never))
    )
      notes.add(`${resource.address} has IPv6 (${name})`);
  }
}
