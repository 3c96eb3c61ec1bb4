import type { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { serviceRoleNames } from "../config/names";
import { arn } from "../foundation/arn";
import type { Statement } from "../foundation/policy";
import { AddOn } from "./add-on";
import type { IdentityProvider } from "./identity-provider";
import { ServiceAccountRole } from "./service-account-role";

export interface VpcCniProps {
  readonly environment: Environment;
  readonly clusterName: string;
  readonly identityProvider: IdentityProvider;
  /** Subnets of the nodes. */
  readonly subnetIds: string[];
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

/**
 * The policy of AWS lets the add-on put any group on any network interface, and its token lies on the disk of every node:
 * a node that is taken over could hold the group that opens a database. The add-on itself only ever uses the group that
 * EKS makes for the cluster, and tags. Interfaces with the groups of a pod are made by the control plane.
 * https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
 */
const onlyClusterGroup = (environment: Environment, clusterName: string): Statement => ({
  sid: "OnlyGroupOfCluster",
  effect: "Deny",
  actions: ["ec2:CreateNetworkInterface", "ec2:ModifyNetworkInterfaceAttribute"],
  resources: [arn(environment, "ec2", "security-group/*")],
  condition: [
    {
      test: "StringNotEquals",
      variable: `aws:ResourceTag/kubernetes.io/cluster/${clusterName}`,
      values: ["owned"],
    },
  ],
});

/**
 * With an interface in another subnet, such as one of a database, a node is behind the ACL of that subnet, and has its
 * routes, even where it is in another VPC. The add-on makes interfaces in the subnet of its node.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-network-interface.html
 */
const onlyOwnSubnets = (environment: Environment, subnetIds: string[]): Statement => ({
  sid: "OnlySubnetsOfNodes",
  effect: "Deny",
  actions: ["ec2:CreateNetworkInterface"],
  resources: [arn(environment, "ec2", "subnet/*")],
  condition: [
    {
      test: "StringNotEquals",
      variable: "ec2:SubnetID",
      // One per zone. A policy is text, in which a list of another state's cannot stand.
      values: environment.zones.map((_, index) => Fn.element(subnetIds, index)),
    },
  ],
});

/** Tag of network interfaces that the control plane makes for pods with security groups of their own, and of no others. */
const podInterfaceTag = "vpcresources.k8s.aws/vlan-id";

/**
 * Between its making and its way to a node, the interface of a pod belongs to no machine: a node that attaches it to
 * itself holds the pod's groups. The add-on handles interfaces with the cluster's group only.
 * https://github.com/aws/amazon-vpc-resource-controller-k8s/blob/master/pkg/provider/branch/trunk/trunk.go
 */
const noInterfaceOfPods = (environment: Environment): Statement => ({
  sid: "NoInterfaceOfPods",
  effect: "Deny",
  actions: [
    "ec2:AssignPrivateIpAddresses",
    "ec2:AttachNetworkInterface",
    "ec2:CreateTags",
    "ec2:DeleteNetworkInterface",
    "ec2:DetachNetworkInterface",
    "ec2:ModifyNetworkInterfaceAttribute",
    "ec2:UnassignPrivateIpAddresses",
  ],
  resources: [arn(environment, "ec2", "network-interface/*")],
  condition: [{ test: "Null", variable: `aws:ResourceTag/${podInterfaceTag}`, values: ["false"] }],
});

/**
 * The network add-on, with an identity of its own: pods cannot edit the network. A node, which holds the token of the
 * add-on, can use no group but that of the cluster, in no subnet but those of nodes.
 */
export class VpcCni extends Construct {
  /** For `dependsOn` of node groups: a node that starts before the settings are in place ignores them. */
  readonly resource: EksAddon;

  constructor(scope: Construct, id: string, props: VpcCniProps) {
    super(scope, id);
    const { environment, clusterName, identityProvider, subnetIds } = props;
    const role = new ServiceAccountRole(this, "role", {
      environment,
      name: serviceRoleNames(environment).networkAddOn,
      description: `Network add-on of the cluster of ${environment.name}`,
      namespace: "kube-system",
      serviceAccount: "aws-node",
      oidcProviderArn: identityProvider.arn,
      oidcIssuer: identityProvider.issuer,
      managedPolicies: ["AmazonEKS_CNI_Policy"],
      statements: [
        onlyClusterGroup(environment, clusterName),
        onlyOwnSubnets(environment, subnetIds),
        noInterfaceOfPods(environment),
      ],
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
