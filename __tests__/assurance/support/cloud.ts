import { internet, leg, Network, type Party } from "../../../src/assurance/network";
import { internetAddresses } from "../../../src/assurance/network/addresses";
import { everyPacket, packets } from "../../../src/assurance/network/packets";
import { IntervalSet, type Region } from "../../../src/assurance/sets";
import { Configuration } from "../../../src/assurance/terraform";
import { source } from "./sources";

type Attributes = Record<string, unknown>;
type Resources = Record<string, Record<string, Attributes>>;

/** Who is allowed what: `tcp 5432 from sg-clients`, `all to 0.0.0.0/0`, `50 from any`, `udp 1024-2048 to 10.0.0.0/8`. */
interface Words {
  readonly protocol: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly direction: "ingress" | "egress";
  readonly peer: string;
}

function words(text: string): Words {
  const found = /^(\S+)(?: (\d+)(?:-(\d+))?)? (from|to) (\S+)$/.exec(text);
  if (!found) throw new Error(`not understood: ${text}`);
  const [, protocol = "", first, last, side, peer = ""] = found;
  const from = first === undefined ? undefined : Number(first);
  return {
    protocol: protocol === "all" ? "-1" : protocol,
    from: from ?? (["tcp", "udp"].includes(protocol) ? 0 : undefined),
    to: last === undefined ? (from ?? (["tcp", "udp"].includes(protocol) ? 65535 : undefined)) : Number(last),
    direction: side === "from" ? "ingress" : "egress",
    peer: peer === "any" ? "0.0.0.0/0" : peer,
  };
}

export const id = (type: string, name: string): string => `\${${type}.${name}.id}`;

/** A small AWS account in Terraform JSON, built in a few words. One stack, VPC `main` at 10.0.0.0/16. */
export class Cloud {
  readonly resource: Resources = {};

  constructor(range = "10.0.0.0/16") {
    this.vpc("main", range);
  }

  add(type: string, name: string, attributes: Attributes): this {
    this.resource[type] = { ...this.resource[type], [name]: attributes };
    return this;
  }

  vpc(name: string, range: string): this {
    return this.add("aws_vpc", name, { cidr_block: range });
  }

  subnet(name: string, range: string, attributes: Attributes = {}): this {
    return this.add("aws_subnet", name, { cidr_block: range, vpc_id: id("aws_vpc", "main"), ...attributes });
  }

  /** A security group and its rules in words. */
  group(name: string, ...rules: string[]): this {
    this.add("aws_security_group", name, { vpc_id: id("aws_vpc", "main") });
    for (const [index, text] of rules.entries()) {
      const { direction, protocol, from, to, peer } = words(text);
      this.add(`aws_vpc_security_group_${direction}_rule`, `${name}-${index}`, {
        security_group_id: id("aws_security_group", name),
        ip_protocol: protocol,
        ...(from !== undefined && { from_port: from, to_port: to }),
        ...(/^\d/.test(peer)
          ? { cidr_ipv4: peer }
          : { referenced_security_group_id: id("aws_security_group", peer) }),
      });
    }
    return this;
  }

  /** A network ACL for subnets, its rules in words and in order; `deny ` before one turns it round. */
  acl(name: string, subnets: string[], ...rules: string[]): this {
    this.add("aws_network_acl", name, {
      vpc_id: id("aws_vpc", "main"),
      subnet_ids: subnets.map((subnet) => id("aws_subnet", subnet)),
    });
    for (const [index, text] of rules.entries()) {
      const { direction, protocol, from, to, peer } = words(text.replace(/^deny /, ""));
      this.add("aws_network_acl_rule", `${name}-${index}`, {
        network_acl_id: id("aws_network_acl", name),
        egress: direction === "egress",
        rule_number: 100 + index,
        rule_action: text.startsWith("deny ") ? "deny" : "allow",
        protocol,
        cidr_block: peer,
        ...(from !== undefined && { from_port: from, to_port: to }),
      });
    }
    return this;
  }

  /** A route table for subnets, and where each destination leads, as `{ "0.0.0.0/0": { gateway_id: ... } }`. */
  routes(name: string, subnets: string[], routes: Record<string, Attributes>, vpc = "main"): this {
    this.add("aws_route_table", name, { vpc_id: id("aws_vpc", vpc) });
    for (const subnet of subnets)
      this.add("aws_route_table_association", `${name}-${subnet}`, {
        subnet_id: id("aws_subnet", subnet),
        route_table_id: id("aws_route_table", name),
      });
    for (const [index, [destination, target]] of Object.entries(routes).entries())
      this.add("aws_route", `${name}-${index}`, {
        route_table_id: id("aws_route_table", name),
        destination_cidr_block: destination,
        ...target,
      });
    return this;
  }

  /** A machine in a subnet with groups. */
  host(name: string, subnet: string, groups: string[], attributes: Attributes = {}): this {
    return this.add("aws_instance", name, {
      subnet_id: id("aws_subnet", subnet),
      vpc_security_group_ids: groups.map((group) => id("aws_security_group", group)),
      ...attributes,
    });
  }

  /** An RDS instance `database` in subnets with groups. */
  database(subnets: string[], groups: string[], attributes: Attributes = {}): this {
    this.add("aws_db_subnet_group", "database", {
      name: "database",
      subnet_ids: subnets.map((subnet) => id("aws_subnet", subnet)),
    });
    return this.add("aws_db_instance", "database", {
      identifier: "database",
      port: 5432,
      db_subnet_group_name: "database",
      vpc_security_group_ids: groups.map((group) => id("aws_security_group", group)),
      ...attributes,
    });
  }

  /** A network load balancer in subnets with groups, that forwards a port to registered addresses on PostgreSQL's. */
  balancer(
    name: string,
    subnets: string[],
    groups: string[],
    attributes: Attributes = {},
    port = 5432,
  ): this {
    return this.add("aws_lb", name, {
      name,
      load_balancer_type: "network",
      internal: true,
      subnets: subnets.map((subnet) => id("aws_subnet", subnet)),
      security_groups: groups.map((group) => id("aws_security_group", group)),
      ...attributes,
    })
      .add("aws_lb_target_group", name, { port: 5432, protocol: "TCP", target_type: "ip" })
      .add("aws_lb_listener", name, {
        load_balancer_arn: id("aws_lb", name),
        port,
        protocol: "TCP",
        default_action: { type: "forward", target_group_arn: id("aws_lb_target_group", name) },
      });
  }

  get network(): Network {
    return new Network(new Configuration([source("stack", { resource: this.resource })]));
  }
}

/** The party of a resource, `database`, or the internet. */
export function party(network: Network, name: string): Party {
  if (name === "internet") return internet;
  const found = [...network.sources, ...network.databases].find(
    ({ address, kind }) =>
      (kind === "instance" && address === `stack/aws_instance.${name}`) ||
      (kind === "database" && name === "database"),
  );
  if (!found) throw new Error(`no ${name}`);
  return found;
}

/** What connections open from one host to another, whatever their addresses are. */
export function opens(network: Network, from: string, to: string) {
  const [a, b] = [party(network, from), party(network, to)];
  const { passes, blocks, witness } = leg(network, a, b, everyPacket);
  const ends = packets({ source: addresses(a), destination: addresses(b) });
  return { passes, blocks, witness, expected: (region: Region) => region.intersect(ends) };
}

const addresses = (one: Party): IntervalSet =>
  one.kind === "internet"
    ? internetAddresses
    : IntervalSet.unionOf(one.interfaces.map(({ subnet }) => subnet.addresses));
