import { Construct } from "constructs";
import type { DatabaseSettings, Environment } from "../config/model";

export interface PostgresInstanceProps {
  readonly environment: Environment;
  readonly settings: DatabaseSettings;
  /** Identifier of the instance, also the stem of what is made for it. */
  readonly identifier: string;
  /** Database made with the instance. */
  readonly databaseName: string;
  readonly vpcId: string;
  /** Group over the private database subnets. */
  readonly subnetGroupName: string;
  /** Role with which RDS writes enhanced monitoring. */
  readonly monitoringRoleArn: string;
}

/** A PostgreSQL instance with its key, parameter group, logs, and the client security group that alone opens its port. */
export class PostgresInstance extends Construct {
  readonly arn!: string;
  readonly identifier!: string;
  /** The instance as `rds-db:connect` names it. */
  readonly resourceId!: string;
  /** Host name, the only one its certificate carries. */
  readonly address!: string;
  readonly clientSecurityGroupId!: string;
  readonly masterSecretArn!: string;

  constructor(scope: Construct, id: string, _props: PostgresInstanceProps) {
    super(scope, id);
  }
}
