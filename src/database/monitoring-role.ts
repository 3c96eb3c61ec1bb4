import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { serviceRoleNames } from "../config/names";
import { arn } from "../foundation/arn";
import { ServiceRole } from "../foundation/service-role";

export interface MonitoringRoleProps {
  readonly environment: Environment;
}

/** Role with which RDS writes enhanced monitoring of the environment's instances only. */
export class MonitoringRole extends Construct {
  readonly arn: string;
  /** Grants that RDS checks before it accepts the role, for `dependsOn`. */
  readonly grants: ServiceRole["grants"];

  constructor(scope: Construct, id: string, { environment }: MonitoringRoleProps) {
    super(scope, id);
    const role = new ServiceRole(this, "role", {
      environment,
      name: serviceRoleNames(environment).monitoring,
      description: `Enhanced monitoring of the database instances of ${environment.name}`,
      service: "monitoring.rds",
      sourceArn: arn(environment, "rds", `db:${environment.name}-*`),
      managedPolicies: ["service-role/AmazonRDSEnhancedMonitoringRole"],
    });
    this.arn = role.arn;
    this.grants = role.grants;
  }
}
