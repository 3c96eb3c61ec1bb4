import { VpcPeeringConnection } from "@cdktf/provider-aws/lib/vpc-peering-connection";
import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { EnvironmentNetwork } from "./environment-network";
import { flows } from "./flows";

/**
 * Cluster and database in two VPCs, with routes between their private subnets only.
 *
 * Responses need routes in both directions. Still, the database's side cannot open connections: an instance's security
 * group allows no outgoing traffic, no security group in the cluster's VPC admits a source from there, and network ACLs
 * drop responses except those from PostgreSQL's port. Peering is not transitive: neither VPC reaches the internet, an
 * endpoint or a third VPC through the other.
 */
export class PeeredVpcs extends EnvironmentNetwork {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, { environment, flows: Object.values(flows) });
    this.connect(this.peer());
  }

  /** Both VPCs belong to the account and region, so the connection is active as soon as Terraform has created it. */
  private peer(): string {
    // Host names with a public and a private address resolve to the private one from the peered VPC as well.
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
