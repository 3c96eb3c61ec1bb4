import type { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { AddOn } from "./add-on";
import type { IdentityProvider } from "./identity-provider";
import { ServiceAccountRole } from "./service-account-role";

export interface VpcCniProps {
  readonly environment: Environment;
  readonly clusterName: string;
  readonly identityProvider: IdentityProvider;
}

/**
 * Settings that make a security group of a pod mean what it says. Two layers judge a pod's traffic: its security groups
 * at the pod's own network interface, and network policies at the node's end of its cable. Either may refuse.
 *
 * https://docs.aws.amazon.com/eks/latest/userguide/security-groups-pods-deployment.html
 * https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/network-policy-faq.md
 */
const configuration = {
  env: {
    ENABLE_POD_ENI: "true",
    // `standard` would let traffic that leaves the VPC, or stays on the node, pass under the node's groups.
    POD_SECURITY_GROUP_ENFORCING_MODE: "strict",
  },
  // With strict enforcing the kubelet's TCP probes fail otherwise: their answers take another way than it expects.
  init: { env: { DISABLE_TCP_EARLY_DEMUX: "true" } },
  enableNetworkPolicy: "true",
};

/** The network add-on, with an identity of its own: nodes, and so whatever breaks out to one, cannot edit the network. */
export class VpcCni extends Construct {
  /** For `dependsOn` of node groups: a node that starts before the settings are in place ignores them. */
  readonly resource: EksAddon;

  constructor(scope: Construct, id: string, { environment, clusterName, identityProvider }: VpcCniProps) {
    super(scope, id);
    const role = new ServiceAccountRole(this, "role", {
      environment,
      name: `${environment.name}-vpc-cni`,
      description: `Network add-on of the cluster of ${environment.name}`,
      namespace: "kube-system",
      serviceAccount: "aws-node",
      oidcProviderArn: identityProvider.arn,
      oidcIssuer: identityProvider.issuer,
      managedPolicies: ["AmazonEKS_CNI_Policy"],
    });
    const addOn = new AddOn(this, "add-on", {
      clusterName,
      name: "vpc-cni",
      configuration,
      roleArn: role.arn,
      dependsOn: role.grants,
    });
    this.resource = addOn.resource;
  }
}
