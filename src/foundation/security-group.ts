import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** Protocol and port range of a rule. */
export class Port {
  static tcp(port: number): Port {
    return new Port("tcp", port, port);
  }

  static udp(port: number): Port {
    return new Port("udp", port, port);
  }

  static tcpRange(from: number, to: number): Port {
    return new Port("tcp", from, to);
  }

  /**
   * ICMP "fragmentation needed": without it, connections hang at their first full-size packet if the path has a smaller
   * MTU.
   */
  static fragmentationNeeded(): Port {
    return new Port("icmp", 3, 4);
  }

  private constructor(
    readonly protocol: "tcp" | "udp" | "icmp",
    /** The first port; for ICMP the type. */
    readonly from: number,
    /** The last port; for ICMP the code. */
    readonly to: number,
  ) {}
}

/** Source or target of a rule. */
export class Peer {
  /** Network interfaces that hold a security group. */
  static group(securityGroupId: string): Peer {
    return new Peer({ referencedSecurityGroupId: securityGroupId });
  }

  /** An IPv4 network. */
  static network(cidr: string): Peer {
    return new Peer({ cidrIpv4: cidr });
  }

  /** Networks in a managed prefix list, such as those of S3. */
  static prefixList(prefixListId: string): Peer {
    return new Peer({ prefixListId });
  }

  private constructor(
    readonly target: Readonly<{
      referencedSecurityGroupId?: string;
      cidrIpv4?: string;
      prefixListId?: string;
    }>,
  ) {}
}

export interface RuleProps {
  /** Security group to which the rule belongs. */
  readonly securityGroupId: string;
  /** Source (ingress) or target (egress) of the connections. */
  readonly peer: Peer;
  readonly port: Port;
  /** Purpose of the rule, as the console shows it. At most 255 characters. */
  readonly description: string;
}

/**
 * Lets a peer open connections to holders of a security group. Responses need no rule: security groups are stateful.
 */
export function allowIngress(scope: Construct, id: string, props: RuleProps): VpcSecurityGroupIngressRule {
  return new VpcSecurityGroupIngressRule(scope, id, ruleConfig(props));
}

/** Lets holders of a security group open connections to a peer. */
export function allowEgress(scope: Construct, id: string, props: RuleProps): VpcSecurityGroupEgressRule {
  return new VpcSecurityGroupEgressRule(scope, id, ruleConfig(props));
}

export interface ConnectionProps {
  /** Security group of the clients. */
  readonly from: string;
  /** Security group of the servers. */
  readonly to: string;
  readonly port: Port;
  /** Purpose of the connection. */
  readonly description: string;
}

/**
 * Opens one port between two security groups: an egress rule of the client's and an ingress rule of the server's.
 *
 * @returns both rules, for `dependsOn` of resources that connect at once
 */
export function allowConnection(
  scope: Construct,
  id: string,
  { from, to, port, description }: ConnectionProps,
): ITerraformDependable[] {
  return [
    allowEgress(scope, `${id}-egress`, { securityGroupId: from, peer: Peer.group(to), port, description }),
    allowIngress(scope, `${id}-ingress`, { securityGroupId: to, peer: Peer.group(from), port, description }),
  ];
}

/**
 * Lets clients of listed ranges connect to holders of a group. Ids of rules are derived from their ranges, so that a change
 * of one range does not replace the rules of others.
 */
export function admitRanges(
  scope: Construct,
  ranges: readonly string[],
  rule: Omit<RuleProps, "peer">,
): void {
  for (const range of ranges) {
    const suffix = range.replaceAll(/[./]/g, "-");
    const peer = Peer.network(range);
    allowIngress(scope, `clients-${suffix}`, { ...rule, peer });
    allowIngress(scope, `mtu-${suffix}`, {
      securityGroupId: rule.securityGroupId,
      peer,
      port: Port.fragmentationNeeded(),
      description: "Path MTU discovery: a router of a listed range has a smaller MTU",
    });
  }
}

function ruleConfig({ securityGroupId, peer, port, description }: RuleProps) {
  return {
    securityGroupId,
    ...peer.target,
    ipProtocol: port.protocol,
    fromPort: port.from,
    toPort: port.to,
    description,
  };
}

export interface SecurityGroupProps {
  readonly vpcId: string;
  readonly name: string;
  /** Effect of holding this group. A change replaces the group. */
  readonly description: string;
}

/**
 * A security group without rules: it allows no traffic until rules are added as separate resources. Terraform removes
 * the allow-all egress rule that AWS adds to a new group.
 *
 * AWS refuses to delete a group that a rule of another group refers to, or that an interface holds. Without
 * `createBeforeDestroy`, Terraform would delete a group before it changes the others, wait for a quarter of an hour,
 * and fail.
 */
export class SecurityGroup extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    const group = new AwsSecurityGroup(this, "Resource", {
      ...props,
      tags: { Name: props.name },
      lifecycle: { createBeforeDestroy: true },
    });
    this.id = group.id;
  }
}
