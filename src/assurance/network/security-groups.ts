import {
  absent,
  blocksOf,
  booleanOf,
  type Configuration,
  isAbsent,
  isUnknown,
  listOf,
  numberOf,
  possible,
  type Resource,
  textOf,
  type Value,
} from "../terraform";
import { everyAddress } from "./addresses";
import type { Notes } from "./notes";
import { type PacketsOf, serviceOf } from "./packets";
import { type Addresses, anywhere, known, prefixLists, rangeOf } from "./prefix-lists";

export type Direction = "ingress" | "egress";

/** The other end of a rule: addresses, or holders of a group. */
export type RulePeer = { readonly addresses: Addresses } | { readonly group: string };

export interface SecurityRule {
  /** Address of the declaring resource. */
  readonly address: string;
  readonly direction: Direction;
  /** Protocol and ports; undefined if not understood. */
  readonly service: PacketsOf | undefined;
  readonly peer: RulePeer;
  /** Whether it certainly belongs to this group. */
  readonly isOwn: boolean;
}

export interface SecurityGroup {
  readonly key: string;
  readonly address: string;
  readonly rules: readonly SecurityRule[];
}

interface Declared {
  readonly key: string;
  readonly address: string;
  readonly rules: SecurityRule[];
}

/** Security groups by key. Rules only allow; there is no deny. */
export type SecurityGroups = ReadonlyMap<string, SecurityGroup>;

export const readSecurityGroups = (configuration: Configuration, notes: Notes): SecurityGroups =>
  new Reader(configuration, notes).groups;

class Reader {
  readonly groups = new Map<string, Declared>();
  private readonly prefixList: (value: Value) => Addresses;

  constructor(
    private readonly configuration: Configuration,
    private readonly notes: Notes,
  ) {
    this.prefixList = prefixLists(configuration);
    const adopted = this.adoptedGroups();
    for (const { key, resource } of configuration.things("aws_security_group")) {
      if (resource.type === "aws_security_group" || adopted.has(key)) this.declare(key, resource.address);
      else this.declare(key, ownNames[resource.type]?.(resource.address) ?? resource.address, openToItself);
    }
    for (const type of ["aws_security_group", "aws_default_security_group"])
      for (const group of configuration.resources(type)) this.addInlineRules(group);
    this.addRules();
  }

  private declare(
    key: string,
    address: string,
    rules: (key: string, address: string) => SecurityRule[] = () => [],
  ): void {
    this.groups.set(key, { key, address, rules: rules(key, address) });
  }

  /** Default groups that Terraform adopts, and whose initial rules it removes. */
  private adoptedGroups(): Set<string> {
    return new Set(
      this.configuration
        .resources("aws_default_security_group")
        .flatMap((group) => this.notes.one("aws_security_group", group.symbol("id"), group.address) ?? []),
    );
  }

  private addRules(): void {
    for (const direction of ["ingress", "egress"] as const)
      for (const rule of this.configuration.resources(`aws_vpc_security_group_${direction}_rule`)) {
        const peer = this.peer(rule.get("referenced_security_group_id"), rule, direction);
        if (peer)
          this.add(rule.get("security_group_id"), { ...common(rule, direction, "ip_protocol"), peer });
      }
    for (const rule of this.configuration.resources("aws_security_group_rule")) this.addOldRule(rule);
  }

  private peer(group: Value, rule: Resource, direction: Direction): RulePeer | undefined {
    if (!isAbsent(group)) return this.groupPeer(group, rule.address);
    const list = rule.get("prefix_list_id");
    if (!isAbsent(list)) return { addresses: this.prefixList(list) };
    const cidr = textOf(rule.get("cidr_ipv4"));
    if (typeof cidr === "string") return { addresses: rangeOf(cidr) };
    if (isUnknown(cidr)) return { addresses: anywhere(cidr.reason) };
    this.notes.ipv6(rule.address, [rule.get("cidr_ipv6")]);
    if (!isAbsent(rule.get("cidr_ipv6"))) return undefined;
    return { addresses: anywhere(`${rule.address} names no peer (${direction})`) };
  }

  private groupPeer(value: Value, address: string): RulePeer {
    const named = this.configuration.named("aws_security_group", value);
    if (named.answer === "exactly") return { group: named.thing.key };
    this.notes.foreignGroup(address, named.reason);
    return { addresses: anywhere(`which security group ${named.reason} is`) };
  }

