import type { Construct } from "constructs";
import { Administrators } from "../cluster/administrators";
import { ApiClientSecurityGroup } from "../cluster/api-client-security-group";
import { ControlPlane } from "../cluster/control-plane";
import { IdentityProvider } from "../cluster/identity-provider";
import { Nodes } from "../cluster/nodes";
import { Planner } from "../cluster/planner";
import { PodSecurityGroup } from "../cluster/pod-security-group";
import type { Environment } from "../config/model";
import { EnvironmentStack } from "./environment-stack";
import { Exports } from "./exports";
import type { NetworkStack } from "./network-stack";

export type ClusterExports = {
  clusterName: string;
  /** URL of the Kubernetes API. */
  clusterEndpoint: string;
  /** CA certificate of the Kubernetes API, base64. */
  clusterCertificateAuthority: string;
  /** Security group of control plane and nodes, which also applies to every pod without its own groups. */
  clusterSecurityGroupId: string;
  /** Baseline security group of pods with their own groups: DNS, the API and HTTPS out, probes in. */
  podSecurityGroupId: string;
  /**
   * Security group for machines that call the Kubernetes API from the private cluster subnets, such as Terraform
   * runners.
   */
  apiClientSecurityGroupId: string;
  oidcProviderArn: string;
  /** Issuer of service account tokens without https://, in the form of trust policies. */
  oidcIssuer: string;
};

/** EKS control plane, node groups, add-ons, access entries. */
export class ClusterStack extends EnvironmentStack {
  readonly exports: Exports<ClusterExports>;

  constructor(scope: Construct, environment: Environment, network: NetworkStack) {
    super(scope, environment, "cluster");
    const reads = network.exports.readBy(this);
    const controlPlane = new ControlPlane(this, "control-plane", {
      environment,
      subnetIds: reads.clusterPrivateSubnetIds,
    });
    new Administrators(this, "administrators", { environment, clusterName: controlPlane.name });
    if (environment.planner)
      new Planner(this, "planner", {
        environment,
        planner: environment.planner,
        clusterName: controlPlane.name,
      });
    const identityProvider = new IdentityProvider(this, "identity-provider", {
      issuerUrl: controlPlane.issuerUrl,
    });
    const groups = {
      environment,
      vpcId: reads.clusterVpcId,
      clusterSecurityGroupId: controlPlane.securityGroupId,
      endpointSecurityGroupId: reads.clusterEndpointSecurityGroupId,
    };
    const pods = new PodSecurityGroup(this, "pods", { ...groups, s3PrefixListId: reads.s3PrefixListId });
    const apiClients = new ApiClientSecurityGroup(this, "api-clients", groups);
    new Nodes(this, "nodes", {
      environment,
      controlPlane,
      identityProvider,
      subnetIds: reads.clusterPrivateSubnetIds,
      endpointSecurityGroupId: reads.clusterEndpointSecurityGroupId,
    });
    this.exports = new Exports<ClusterExports>(this, {
      clusterName: controlPlane.name,
      clusterEndpoint: controlPlane.endpoint,
      clusterCertificateAuthority: controlPlane.certificateAuthority,
      clusterSecurityGroupId: controlPlane.securityGroupId,
      podSecurityGroupId: pods.id,
      apiClientSecurityGroupId: apiClients.id,
      oidcProviderArn: identityProvider.arn,
      oidcIssuer: identityProvider.issuer,
    });
  }
}
