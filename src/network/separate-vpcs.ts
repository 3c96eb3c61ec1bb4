import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { EnvironmentNetwork } from "./environment-network";
import { flows } from "./flows";

/**
 * Cluster and database in two VPCs without routes between them; their ranges may overlap. The connection belongs to a
 * database instance: an endpoint in the cluster's VPC, and its counterpart in the database's VPC.
 *
 * Packets from an endpoint arrive with the address of a load balancer or gateway next to the database, so network ACLs
 * there contain no address of the cluster. https://repost.aws/knowledge-center/security-network-acl-vpc-endpoint
 */
export class SeparateVpcs extends EnvironmentNetwork {
  constructor(scope: Construct, id: string, environment: Environment) {
    const { database: _, ...others } = flows;
    super(scope, id, { environment, flows: Object.values(others) });
  }
}
