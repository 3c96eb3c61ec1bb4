import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** Protocol and ports that a rule opens. */
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

  /** ICMP "fragmentation needed": where it is lost, connections open and hang on their first full packet. */
  static fragmentationNeeded(): Port {
    return new Port("icmp", 3, 4);
  }

  private constructor(
    readonly protocol: "tcp" | "udp" | "icmp",
    /** Of ICMP: the type. */
    readonly from: number,
    /** Of ICMP: the code. */
    readonly to: number,
  ) {}
}

/** The other end of a rule. */
export class Peer {
  /** Every network interface that carries the group. */
  static group(securityGroupId: string): Peer {
    return new Peer({ referencedSecurityGroupId: securityGroupId });
  }

  /** An IPv4 network. */
  static network(cidr: string): Peer {
    return new Peer({ cidrIpv4: cidr });
  }

  /** Networks that AWS or the account keeps in a prefix list, such as those of S3. */
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
  /** The group that the rule belongs to. */
  readonly securityGroupId: string;
  /** Who may connect (ingress) or be connected to (egress). */
  readonly peer: Peer;
  readonly port: Port;
  /** Who needs this and why, as the console shows it. At most 255 characters. */
  readonly description: string;
}

/** Lets a peer open connections to holders of a group. Answers need no rule: security groups are stateful. */
export function allowIngress(scope: Construct, id: string, props: RuleProps): VpcSecurityGroupIngressRule {
  return new VpcSecurityGroupIngressRule(scope, id, ruleConfig(props));
}

/** Lets holders of a group open connections to a peer. */
export function allowEgress(scope: Construct, id: string, props: RuleProps): VpcSecurityGroupEgressRule {
  return new VpcSecurityGroupEgressRule(scope, id, ruleConfig(props));
}

export interface ConnectionProps {
  /** Group of the side that opens the connection. */
  readonly from: string;
  /** Group of the side that accepts it. */
  readonly to: string;
  readonly port: Port;
  /** Who needs this and why. */
  readonly description: string;
}

/**
 * Opens one kind of connection between two groups: the client may send it, the server may receive it.
 *
 * @returns both rules, for `dependsOn` of what connects at once
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
  /** What holding this group means. It cannot change later: AWS replaces the group. */
  readonly description: string;
}

/**
 * A security group without a rule: it neither sends nor accepts anything until rules are added, each as a resource of
 * its own (Terraform removes the allow-all egress rule that AWS gives to a new group).
 *
 * AWS deletes no group that a rule of another group names, or that an interface has. Without `createBeforeDestroy` Terraform
 * deletes a group that goes or is replaced before it changes the others: it would wait for a quarter of an hour, and fail.
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
