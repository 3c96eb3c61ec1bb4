import { Construct } from "constructs";
import type { ExternalAccessSettings } from "../config/model";
import { databasePort } from "../config/names";
import {
  allowConnection,
  allowIngress,
  Peer,
  Port,
  type RuleProps,
  SecurityGroup,
} from "../foundation/security-group";
import { DatabaseLoadBalancer } from "./database-load-balancer";

export interface ExternalAccessProps extends ExternalAccessSettings {
  readonly instanceIdentifier: string;
  /** Security group of the instance; a rule in it admits the load balancer. */
  readonly instanceSecurityGroupId: string;
  readonly vpcId: string;
  /** Both public database subnets: the instance may be in either zone. */
  readonly subnetIds: string[];
}

/**
 * An internet-facing load balancer in front of an instance, for listed ranges only.
 *
 * It opens the port, not the data: TLS, a login and its privileges are still required. The instance keeps its private
 * address and has no route to the internet. Both the load balancer's security group and the network ACL of its subnets
 * check the ranges, so that a mistake in one does not open the port.
 */
export class ExternalAccess extends Construct {
  readonly loadBalancer: DatabaseLoadBalancer;

  constructor(scope: Construct, id: string, props: ExternalAccessProps) {
    super(scope, id);
    const name = `${props.instanceIdentifier}-external`;
    const securityGroupId = new SecurityGroup(this, "load-balancer-group", {
      vpcId: props.vpcId,
      name,
      description: `External load balancer of ${props.instanceIdentifier}: accepts listed ranges only, reaches the instance only`,
    }).id;
    for (const range of props.allowedCidrs) this.admit(range, securityGroupId, props);
    allowConnection(this, "postgresql", {
      from: securityGroupId,
      to: props.instanceSecurityGroupId,
      port: Port.tcp(databasePort),
      description: `PostgreSQL from the external load balancer to ${props.instanceIdentifier}`,
    });
    this.loadBalancer = new DatabaseLoadBalancer(this, "load-balancer", {
      name,
      purpose: "external",
      vpcId: props.vpcId,
      subnetIds: props.subnetIds,
      securityGroupId,
      deletionProtection: props.deletionProtection,
    });
  }

  /** Ids of rules are derived from their ranges, so that a change of one range does not replace the rules of others. */
  private admit(range: string, securityGroupId: string, { instanceIdentifier }: ExternalAccessProps): void {
    const suffix = range.replaceAll(/[./]/g, "-");
    const rule = (port: Port, description: string): RuleProps => ({
      securityGroupId,
      peer: Peer.network(range),
      port,
      description,
    });
    allowIngress(
      this,
      `clients-${suffix}`,
      rule(
        Port.tcp(databasePort),
        `PostgreSQL from a range listed in externalAccess to ${instanceIdentifier}`,
      ),
    );
    allowIngress(
      this,
      `mtu-${suffix}`,
      rule(Port.fragmentationNeeded(), "Path MTU discovery: a router of a listed range has a smaller MTU"),
    );
  }
}
