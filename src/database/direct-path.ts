import type { Construct } from "constructs";
import { calledByInstanceName, Path, type PathEnd, type PathProps, type PathTarget } from "./path";

/**
 * The client security group opens the instance's port, in one VPC or across a peering connection. Security groups can
 * refer to each other only between peered VPCs of one region; the network stack, applied before, creates the
 * connection.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 */
export class DirectPath extends Path {
  /** Subnets that contain the first address of the path. */
  static readonly entrance = "databasePrivate";

  constructor(scope: Construct, id: string, props: PathProps) {
    super(scope, id, props);
    this.openPort("postgresql", {
      from: this.clientSecurityGroupId,
      to: this.instanceSecurityGroupId,
      description: `PostgreSQL from holders of the client group to ${props.database.identifier}`,
    });
  }

  /** There is no component in between. */
  override connectTo(instance: PathTarget): PathEnd {
    return calledByInstanceName(instance);
  }
}
