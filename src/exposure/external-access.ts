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
  /** Group of the instance, which will admit the load balancer. */
  readonly instanceSecurityGroupId: string;
  readonly vpcId: string;
  /** Both public database subnets: the instance may be in either zone. */
  readonly subnetIds: string[];
}

/**
 * A way to an instance from outside: a load balancer that answers to the internet, for listed ranges and no others.
 *
 * It is a way to the port, not to the data: TLS, a login and its rights are still needed. The instance keeps its private
 * address and gets no route. Ranges are checked by the load balancer's group and by the network ACL of its subnets; each
 * holds where the other was opened by mistake.
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

  /** Rules are named after ranges, so that a change of one leaves the others alone. */
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
