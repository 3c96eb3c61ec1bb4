import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { allowConnection, allowEgress, Peer, Port, SecurityGroup } from "../foundation/security-group";

export interface ApiClientSecurityGroupProps {
  readonly environment: Environment;
  readonly vpcId: string;
  /** Security group of control plane and nodes. */
  readonly clusterSecurityGroupId: string;
  /** Security group of the interface endpoints in the cluster's subnets. */
  readonly endpointSecurityGroupId: string;
}

const https = Port.tcp(443);

/**
 * Security group that opens the Kubernetes API inside the VPC, for runners that apply the later stacks where the API is
 * private. Without it, a runner would have to hold the cluster's security group, and thereby the network access of a
 * node.
 */
export class ApiClientSecurityGroup extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, props: ApiClientSecurityGroupProps) {
    super(scope, id);
    const { environment, vpcId, clusterSecurityGroupId, endpointSecurityGroupId } = props;
    const group = new SecurityGroup(this, "group", {
      vpcId,
      name: `${environment.name}-api-clients`,
      description:
        "Machines in the private cluster subnets that call the Kubernetes API, such as Terraform runners",
    });
    this.id = group.id;
    allowConnection(this, "kubernetes-api", {
      from: group.id,
      to: clusterSecurityGroupId,
      port: https,
      description: "API clients call the Kubernetes API, as far as their access entry lets them",
    });
    allowConnection(this, "aws-services", {
      from: group.id,
      to: endpointSecurityGroupId,
      port: https,
      description: "API clients call AWS services, whose names lead to the endpoints in this VPC",
    });
    allowEgress(this, "internet", {
      securityGroupId: group.id,
      peer: Peer.network("0.0.0.0/0"),
      port: https,
      description: "API clients fetch Terraform providers and Helm charts through the NAT gateways",
    });
  }
}
