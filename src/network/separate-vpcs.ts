import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { EnvironmentNetwork } from "./environment-network";
import { flows } from "./flows";

/**
 * Cluster and database in two VPCs without any route between them, which may even have the same addresses. What leads
 * from one to the other belongs to a database instance: an endpoint here, and what it stands for there.
 */
export class SeparateVpcs extends EnvironmentNetwork {
  constructor(scope: Construct, id: string, environment: Environment) {
    const { database: _, ...others } = flows;
    super(scope, id, { environment, flows: Object.values(others), separateVpcs: true });
  }
}
