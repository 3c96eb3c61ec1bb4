import { listsByKey } from "../grouping";
import { Region } from "../sets";
import {
  absent,
  blocksOf,
  booleanOf,
  type Configuration,
  isEqual,
  isUnknown,
  numberOf,
  possible,
  type Resource,
  textOf,
  type Value,
} from "../terraform";
import { everyAddress } from "./addresses";
import { Assignments } from "./assignments";
import { declared } from "./declared";
import type { Extent } from "./extent";
import { idOf, type Notes } from "./notes";
import { everyPacket, type PacketsOf, packets, serviceOf } from "./packets";
import { type Addresses, anywhere, known, rangeOf } from "./prefix-lists";
import type { Direction } from "./security-groups";

export interface AclRule {
  readonly address: string;
  readonly direction: Direction;
  readonly number: number;
  /** `undefined` if the action is not known. */
  readonly allows: boolean | undefined;
  readonly service: PacketsOf | undefined;
  readonly peer: Addresses;
}

/**
 * A network ACL: the first matching rule by number decides about each packet, including responses; without a match, the
 * packet is denied.
 */
export class NetworkAcl {
  private readonly extents = new Map<Direction, Extent>();

  constructor(
    readonly address: string,
    readonly rules: readonly AclRule[],
  ) {}

  /** Packets that may enter (ingress) or leave (egress) its subnets. */
  passes(direction: Direction): Extent {
    const known = this.extents.get(direction);
    if (known) return known;
    const rules = this.rules.filter((rule) => rule.direction === direction);
    const extent = {
      certain: walk(rules, "certain"),
      possible: walk(rules, "possible"),
      unknowns: rules.flatMap(({ peer, address }) => (peer.unknown ? [`${address}: ${peer.unknown}`] : [])),
    };
    this.extents.set(direction, extent);
    return extent;
  }

  isSame(other: NetworkAcl): boolean {
    return this.address === other.address && isEqual(this.rules, other.rules);
  }

  /** The rule that decides about a packet. */
  deciding(direction: Direction, point: readonly number[]): AclRule | undefined {
    return this.rules.find((rule) => rule.direction === direction && matched(rule, "possible").has(point));
  }
}

/**
 * Allowed packets in the worst case (`certain`: an unknown allow rule matches nothing, an unknown deny rule everything
 * that it may match) or the best case (`possible`, the reverse).
 */
function walk(rules: readonly AclRule[], mode: "certain" | "possible"): Region {
  let rest = everyPacket;
  let allowed = Region.empty;
  for (const rule of rules) {
    const allows = rule.allows ?? mode === "possible";
    const match = matched(rule, allows === (mode === "possible") ? "possible" : "certain").intersect(rest);
    if (allows) allowed = allowed.union(match);
    rest = rest.subtract(match);
  }
  return allowed;
}

function matched({ direction, service, peer }: AclRule, mode: "certain" | "possible"): Region {
  if (!service && mode === "certain") return Region.empty;
  return packets({ ...service, [direction === "ingress" ? "source" : "destination"]: peer[mode] });
}

/** Network ACLs by the key of their id, and the one of each subnet. */
export class NetworkAcls {
  private readonly bySubnet: Assignments<NetworkAcl>;
  private readonly defaults: Assignments<NetworkAcl>;

  constructor(configuration: Configuration, notes: Notes) {
    this.bySubnet = new Assignments(notes);
    this.defaults = new Assignments(notes);
    const separate = rulesByAcl(configuration, notes);
    const acls = new Map<string, NetworkAcl>();
    for (const { key, resource, declaring } of declared(configuration, "network_acl", notes)) {
      const [first] = declaring;
      const address = first?.address ?? `default network ACL of ${resource.address}`;
      const inline = declaring.flatMap((one) => [
        ...inlineRules(one, "ingress", notes),
        ...inlineRules(one, "egress", notes),
      ]);
      // AWS's default ACL allows everything until Terraform adopts it.
      const acl = ordered(
        address,
        [...(first ? inline : allowAll(address)), ...(separate.get(key) ?? [])],
        notes,
      );
      acls.set(key, acl);
      if (resource.type === "aws_vpc") this.defaults.give(idOf(resource), acl);
      for (const one of declaring)
        for (const subnet of notes.each("aws_subnet", one.get("subnet_ids"), one.address))
          this.bySubnet.give(subnet, acl);
    }
    for (const one of configuration.resources("aws_network_acl_association")) {
      const key = notes.one("aws_network_acl", one.get("network_acl_id"), one.address);
      const subnet = notes.one("aws_subnet", one.get("subnet_id"), one.address);
      const acl = key === undefined ? undefined : acls.get(key);
      if (acl && subnet !== undefined) this.bySubnet.give(subnet, acl);
    }
  }

