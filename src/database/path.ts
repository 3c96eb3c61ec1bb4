import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { DatabaseInstance } from "../config/instances";
import type { Environment } from "../config/model";
import { databasePort } from "../config/names";
import type { DatabaseLoadBalancer } from "../exposure/database-load-balancer";
import { allowConnection, type ConnectionProps, Port, SecurityGroup } from "../foundation/security-group";

/** VPC and subnets of pods, and those of instances. */
export interface PathNetwork {
  readonly clusterVpcId: string;
  readonly clusterPrivateSubnetIds: string[];
  readonly databaseVpcId: string;
  readonly databasePrivateSubnetIds: string[];
}

export interface PathProps {
  readonly environment: Environment;
  readonly network: PathNetwork;
  /** Config of the instance at the end of the path. */
  readonly database: DatabaseInstance;
  /** Key for logs of components on the path. */
  readonly logKeyArn: string;
}

/** Properties of an instance that a path needs. */
export interface PathTarget {
  readonly identifier: string;
  readonly arn: string;
  /** Resource id in `rds-db:connect` (db-...). */
  readonly resourceId: string;
  /** Host name, the only one in its certificate. */
  readonly address: string;
}

/** What clients need to know of a path. */
export interface PathEnd {
  /** Host name for clients, by which they verify the certificate and request IAM tokens. */
  readonly address: string;
  /** Resource id in clients' `rds-db:connect`: the instance (db-...), or a proxy in front of it (prx-...). */
  readonly resourceId: string;
  /** Load balancers on the path, whose targets must follow the instance. */
  readonly loadBalancers: DatabaseLoadBalancer[];
  /** Resources to create before clients connect, for `dependsOn`. */
  readonly ready: ITerraformDependable[];
}

/** A path on which clients use the instance's own name, whatever components are on it. */
export const calledByInstanceName = (
  { address, resourceId }: PathTarget,
  loadBalancers: DatabaseLoadBalancer[] = [],
): PathEnd => ({ address, resourceId, loadBalancers, ready: [] });

/**
 * How holders of the client security group, and no other clients, reach an instance. Clients use the instance's own
 * address, so `verify-full` and IAM tokens, which refer to this name, hold end to end; a proxy terminates both and
 * starts both anew.
 *
 * The client security group only lets its holder send to the instance, so a pod can hold it in addition to other groups
 * without opening anything else. It is in the VPC of the pods' network interfaces. The instance's own group allows no
 * outgoing traffic: a compromised database cannot connect out (dblink, foreign data wrappers, COPY TO PROGRAM).
 */
export abstract class Path extends Construct {
  readonly clientSecurityGroupId: string;
  readonly instanceSecurityGroupId: string;

  constructor(scope: Construct, id: string, { network, database }: PathProps) {
    super(scope, id);
    const instanceIdentifier = database.identifier;
    this.clientSecurityGroupId = new SecurityGroup(this, "client", {
      vpcId: network.clusterVpcId,
      name: `${instanceIdentifier}-client`,
      description: `Key to ${instanceIdentifier}: whoever holds this group may connect to its database port`,
    }).id;
    this.instanceSecurityGroupId = new SecurityGroup(this, "instance", {
      vpcId: network.databaseVpcId,
      name: `${instanceIdentifier}-instance`,
      // Names no source: a changed description replaces the group, and external access may be switched on and off.
      description: `${instanceIdentifier} itself: accepts the groups of its rules only, sends nothing`,
    }).id;
  }

  /** Creates the components of the path that need the instance, which is created after its security group. */
  abstract connectTo(instance: PathTarget): PathEnd;

  /** Opens the database port between two groups. */
  protected openPort(id: string, connection: Omit<ConnectionProps, "port">): void {
    allowConnection(this, id, { ...connection, port: Port.tcp(databasePort) });
  }
}
