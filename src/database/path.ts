import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { DatabaseInstance } from "../config/instances";
import type { Environment } from "../config/model";
import type { DatabaseLoadBalancer } from "../exposure/database-load-balancer";
import { SecurityGroup } from "../foundation/security-group";

/** Where pods and instances live: one VPC, or two. */
export interface PathNetwork {
  readonly clusterVpcId: string;
  readonly clusterPrivateSubnetIds: string[];
  readonly databaseVpcId: string;
  readonly databasePrivateSubnetIds: string[];
}

export interface PathProps {
  readonly environment: Environment;
  readonly network: PathNetwork;
  /** What config says of the instance that the path leads to. */
  readonly database: DatabaseInstance;
  /** Key for logs of what stands on the path. */
  readonly logKeyArn: string;
}

/** An instance as a path needs to know it. */
export interface PathTarget {
  readonly identifier: string;
  readonly arn: string;
  /** As `rds-db:connect` names it (db-...). */
  readonly resourceId: string;
  /** Host name, the only one its certificate carries. */
  readonly address: string;
}

/** What a path is to those who take it. */
export interface PathEnd {
  /** Host name that clients call: what they verify the certificate against, and make tokens of IAM for. */
  readonly address: string;
  /** What clients' `rds-db:connect` names: the instance (db-...), or a proxy before it (prx-...). */
  readonly resourceId: string;
  /** Load balancers on the way, whose targets have to be kept right. */
  readonly loadBalancers: DatabaseLoadBalancer[];
  /** What must be there before clients come, for `dependsOn`. */
  readonly ready: ITerraformDependable[];
}

/** A path on which clients call the instance by its own name, whatever lies between. */
export const calledByInstanceName = (
  { address, resourceId }: PathTarget,
  loadBalancers: DatabaseLoadBalancer[] = [],
): PathEnd => ({ address, resourceId, loadBalancers, ready: [] });

/**
 * How holders of the client group, and no others, reach an instance. Unless a proxy answers them in its stead, they
 * call the instance by its own address, so that `verify-full` and IAM tokens, which are about that name, hold from end
 * to end; a proxy ends both, and begins both anew.
 *
 * The client group is a key. It lets its holder send towards the instance and nothing more, so it can be handed to a pod
 * besides the pod's other groups without opening anything else. It lives where pods have their network interfaces. The
 * instance's own group sends nothing at all: a database that was taken over cannot call home (dblink, foreign data
 * wrappers, COPY TO PROGRAM).
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
      // Names no source: a changed description replaces the group, and external access comes and goes.
      description: `${instanceIdentifier} itself: accepts the groups of its rules only, sends nothing`,
    }).id;
  }

  /** Builds what the path needs of the instance itself, which is made after its security group. */
  abstract connectTo(instance: PathTarget): PathEnd;
}
