import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Construct } from "constructs";
import { traitsOf } from "../config/facts/topologies";
import type { Environment } from "../config/model";

export interface SubnetGroupProps {
  readonly environment: Environment;
  /** The private database subnets, one per zone. */
  readonly subnetIds: string[];
}

/**
 * Subnets of the environment's instances, which have no route to or from the internet.
 *
 * A subnet group cannot move to another VPC, and an existing instance keeps its group. So its name identifies the VPC,
 * and a change of VPC creates a second group next to the first.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSubnetGroup.html
 */
export class SubnetGroup extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { environment, subnetIds }: SubnetGroupProps) {
    super(scope, id);
    const group = new DbSubnetGroup(this, "Resource", {
      name: traitsOf(environment).ownVpc
        ? `${environment.name}-database-vpc`
        : `${environment.name}-database`,
      description: `Private database subnets of ${environment.name}`,
      subnetIds,
      lifecycle: { createBeforeDestroy: true },
    });
    this.name = group.name;
  }
}
