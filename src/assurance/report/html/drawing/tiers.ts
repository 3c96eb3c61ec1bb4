import { groupedBy } from "../../../grouping";
import type { Network, Party } from "../../../network";
import { absent, type Configuration, textOf } from "../../../terraform";
import { nameOf } from "../names";
import type { Box, Place } from "./drawing";

type Subnet = Party["interfaces"][number]["subnet"];
type Vpc = Subnet["vpc"];

/** Subnets of one VPC with a common network ACL: a party in one of them may be in the others as well. */
interface Tier {
  readonly id: string;
  readonly vpc: Vpc;
  readonly subnets: readonly Subnet[];
}

/** The places of a network, and the place of each party. */
export class Tiers {
  private readonly tiers: readonly Tier[];

  constructor(
    private readonly configuration: Configuration,
    private readonly network: Network,
  ) {
    const byAcl = groupedBy(network.vpcs.subnets, ({ vpc, acl }) => `${vpc.key} ${acl.address}`);
    this.tiers = [...byAcl].map(([id, subnets]) => ({ id, subnets, vpc: (subnets[0] as Subnet).vpc }));
  }

  get vpcs(): Vpc[] {
    return [...new Set(this.tiers.map(({ vpc }) => vpc))];
  }

  /** The smallest place that contains all interfaces of a party; undefined if no VPC does. */
  placeOf({ interfaces }: Party): string | undefined {
    const subnets = new Set(interfaces.map(({ subnet }) => subnet));
    const around = this.tiers.filter((tier) => tier.subnets.some((subnet) => subnets.has(subnet)));
    const [first, ...others] = around;
    if (!first || others.length === 0) return first?.id;
    return others.every(({ vpc }) => vpc === first.vpc) ? first.vpc.key : undefined;
  }

  /** VPCs with their subnets; `boxesIn` returns their boxes. */
  places(boxesIn: (place: string) => readonly Box[]): Place[] {
    return this.vpcs.map((vpc) => ({
      id: vpc.key,
      title: `VPC ${this.nameOf(vpc.address)}`,
      notes: [
        [...this.cidrsOf(vpc), ...(vpc.internetGateways.length > 0 ? ["internet gateway"] : [])].join(", "),
      ],
      boxes: boxesIn(vpc.key),
      places: this.tiers
        .filter((tier) => tier.vpc === vpc)
        .map((tier) => ({
          id: tier.id,
          title: `subnets ${this.titleOf(tier)}`,
          notes: [...tier.subnets.map((subnet) => this.rangeOf(subnet)), this.wayOut(tier)],
          boxes: boxesIn(tier.id),
          places: [],
        })),
    }));
  }

  nameOf(address: string): string {
    return nameOf(this.configuration, address);
  }

  private titleOf({ subnets }: Tier): string {
    const acl = subnets[0]?.acl.address ?? "";
    return this.configuration.find(acl) ? this.nameOf(acl) : "without a network ACL of their own";
  }

  private cidrsOf(vpc: Vpc): string[] {
    const own = this.attribute(vpc.address, "cidr_block");
    const more = vpc.ranges.length - 1;
    return [own, ...(more > 0 ? [`and ${more} more ${more === 1 ? "range" : "ranges"}`] : [])];
  }

  private rangeOf({ address }: Subnet): string {
    return `${this.attribute(address, "cidr_block")} in ${this.attribute(address, "availability_zone")}`;
  }

  private attribute(address: string, name: string): string {
    const text = textOf(this.configuration.find(address)?.get(name) ?? absent);
    return typeof text === "string" ? text : "";
  }

  private wayOut({ subnets, vpc }: Tier): string {
    const targets = new Set(subnets.flatMap(({ routes }) => routes.targets));
    if (vpc.internetGateways.some((gateway) => targets.has(gateway))) return "route to the internet gateway";
    if (this.network.nats.some(({ key }) => targets.has(key))) return "route out through NAT";
    return "no route to the internet";
  }
}
