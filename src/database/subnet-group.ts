import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Construct } from "constructs";
import { traitsOf } from "../config/facts/topologies";
import type { Environment } from "../config/model";

export interface SubnetGroupProps {
  readonly environment: Environment;
  /** The private database subnets, one in each zone. */
  readonly subnetIds: string[];
}

/**
 * Where the environment's instances may live: subnets that have no route to the internet, in either direction.
 *
 * A subnet group cannot move to another VPC, and an instance that is there keeps its group. So the name says which VPC it
 * is, and where that changes a second group is made next to the first.
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
