import { VpcPeeringConnection } from "@cdktf/provider-aws/lib/vpc-peering-connection";
import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { EnvironmentNetwork } from "./environment-network";
import { flows } from "./flows";

/**
 * Cluster and database in two VPCs that route to each other, between their private subnets and nowhere else.
 *
 * Routes lead both ways because answers need one. Still nothing opens a connection from the database's side: an
 * instance's security group sends nothing, no group in the cluster's VPC admits a source from there, and network ACLs lose
 * the answers to whatever does not come from PostgreSQL's own port. Peering is not transitive: neither VPC reaches the
 * internet, an endpoint or a third VPC through the other.
 */
export class PeeredVpcs extends EnvironmentNetwork {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, { environment, flows: Object.values(flows) });
    this.connect(this.peer());
  }

  /** Both VPCs are the account's own, in one region, so the connection is active once Terraform has made it. */
  private peer(): string {
    // A name that leads to a public address outside leads to the private one from the other side as well.
    const side = { allowRemoteVpcDnsResolution: true };
    return new VpcPeeringConnection(this, "peering", {
      vpcId: this.clusterVpcId,
      peerVpcId: this.databaseVpcId,
      autoAccept: true,
      requester: side,
      accepter: side,
      tags: { Name: `${this.environment.name}-cluster-database` },
    }).id;
  }

  private connect(vpcPeeringConnectionId: string): void {
    const { subnets } = this.environment.network;
    this.clusterPrivate.addRoutes("database", subnets.databasePrivate, { vpcPeeringConnectionId });
    this.databasePrivate.addRoutes("cluster", subnets.clusterPrivate, { vpcPeeringConnectionId });
  }
}
