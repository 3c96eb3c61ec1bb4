import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { serviceRoleNames } from "../config/names";
import { allowIngress, Peer, Port } from "../foundation/security-group";
import { ServiceRole } from "../foundation/service-role";
import { AddOn } from "./add-on";
import type { ControlPlane } from "./control-plane";
import type { IdentityProvider } from "./identity-provider";
import { NodeGroup } from "./node-group";
import { VpcCni } from "./vpc-cni";

export interface NodesProps {
  readonly environment: Environment;
  readonly controlPlane: ControlPlane;
  readonly identityProvider: IdentityProvider;
  /** Private subnets, one per zone. */
  readonly subnetIds: string[];
  /** Security group of the interface endpoints in these subnets. */
  readonly endpointSecurityGroupId: string;
}

/**
 * Nodes and their add-ons, in the order of their dependencies: access to AWS endpoints and the network add-ons, then
 * nodes, then add-ons that run on nodes.
 */
export class Nodes extends Construct {
  constructor(scope: Construct, id: string, props: NodesProps) {
    super(scope, id);
    const { environment, controlPlane, identityProvider, subnetIds } = props;
    const clusterName = controlPlane.name;
    const role = this.createRole(environment);
    const endpoints = this.openEndpoints(props);
    const vpcCni = new VpcCni(this, "vpc-cni", {
      environment,
      clusterName,
      identityProvider,
      subnetIds,
    });
    const kubeProxy = this.createKubeProxy(clusterName);
    const groups = environment.cluster.nodeGroups.map(
      (settings) =>
        new NodeGroup(this, `group-${settings.name}`, {
          environment,
          clusterName,
          settings,
          roleArn: role.arn,
          subnetIds,
          dependsOn: [vpcCni.resource, kubeProxy.resource, endpoints, ...role.grants],
        }),
    );
    // Without a node, EKS reports this add-on as degraded, and Terraform waits until it times out.
    const dependsOn = groups.map((group) => group.resource);
    new AddOn(this, "coredns", { clusterName, name: "coredns", dependsOn });
  }

  /** Rights to join the cluster and to pull images. No Session Manager, no right to change the network. */
  private createRole(environment: Environment): ServiceRole {
    return new ServiceRole(this, "role", {
      environment,
      name: serviceRoleNames(environment).nodes,
      description: `Nodes of the cluster of ${environment.name}`,
      service: "ec2",
      confusedDeputyCheck: false,
      managedPolicies: ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
    });
  }

  /** A node that cannot reach EC2, EKS and ECR never joins, and their names resolve to these endpoints. */
  private openEndpoints({ controlPlane, endpointSecurityGroupId }: NodesProps) {
    return allowIngress(this, "aws-services", {
      securityGroupId: endpointSecurityGroupId,
      peer: Peer.group(controlPlane.securityGroupId),
      port: Port.tcp(443),
      description: "Nodes, and pods without groups of their own, call AWS services inside the VPC",
    });
  }

  private createKubeProxy(clusterName: string): AddOn {
    return new AddOn(this, "kube-proxy", {
      clusterName,
      name: "kube-proxy",
      // The default, made explicit: ipvs does not support strict enforcement of security groups for pods:
      // https://github.com/aws/amazon-vpc-cni-k8s#pod_security_group_enforcing_mode-v1110
      configuration: { mode: "iptables" },
    });
  }
}
