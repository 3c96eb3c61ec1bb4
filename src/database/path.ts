import { Construct } from "constructs";
import type { Environment } from "../config/model";
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
  /** Identifier of the instance that the path leads to. */
  readonly instanceIdentifier: string;
}

/** An instance as a path needs to know it. */
export interface PathTarget {
  readonly arn: string;
  /** Host name, the only one its certificate carries. */
  readonly address: string;
}

/**
 * How holders of the client group, and nobody else, reach an instance. Whatever lies between, they call the instance by
 * its own address, so that `verify-full` and IAM tokens, which are about that name, hold from end to end.
 *
 * The client group is a key. It lets its holder send towards the instance and nothing more, so it can be handed to a pod
 * beside the pod's other groups without opening anything else. It lives where pods have their network interfaces. The
 * instance's own group sends nothing at all: a database that was taken over cannot call home (dblink, foreign data
 * wrappers, COPY TO PROGRAM).
 */
export abstract class Path extends Construct {
  readonly clientSecurityGroupId: string;
  readonly instanceSecurityGroupId: string;

  /** @param admits whom the instance's group lets in, for its description */
  constructor(
    scope: Construct,
    id: string,
    { network, instanceIdentifier }: PathProps,
    admits = "its client group",
  ) {
    super(scope, id);
    this.clientSecurityGroupId = new SecurityGroup(this, "client", {
      vpcId: network.clusterVpcId,
      name: `${instanceIdentifier}-client`,
      description: `Key to ${instanceIdentifier}: whoever holds this group may connect to its database port`,
    }).id;
    this.instanceSecurityGroupId = new SecurityGroup(this, "instance", {
      vpcId: network.databaseVpcId,
      name: `${instanceIdentifier}-instance`,
      description: `${instanceIdentifier} itself: accepts ${admits} and its credentials function only, sends nothing`,
    }).id;
  }

  /** Builds what the path needs of the instance itself, which is made after its security group. */
  abstract leadTo(target: PathTarget): void;
}
