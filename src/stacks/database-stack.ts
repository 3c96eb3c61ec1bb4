import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { EnvironmentStack } from "./environment-stack";
import { Exports } from "./exports";
import type { NetworkStack } from "./network-stack";

export type DatabaseExports = {
  instanceIdentifier: string;
  instanceArn: string;
  /** The instance as `rds-db:connect` names it (db-...), not its identifier. */
  instanceResourceId: string;
  /** Host name of the instance, the only name its certificate carries. */
  address: string;
  /** The key: holding this group is the only way to the database port. */
  clientSecurityGroupId: string;
  /** Secret with the master password, which RDS makes and rotates. */
  masterSecretArn: string;
  /** Subnet group over the private database subnets, for dedicated instances too. */
  subnetGroupName: string;
  /** Role with which RDS writes enhanced monitoring, for dedicated instances too. */
  monitoringRoleArn: string;
};

/** The instance that organizations share, unless they have one of their own. */
export class DatabaseStack extends EnvironmentStack {
  readonly exports: Exports<DatabaseExports>;

  constructor(scope: Construct, environment: Environment, network: NetworkStack) {
    super(scope, environment, "database");
    network.exports.readBy(this);
    this.exports = new Exports<DatabaseExports>(this, {} as DatabaseExports); // TODO
  }
}
