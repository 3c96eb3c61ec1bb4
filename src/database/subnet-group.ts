import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Construct } from "constructs";
import type { Environment } from "../config/model";

export interface SubnetGroupProps {
  readonly environment: Environment;
  /** The private database subnets, one in each zone. */
  readonly subnetIds: string[];
}

/** Where the environment's instances may live: subnets that have no route to the internet, in either direction. */
export class SubnetGroup extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { environment, subnetIds }: SubnetGroupProps) {
    super(scope, id);
    const group = new DbSubnetGroup(this, "Resource", {
      name: `${environment.name}-database`,
      description: `Private database subnets of ${environment.name}`,
      subnetIds,
    });
    this.name = group.name;
  }
}
