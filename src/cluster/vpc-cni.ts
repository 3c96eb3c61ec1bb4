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
 * Settings under which security groups of a pod are enforced for all its traffic. Two independent layers filter it: its
 * security groups at the pod's branch interface, and network policies at the node's end of the pod's veth pair.
 *
 * https://docs.aws.amazon.com/eks/latest/userguide/security-groups-pods-deployment.html
 * https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/network-policy-faq.md
 */
const configuration = {
  env: {
    ENABLE_POD_ENI: "true",
    // With `standard`, traffic that leaves the VPC or stays on the node is filtered by the node's groups instead.
    POD_SECURITY_GROUP_ENFORCING_MODE: "strict",
  },
  // With strict enforcing, TCP probes of the kubelet fail otherwise: early demux does not expect their answers from a
  // branch interface.
  init: { env: { DISABLE_TCP_EARLY_DEMUX: "true" } },
  enableNetworkPolicy: "true",
};

/**
 * The managed policy of AWS lets the add-on attach any security group to any network interface, and its token is on the
 * disk of every node: an attacker on a node could attach the group that opens a database. The add-on itself needs only
 * the group that EKS creates for the cluster, and tags; the control plane creates the interfaces with a pod's groups.
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
 * With an interface in another subnet, such as a database's, a node would have the network ACL and the routes of that
 * subnet, even in another VPC. The add-on creates interfaces only in the subnet of its node.
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
      // One value per zone: a policy is a string, so it cannot contain a list from another state as a whole.
      values: environment.zones.map((_, index) => Fn.element(subnetIds, index)),
    },
  ],
});

/** Tag of branch network interfaces that the control plane creates for pods with their own security groups. */
const podInterfaceTag = "vpcresources.k8s.aws/vlan-id";

/**
 * Between its creation and its association with a node, a pod's branch interface is available: a node that attaches it
 * holds the pod's groups. The add-on only attaches interfaces with the cluster's group.
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
 * The network add-on with its own role, so that pods cannot change the network. A node can read the add-on's token, so
 * the role may use only the cluster's security group and only the subnets of nodes.
 */
export class VpcCni extends Construct {
  /** For `dependsOn` of node groups: a node that starts before these settings exist ignores them. */
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
