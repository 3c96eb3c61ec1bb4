import { Construct } from "constructs";
import type { ExternalAccessSettings } from "../config/model";
import { databasePort } from "../config/names";
import { admitRanges, allowConnection, Port, SecurityGroup } from "../foundation/security-group";
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
    admitRanges(this, props.allowedCidrs, {
      securityGroupId,
      port: Port.tcp(databasePort),
      description: `PostgreSQL from a range listed in externalAccess to ${props.instanceIdentifier}`,
    });
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
}
