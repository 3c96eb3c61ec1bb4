import type { Synthesized } from "../support/synthesize";

/** First address of a network and how many it has; written apart from the source that is tested with it. */
function addressRange(cidr: string): { first: number; size: number } {
  const [address = "", length = ""] = cidr.split("/");
  const first = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return { first, size: 2 ** (32 - Number(length)) };
}

export interface Packet {
  readonly from: string;
  readonly to: string;
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly icmpType?: number;
  readonly icmpCode?: number;
}

interface Subnet {
  readonly vpc: string;
  readonly cidr: string;
  readonly acl: string;
  readonly routeTable: string;
}

// biome-ignore lint/suspicious/noExplicitAny: attributes of synthesized resources
type Attributes = any;

const inside = (address: string, cidr: string): boolean => {
  const { first, size } = addressRange(cidr);
  const value = addressRange(`${address}/32`).first;
  return value >= first && value < first + size;
};

/** Terraform name in a reference such as `${aws_subnet.NAME.id}`. */
const referenced = (reference: string): string => reference.split(".")[1] as string;

/**
 * Walks single packets through a synthesized network as AWS does: network ACLs in number order at the border of each
 * subnet, statelessly; route tables; peering between VPCs; NAT gateways; the internet gateway. Security groups are left
 * out.
 */
export class Packets {
  private readonly subnets = new Map<string, Subnet>();

  constructor(private readonly stack: Synthesized) {
    const acls = Object.entries(stack.resources("aws_network_acl"));
    const associations = Object.values(stack.resources("aws_route_table_association"));
    for (const [name, { cidr_block, vpc_id }] of Object.entries(stack.resources("aws_subnet"))) {
      const here = ({ subnet_id }: Attributes) => referenced(subnet_id) === name;
      const acl = acls.filter(([, { subnet_ids }]) => subnet_ids.map(referenced).includes(name));
      const association = associations.filter(here);
      // Default ACL and main route table hold nothing, so a subnet that is left to them would be unreachable.
      if (acl.length !== 1 || association.length !== 1) throw new Error(`${name} is associated by accident`);
      const routeTable = referenced((association[0] as Attributes).route_table_id);
      this.subnets.set(name, {
        vpc: vpc_id,
        cidr: cidr_block,
        acl: (acl[0] as [string, unknown])[0],
        routeTable,
      });
    }
  }

  /** Whether a connection opens: the request arrives, and so does its answer. */
  connects(from: string, to: string, toPort: number, fromPort = 40000): boolean {
    const request: Packet = { from, to, protocol: "tcp", fromPort, toPort };
    return this.arrives(request) && this.answerArrives(request);
  }

  /** Whether a packet gets from one end to the other. */
  arrives(packet: Packet): boolean {
    const source = this.subnetOf(packet.from);
    const target = this.subnetOf(packet.to);
    if (source && source === target) return true;
    if (source && !this.passes(source, "egress", packet)) return false;
    if (source && target)
      return this.leadsTo(source, target, packet) && this.passes(target, "ingress", packet);
    if (source) return this.leaves(source, packet);
    // From outside: only to a subnet that the internet gateway serves.
    if (target) return this.gatewayOf(target) === "internet" && this.passes(target, "ingress", packet);
    throw new Error("both ends are outside");
  }

  /** Whether the answer gets back, through the NAT gateway where the request took one. */
  private answerArrives({ from, to, protocol, fromPort, toPort }: Packet): boolean {
    return this.returns({ from: to, to: from, protocol, fromPort: toPort, toPort: fromPort });
  }

  /** A packet that belongs to what `to` opened before, such as an answer or an ICMP message. */
  returns(packet: Packet): boolean {
    const target = this.subnetOf(packet.to);
    const nat = target && !this.subnetOf(packet.from) ? this.natOf(target) : undefined;
    if (!target || !nat) return this.arrives(packet);
    return [
      this.gatewayOf(nat) === "internet",
      this.passes(nat, "ingress", packet),
      this.passes(nat, "egress", packet),
      this.passes(target, "ingress", packet),
    ].every(Boolean);
  }

  /** Inside a VPC there is always a route; into another only where a table names the network and a peering. */
  private leadsTo(source: Subnet, target: Subnet, { to }: Packet): boolean {
    if (source.vpc === target.vpc) return true;
    const route = Object.values(this.stack.resources("aws_route"))
      .filter((r: Attributes) => referenced(r.route_table_id) === source.routeTable)
      .filter((r: Attributes) => inside(to, r.destination_cidr_block))
      .sort(
        (a: Attributes, b: Attributes) =>
          addressRange(a.destination_cidr_block).size - addressRange(b.destination_cidr_block).size,
      )[0];
    if (!route?.vpc_peering_connection_id) return false;
    const peering = this.stack.resources("aws_vpc_peering_connection")[
      referenced(route.vpc_peering_connection_id)
    ];
    return [peering.vpc_id, peering.peer_vpc_id].sort().join() === [source.vpc, target.vpc].sort().join();
  }

  private leaves(source: Subnet, packet: Packet): boolean {
    if (this.gatewayOf(source) === "internet") return true;
    const nat = this.natOf(source);
    if (!nat) return false;
    return (
      this.passes(nat, "ingress", packet) &&
      this.passes(nat, "egress", packet) &&
      this.gatewayOf(nat) === "internet"
    );
  }

  private passes(subnet: Subnet, direction: "ingress" | "egress", packet: Packet): boolean {
    const peer = direction === "ingress" ? packet.from : packet.to;
    const rule = Object.values(this.stack.resources("aws_network_acl_rule"))
      .filter((r: Attributes) => referenced(r.network_acl_id) === subnet.acl)
      .filter((r: Attributes) => r.egress === (direction === "egress"))
      .sort((a: Attributes, b: Attributes) => a.rule_number - b.rule_number)
      .find((r: Attributes) => inside(peer, r.cidr_block) && matches(r, packet));
    return rule?.rule_action === "allow";
  }

  private subnetOf(address: string): Subnet | undefined {
    return [...this.subnets.values()].find(({ cidr }) => inside(address, cidr));
  }

  private defaultRoute({ routeTable }: Subnet): Attributes {
    return Object.values(this.stack.resources("aws_route")).find(
      (r: Attributes) =>
        referenced(r.route_table_id) === routeTable && r.destination_cidr_block === "0.0.0.0/0",
    );
  }

  private gatewayOf(subnet: Subnet): "internet" | undefined {
    return this.defaultRoute(subnet)?.gateway_id?.includes("aws_internet_gateway.") ? "internet" : undefined;
  }

  private natOf(subnet: Subnet): Subnet | undefined {
    const nat = this.defaultRoute(subnet)?.nat_gateway_id;
    return (
      nat && this.subnets.get(referenced(this.stack.resources("aws_nat_gateway")[referenced(nat)].subnet_id))
    );
  }
}

function matches(rule: Attributes, packet: Packet): boolean {
  if (rule.protocol === "-1") return true;
  if (rule.protocol !== packet.protocol) return false;
  if (packet.protocol === "icmp") {
    return rule.icmp_type === packet.icmpType && rule.icmp_code === packet.icmpCode;
  }
  const port = packet.toPort as number;
  return rule.from_port <= port && port <= rule.to_port;
}
