import {
  absent,
  blocksOf,
  booleanOf,
  type Configuration,
  isAbsent,
  isUnknown,
  keyOf,
  listOf,
  numberOf,
  type Resource,
  textOf,
  type Value,
} from "../terraform";
import { everyAddress } from "./addresses";
import { idOf, type Notes } from "./notes";
import { type PacketsOf, serviceOf } from "./packets";
import { type Addresses, anywhere, known, rangeOf } from "./prefix-lists";

export type Direction = "ingress" | "egress";

/** Who is at the other end of a rule: addresses, or whatever interface carries a group. */
export type RulePeer = { readonly addresses: Addresses } | { readonly group: string };

export interface SecurityRule {
  /** Resource that declares it. */
  readonly address: string;
  readonly direction: Direction;
  /** Protocol and ports; undefined where they are not understood. */
  readonly service: PacketsOf | undefined;
  readonly peer: RulePeer;
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

/** Security groups by the key of their id. What allows anything is a rule; there is no deny. */
export class SecurityGroups {
  private readonly groups = new Map<string, Declared>();
  /** Rules of groups that could be any of these, such as one whose id is written out. */
  private readonly homeless: SecurityRule[] = [];

  constructor(
    configuration: Configuration,
    private readonly prefixList: (key: string) => Addresses,
    private readonly notes: Notes,
  ) {
    for (const group of configuration.resources("aws_security_group"))
      this.declare(idOf(group), group.address);
    for (const vpc of configuration.resources("aws_vpc")) this.addDefaultGroup(configuration, vpc);
    for (const cluster of configuration.resources("aws_eks_cluster")) this.addClusterGroup(cluster);
    for (const group of configuration.resources("aws_security_group")) this.addInlineRules(group);
    this.addRules(configuration);
    for (const rule of this.homeless) notes.add(`${rule.address} may belong to any security group`);
  }

  get(key: string): SecurityGroup | undefined {
    const group = this.groups.get(key);
    return group && { ...group, rules: [...group.rules, ...this.homeless] };
  }

  /** The one key of a group that several resources name in their own ways. */
  canonical(key: string): string {
    return this.groups.get(key)?.key ?? key;
  }

  private declare(key: string, address: string, rules: SecurityRule[] = []): void {
    this.groups.set(key, { key, address, rules });
  }

  /** A VPC's default group: its members reach each other and everything, until Terraform takes it over. */
  private addDefaultGroup(configuration: Configuration, vpc: Resource): void {
    const key = keyOf(vpc.symbol("default_security_group_id"));
    const adopted = configuration
      .resources("aws_default_security_group")
      .find((group) => keyOf(group.get("vpc_id")) === idOf(vpc));
    if (!adopted) {
      const address = `default group of ${vpc.address}`;
      this.declare(key, address, openToItself(key, address));
      return;
    }
    this.declare(key, adopted.address);
    this.groups.set(idOf(adopted), this.groups.get(key) as Declared);
    this.addInlineRules(adopted);
  }

  /**
   * EKS makes this group for its control plane and its nodes, and opens it to itself.
   * https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
   */
  private addClusterGroup(cluster: Resource): void {
    const key = keyOf(cluster.symbol("vpc_config", 0, "cluster_security_group_id"));
    const address = `${cluster.address} (cluster security group)`;
    this.declare(key, address, openToItself(key, address));
  }

  private addRules(configuration: Configuration): void {
    for (const direction of ["ingress", "egress"] as const)
      for (const rule of configuration.resources(`aws_vpc_security_group_${direction}_rule`)) {
        const peer = this.peer(rule.get("referenced_security_group_id"), rule, direction);
        if (peer)
          this.add(rule.get("security_group_id"), { ...common(rule, direction, "ip_protocol"), peer });
      }
    for (const rule of configuration.resources("aws_security_group_rule")) this.addOldRule(rule);
  }

  private peer(group: Value, rule: Resource, direction: Direction): RulePeer | undefined {
    if (!isAbsent(group)) return this.groupPeer(group);
    const list = rule.get("prefix_list_id");
    if (!isAbsent(list)) return { addresses: this.listed(list) };
    const cidr = textOf(rule.get("cidr_ipv4"));
    if (typeof cidr === "string") return { addresses: rangeOf(cidr) };
    if (isUnknown(cidr)) return { addresses: anywhere(cidr.reason) };
    this.notes.ipv6(rule.address, [rule.get("cidr_ipv6")]);
    if (!isAbsent(rule.get("cidr_ipv6"))) return undefined;
    return { addresses: anywhere(`${rule.address} names no peer (${direction})`) };
  }

  private groupPeer(value: Value): RulePeer {
    if (value.kind === "unknown") return { addresses: anywhere(value.reason) };
    const key = keyOf(value);
    return this.groups.has(key)
      ? { group: this.canonical(key) }
      : { addresses: anywhere(`the security group ${key}`) };
  }

  private listed(value: Value): Addresses {
    return value.kind === "unknown" ? anywhere(value.reason) : this.prefixList(keyOf(value));
  }

  private add(group: Value, rule: SecurityRule): void {
    (this.groups.get(keyOf(group))?.rules ?? this.homeless).push(rule);
  }

  /** Rules in the words of a group's own blocks, one or several peers each. */
  private addBlock(group: Value, entry: (name: string) => Value, rule: Omit<SecurityRule, "peer">): void {
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
    each("prefix_list_ids", (value) => ({ addresses: this.listed(value) }));
    each("security_groups", (value) => this.groupPeer(value));
    if (!isAbsent(entry("source_security_group_id"))) add(this.groupPeer(entry("source_security_group_id")));
    const self = booleanOf(entry("self"));
    if (self === true) add({ group: this.canonical(keyOf(group)) });
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
    for (const one of ["ingress", "egress"] as const)
      if (direction === one || typeof direction !== "string")
        this.addBlock(rule.get("security_group_id"), (name) => rule.get(name), common(rule, one, "protocol"));
  }
}

const common = (rule: Resource, direction: Direction, protocol: string): Omit<SecurityRule, "peer"> => ({
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

const openToItself = (key: string, address: string): SecurityRule[] => [
  { address, direction: "ingress", service: {}, peer: { group: key } },
  { address, direction: "egress", service: {}, peer: { addresses: known(everyAddress) } },
];