  /** The ACL of a subnet: its own, or the default one of its VPC. */
  of(subnet: string, vpc: string): NetworkAcl | undefined {
    return this.bySubnet.get(subnet) ?? this.defaults.get(vpc);
  }
}

function ordered(address: string, rules: readonly AclRule[], notes: Notes): NetworkAcl {
  const sorted = [...rules].sort((a, b) => a.number - b.number);
  for (const direction of ["ingress", "egress"]) {
    const numbers = sorted.filter((rule) => rule.direction === direction).map(({ number }) => number);
    if (new Set(numbers).size < numbers.length)
      notes.add(`${address} has two ${direction} rules of one number`);
  }
  return new NetworkAcl(address, sorted);
}

function rulesByAcl(configuration: Configuration, notes: Notes): Map<string, AclRule[]> {
  const rules: [acl: string, rule: AclRule][] = [];
  for (const resource of configuration.resources("aws_network_acl_rule")) {
    const named = configuration.named("aws_network_acl", resource.get("network_acl_id"));
    const egress = booleanOf(resource.get("egress"));
    if (named.answer === "one of" || named.answer === "unknown")
      notes.add(`${resource.address} may belong to any network ACL: ${named.reason}`);
    if (isUnknown(egress)) notes.add(`${resource.address}: ${egress.reason}`);
    const entry = (name: string): Value => resource.get(name);
    const rule = aclRule(resource.address, egress === true ? "egress" : "ingress", entry, notes, {
      number: "rule_number",
      action: "rule_action",
    });
    if (rule) rules.push(...possible(named).map(({ key }): [string, AclRule] => [key, rule]));
  }
  return listsByKey(rules);
}

function inlineRules(acl: Resource, direction: Direction, notes: Notes): AclRule[] {
  return blocksOf(acl.get(direction)).flatMap((block) => {
    const address = `${acl.address} (${direction})`;
    if (isUnknown(block)) {
      notes.add(`${address}: ${block.reason}`);
      return [];
    }
    const entry = (name: string): Value => block.entries.get(name) ?? absent;
    return aclRule(address, direction, entry, notes, { number: "rule_no", action: "action" }) ?? [];
  });
}

function aclRule(
  address: string,
  direction: Direction,
  entry: (name: string) => Value,
  notes: Notes,
  names: { number: string; action: string },
): AclRule | undefined {
  const number = numberOf(entry(names.number));
  const action = textOf(entry(names.action));
  const cidr = textOf(entry("cidr_block"));
  notes.ipv6(address, [entry("ipv6_cidr_block")]);
  if (cidr === undefined) return undefined;
  if (typeof number !== "number") notes.add(`the number of ${address} is not known`);
  return {
    address,
    direction,
    number: typeof number === "number" ? number : 0,
    allows: action === "allow" ? true : action === "deny" ? false : undefined,
    service: service(entry),
    peer: typeof cidr === "string" ? rangeOf(cidr) : anywhere(cidr.reason),
  };
}

function service(entry: (name: string) => Value): PacketsOf | undefined {
  const protocol = textOf(entry("protocol"));
  const [fromPort, toPort] = [numberOf(entry("from_port")), numberOf(entry("to_port"))];
  const [icmpType, icmpCode] = [numberOf(entry("icmp_type")), numberOf(entry("icmp_code"))];
  if (typeof protocol !== "string") return undefined;
  if (isUnknown(fromPort) || isUnknown(toPort) || isUnknown(icmpType) || isUnknown(icmpCode))
    return undefined;
  return serviceOf({ protocol, fromPort, toPort, icmpType, icmpCode });
}

const allowAll = (address: string): AclRule[] =>
  (["ingress", "egress"] as const).map((direction) => ({
    address,
    direction,
    number: 100,
    allows: true,
    service: {},
    peer: known(everyAddress),
  }));
