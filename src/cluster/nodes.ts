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
  /** Private subnets, one a zone. */
  readonly subnetIds: string[];
  /** Group of the interface endpoints in those subnets. */
  readonly endpointSecurityGroupId: string;
}

/**
 * Everything that runs pods, in the order in which it works: the way to AWS and the network add-ons, then nodes, then
 * what runs on nodes.
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
    // EKS reports it degraded, and Terraform waits in vain, while there is no node to run it.
    const dependsOn = groups.map((group) => group.resource);
    new AddOn(this, "coredns", { clusterName, name: "coredns", dependsOn });
  }

  /** Joins the cluster and pulls images. No shell through Systems Manager, no rights over the network. */
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

  /** A node that cannot reach EC2, EKS and ECR never joins: names of AWS services resolve to the endpoints. */
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
      // The default, said aloud: ipvs does not go with strict enforcing of security groups for pods:
      // https://github.com/aws/amazon-vpc-cni-k8s#pod_security_group_enforcing_mode-v1110
      configuration: { mode: "iptables" },
    });
  }
}