  /** A rule of an unknown group may belong to each group. */
  private add(group: Value, rule: Omit<SecurityRule, "isOwn">): void {
    const named = this.configuration.named("aws_security_group", group);
    if (named.answer !== "exactly") this.notes.foreignGroup(rule.address, named.reason);
    for (const { key } of possible(named))
      this.groups.get(key)?.rules.push({ ...rule, isOwn: named.answer === "exactly" });
  }

  /** Rules in a group's own blocks, with one or several peers each. */
  private addBlock(group: Value, entry: (name: string) => Value, rule: RuleWithoutPeer): void {
    const add = (peer: RulePeer): void => this.add(group, { ...rule, peer });
    this.notes.ipv6(rule.address, [entry("ipv6_cidr_blocks")]);
    const each = (name: string, peerOf: (value: Value) => RulePeer): void => {
      const items = listOf(entry(name));
      if (isUnknown(items)) add({ addresses: anywhere(items.reason) });
      else for (const item of items ?? []) add(peerOf(item));
    };
    each("cidr_blocks", (value) => {
      const cidr = textOf(value);
      return { addresses: typeof cidr === "string" ? rangeOf(cidr) : anywhere(cidr?.reason ?? "no range") };
    });
    each("prefix_list_ids", (value) => ({ addresses: this.prefixList(value) }));
    each("security_groups", (value) => this.groupPeer(value, rule.address));
    const source = entry("source_security_group_id");
    if (!isAbsent(source)) add(this.groupPeer(source, rule.address));
    const self = booleanOf(entry("self"));
    if (self === true) add(this.groupPeer(group, rule.address));
    else if (isUnknown(self)) add({ addresses: anywhere(self.reason) });
  }

  private addInlineRules(resource: Resource): void {
    const group = resource.symbol("id");
    for (const direction of ["ingress", "egress"] as const)
      for (const block of blocksOf(resource.get(direction))) {
        const address = `${resource.address} (${direction})`;
        if (isUnknown(block))
          this.add(group, {
            address,
            direction,
            service: undefined,
            peer: { addresses: anywhere(block.reason) },
          });
        else {
          const entry = (name: string): Value => block.entries.get(name) ?? absent;
          this.addBlock(group, entry, { address, direction, service: service(entry, "protocol") });
        }
      }
  }

  private addOldRule(rule: Resource): void {
    const direction = textOf(rule.get("type"));
    for (const one of ["ingress", "egress"] as const) {
      if (typeof direction === "string" && direction !== one) continue;
      const known = common(rule, one, "protocol");
      // It applies to one of both directions only, so nothing of it is certain.
      const said = typeof direction === "string" ? known : { ...known, service: undefined };
      this.addBlock(rule.get("security_group_id"), (name) => rule.get(name), said);
    }
  }
}

type RuleWithoutPeer = Omit<SecurityRule, "peer" | "isOwn">;

const common = (rule: Resource, direction: Direction, protocol: string): RuleWithoutPeer => ({
  address: rule.address,
  direction,
  service: service((name) => rule.get(name), protocol),
});

function service(entry: (name: string) => Value, protocolName: string): PacketsOf | undefined {
  const protocol = textOf(entry(protocolName));
  const [from, to] = [numberOf(entry("from_port")), numberOf(entry("to_port"))];
  if (typeof protocol !== "string" || isUnknown(from) || isUnknown(to)) return undefined;
  return serviceOf({ protocol, fromPort: from, toPort: to, icmpType: from, icmpCode: to });
}

/**
 * Rules of groups that AWS creates. A VPC's default group admits its own holders and allows all outgoing traffic; EKS
 * creates the group of control plane and nodes in the same way.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 * https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
 */
const openToItself = (key: string, address: string): SecurityRule[] => [
  { address, direction: "ingress", service: {}, peer: { group: key }, isOwn: true },
  { address, direction: "egress", service: {}, peer: { addresses: known(everyAddress) }, isOwn: true },
];

/** Names in reports of groups that AWS creates with a resource of another type. */
const ownNames: Readonly<Record<string, (address: string) => string>> = {
  aws_vpc: (address) => `default group of ${address}`,
  aws_eks_cluster: (address) => `${address} (cluster security group)`,
};
