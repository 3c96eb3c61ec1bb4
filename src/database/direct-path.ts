import type { Construct } from "constructs";
import { databasePort } from "../config/names";
import { allowConnection, Port } from "../foundation/security-group";
import { calledByInstanceName, Path, type PathEnd, type PathProps, type PathTarget } from "./path";

/**
 * The client group opens the instance's own port, in one VPC or across a peering. Security groups see each other only
 * between VPCs of one region that are peered already; the network's stack, applied before, has made the connection.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 */
export class DirectPath extends Path {
  /** Subnets in which pods meet the path. */
  static readonly entrance = "databasePrivate";

  constructor(scope: Construct, id: string, props: PathProps) {
    super(scope, id, props);
    allowConnection(this, "postgresql", {
      from: this.clientSecurityGroupId,
      to: this.instanceSecurityGroupId,
      port: Port.tcp(databasePort),
      description: `PostgreSQL from holders of the client group to ${props.database.identifier}`,
    });
  }

  /** Nothing lies between. */
  override connectTo(instance: PathTarget): PathEnd {
    return calledByInstanceName(instance);
  }
}
