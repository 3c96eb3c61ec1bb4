import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { EnvironmentNetwork } from "./environment-network";
import { flows } from "./flows";

/** Cluster and database in one VPC: network ACLs, route tables and security groups keep them apart. */
export class SameVpc extends EnvironmentNetwork {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, { environment, flows: Object.values(flows) });
  }
}
