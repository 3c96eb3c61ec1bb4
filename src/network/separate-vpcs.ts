import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { EnvironmentNetwork } from "./environment-network";
import { flows } from "./flows";

/**
 * Cluster and database in two VPCs without any route between them, which may even have the same addresses. What leads
 * from one to the other belongs to a database instance: an endpoint here, and what it stands for there.
 *
 * What comes through an endpoint has the address of a load balancer or gateway beside the database, so network ACLs there
 * name no address of the cluster. https://repost.aws/knowledge-center/security-network-acl-vpc-endpoint
 */
export class SeparateVpcs extends EnvironmentNetwork {
  constructor(scope: Construct, id: string, environment: Environment) {
    const { database: _, ...others } = flows;
    super(scope, id, { environment, flows: Object.values(others) });
  }
}
