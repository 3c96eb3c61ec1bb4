/** A permission on the network: its action and target. */
export interface NetworkMeans {
  /** Its description, as a predicate. */
  readonly name: string;
  readonly actions: readonly [string];
  readonly on: "security group" | "subnet of a database" | "interface of a pod" | "target group" | "anything";
}

/**
 * Permissions that open a path through the network. Security groups, rules, routes and ACLs are facts of the proof, so
 * no role whose credentials a principal or workload can obtain may select or change them.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export const networkMeans: readonly NetworkMeans[] = [
  ...meansOn("security group", {
    "admits traffic to security groups": ["ec2:AuthorizeSecurityGroupIngress"],
    "lets traffic out of security groups": ["ec2:AuthorizeSecurityGroupEgress"],
    "changes rules of security groups": ["ec2:ModifySecurityGroupRules"],
    "puts network interfaces into security groups": [
      "ec2:ModifyNetworkInterfaceAttribute",
      "ec2:CreateNetworkInterface",
    ],
    "puts machines into security groups": ["ec2:ModifyInstanceAttribute", "ec2:RunInstances"],
    "puts load balancers into security groups": [
      "elasticloadbalancing:SetSecurityGroups",
      "elasticloadbalancing:ApplySecurityGroupsToLoadBalancer",
    ],
    "puts endpoints into security groups": ["ec2:ModifyVpcEndpoint"],
    "shares security groups with other VPCs": ["ec2:AssociateSecurityGroupVpc"],
    "changes the tags of security groups": ["ec2:CreateTags", "ec2:DeleteTags"],
  }),
  ...meansOn("subnet of a database", {
    "puts network interfaces beside databases": ["ec2:CreateNetworkInterface"],
  }),
  ...meansOn("interface of a pod", {
    "attaches network interfaces of pods": ["ec2:AttachNetworkInterface"],
  }),
  ...meansOn("anything", {
    "changes network ACLs": [
      "ec2:CreateNetworkAclEntry",
      "ec2:DeleteNetworkAclEntry",
      "ec2:ReplaceNetworkAclAssociation",
      "ec2:ReplaceNetworkAclEntry",
    ],
    "changes routes": [
      "ec2:AssociateRouteTable",
      "ec2:CreateRoute",
      "ec2:ReplaceRoute",
      "ec2:ReplaceRouteTableAssociation",
    ],
    "connects networks": [
      "ec2:AcceptTransitGatewayVpcAttachment",
      "ec2:AcceptVpcPeeringConnection",
      "ec2:AttachInternetGateway",
      "ec2:AttachVpnGateway",
      "ec2:CreateClientVpnEndpoint",
      "ec2:CreateTransitGatewayVpcAttachment",
      "ec2:CreateVpcPeeringConnection",
    ],
    "opens endpoint services": [
      "ec2:AcceptVpcEndpointConnections",
      "ec2:CreateVpcEndpointServiceConfiguration",
      "ec2:ModifyVpcEndpointServiceConfiguration",
      "ec2:ModifyVpcEndpointServicePermissions",
    ],
    "makes endpoints": ["ec2:CreateInstanceConnectEndpoint", "ec2:CreateVpcEndpoint"],
    "opens resource endpoints": [
      "ram:AssociateResourceShare",
      "ram:CreateResourceShare",
      "vpc-lattice:CreateResourceConfiguration",
      "vpc-lattice:CreateServiceNetworkResourceAssociation",
      "vpc-lattice:PutAuthPolicy",
      "vpc-lattice:PutResourcePolicy",
      "vpc-lattice:UpdateResourceConfiguration",
      "vpc-lattice:UpdateResourceGateway",
    ],
    "makes listeners of load balancers": [
      "elasticloadbalancing:CreateListener",
      "elasticloadbalancing:CreateLoadBalancer",
      "elasticloadbalancing:CreateLoadBalancerListeners",
      "elasticloadbalancing:ModifyListener",
      "elasticloadbalancing:ModifyRule",
      "elasticloadbalancing:SetSubnets",
    ],
    "opens a proxy": ["rds:CreateDBProxy", "rds:CreateDBProxyEndpoint", "rds:RegisterDBProxyTargets"],
    "changes how nodes are made": [
      "autoscaling:CreateLaunchConfiguration",
      "autoscaling:UpdateAutoScalingGroup",
      "ec2:CreateLaunchTemplateVersion",
      "ec2:ModifyLaunchTemplate",
      "eks:CreateNodegroup",
      "eks:UpdateNodegroupVersion",
    ],
    "lets pods ask for the credentials of their node": [
      "ec2:ModifyInstanceMetadataDefaults",
      "ec2:ModifyInstanceMetadataOptions",
    ],
    "changes add-ons and access of a cluster": [
      "eks:CreateAddon",
      "eks:DeleteAddon",
      "eks:UpdateAddon",
      "eks:UpdateClusterConfig",
    ],
  }),
  ...meansOn("anything", {
    "registers targets of load balancers": ["elasticloadbalancing:RegisterInstancesWithLoadBalancer"],
  }),
  ...meansOn("target group", {
    "registers targets of load balancers": ["elasticloadbalancing:RegisterTargets"],
  }),
];

/** Each action on its own suffices. */
function meansOn(
  on: NetworkMeans["on"],
  actionsByName: Readonly<Record<string, readonly string[]>>,
): NetworkMeans[] {
  return Object.entries(actionsByName).flatMap(([name, actions]) =>
    actions.map((action) => ({ name, actions: [action] as const, on })),
  );
}
