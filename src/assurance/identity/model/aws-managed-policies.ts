/** An AWS managed policy, as published. */
export interface AwsManagedPolicy {
  readonly version: string;
  /** Day of this version. */
  readonly updated: string;
  readonly statements: readonly {
    readonly Action: string | readonly string[];
    readonly [part: string]: unknown;
  }[];
}

/**
 * Copies of AWS managed policies, by path and name. AWS may change them at any time; an unlisted policy is unknown, so
 * a role with it may have every permission.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const awsManagedPolicies: Readonly<Record<string, AwsManagedPolicy>> = {
  AdministratorAccess: {
    version: "v1",
    updated: "2015-02-06",
    statements: [{ Action: "*", Effect: "Allow", Resource: "*" }],
  },
  AmazonEC2ContainerRegistryPullOnly: {
    version: "v1",
    updated: "2024-10-04",
    statements: [
      {
        Action: [
          "ecr:GetAuthorizationToken",
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
          "ecr:BatchImportUpstreamImage",
        ],
        Effect: "Allow",
        Resource: "*",
      },
    ],
  },
  AmazonEKSClusterPolicy: {
    version: "v10",
    updated: "2026-02-12",
    statements: [
      {
        Action: [
          "autoscaling:DescribeAutoScalingGroups",
          "autoscaling:UpdateAutoScalingGroup",
          "ec2:AttachVolume",
          "ec2:AuthorizeSecurityGroupIngress",
          "ec2:CreateRoute",
          "ec2:CreateSecurityGroup",
          "ec2:CreateTags",
          "ec2:CreateVolume",
          "ec2:DeleteRoute",
          "ec2:DeleteSecurityGroup",
          "ec2:DeleteVolume",
          "ec2:DescribeInstances",
          "ec2:DescribeRouteTables",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVolumes",
          "ec2:DescribeVolumesModifications",
          "ec2:DescribeVpcs",
          "ec2:DescribeDhcpOptions",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeAvailabilityZones",
          "ec2:DetachVolume",
          "ec2:ModifyInstanceAttribute",
          "ec2:ModifyVolume",
          "ec2:RevokeSecurityGroupIngress",
          "ec2:DescribeAccountAttributes",
          "ec2:DescribeAddresses",
          "ec2:DescribeInternetGateways",
          "ec2:DescribeInstanceTopology",
          "elasticloadbalancing:AddTags",
          "elasticloadbalancing:ApplySecurityGroupsToLoadBalancer",
          "elasticloadbalancing:AttachLoadBalancerToSubnets",
          "elasticloadbalancing:ConfigureHealthCheck",
          "elasticloadbalancing:CreateListener",
          "elasticloadbalancing:CreateLoadBalancer",
          "elasticloadbalancing:CreateLoadBalancerListeners",
          "elasticloadbalancing:CreateLoadBalancerPolicy",
          "elasticloadbalancing:CreateTargetGroup",
          "elasticloadbalancing:DeleteListener",
          "elasticloadbalancing:DeleteLoadBalancer",
          "elasticloadbalancing:DeleteLoadBalancerListeners",
          "elasticloadbalancing:DeleteTargetGroup",
          "elasticloadbalancing:DeregisterInstancesFromLoadBalancer",
          "elasticloadbalancing:DeregisterTargets",
          "elasticloadbalancing:DescribeListeners",
          "elasticloadbalancing:DescribeLoadBalancerAttributes",
          "elasticloadbalancing:DescribeLoadBalancerPolicies",
          "elasticloadbalancing:DescribeLoadBalancers",
          "elasticloadbalancing:DescribeTargetGroupAttributes",
          "elasticloadbalancing:DescribeTargetGroups",
          "elasticloadbalancing:DescribeTargetHealth",
          "elasticloadbalancing:DetachLoadBalancerFromSubnets",
          "elasticloadbalancing:ModifyListener",
          "elasticloadbalancing:ModifyLoadBalancerAttributes",
          "elasticloadbalancing:ModifyTargetGroup",
          "elasticloadbalancing:ModifyTargetGroupAttributes",
          "elasticloadbalancing:RegisterInstancesWithLoadBalancer",
          "elasticloadbalancing:RegisterTargets",
          "elasticloadbalancing:SetLoadBalancerPoliciesForBackendServer",
          "elasticloadbalancing:SetLoadBalancerPoliciesOfListener",
          "kms:DescribeKey",
        ],
        Effect: "Allow",
        Resource: "*",
        Sid: "AmazonEKSClusterPolicy",
      },
      {
        Action: "iam:CreateServiceLinkedRole",
        Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
        Effect: "Allow",
        Resource: "*",
        Sid: "AmazonEKSClusterPolicySLRCreate",
      },
      {
        Action: "ec2:DeleteNetworkInterface",
        Condition: { StringEquals: { "ec2:ResourceTag/eks:eni:owner": "amazon-vpc-cni" } },
        Effect: "Allow",
        Resource: "*",
        Sid: "AmazonEKSClusterPolicyENIDelete",
      },
    ],
  },
  AmazonEKSVPCResourceController: {
    version: "v1",
    updated: "2020-08-12",
    statements: [
      {
        Action: "ec2:CreateNetworkInterfacePermission",
        Condition: {
          "ForAnyValue:StringEquals": { "ec2:ResourceTag/eks:eni:owner": "eks-vpc-resource-controller" },
        },
        Effect: "Allow",
        Resource: "*",
      },
      {
        Action: [
          "ec2:CreateNetworkInterface",
          "ec2:DetachNetworkInterface",
          "ec2:ModifyNetworkInterfaceAttribute",
          "ec2:DeleteNetworkInterface",
          "ec2:AttachNetworkInterface",
          "ec2:UnassignPrivateIpAddresses",
          "ec2:AssignPrivateIpAddresses",
        ],
        Effect: "Allow",
        Resource: "*",
      },
    ],
  },
  AmazonEKSWorkerNodePolicy: {
    version: "v3",
    updated: "2023-11-27",
    statements: [
      {
        Action: [
          "ec2:DescribeInstances",
          "ec2:DescribeInstanceTypes",
          "ec2:DescribeRouteTables",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVolumes",
          "ec2:DescribeVolumesModifications",
          "ec2:DescribeVpcs",
          "eks:DescribeCluster",
          "eks-auth:AssumeRoleForPodIdentity",
        ],
        Effect: "Allow",
        Resource: "*",
        Sid: "WorkerNodePermissions",
      },
    ],
  },
  AmazonEKS_CNI_Policy: {
    version: "v6",
    updated: "2026-03-04",
    statements: [
      {
        Action: [
          "ec2:AssignPrivateIpAddresses",
          "ec2:AttachNetworkInterface",
          "ec2:CreateNetworkInterface",
          "ec2:DeleteNetworkInterface",
          "ec2:DescribeInstances",
          "ec2:DescribeTags",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeInstanceTypes",
          "ec2:DescribeSubnets",
          "ec2:DescribeSecurityGroups",
          "ec2:DetachNetworkInterface",
          "ec2:ModifyNetworkInterfaceAttribute",
          "ec2:UnassignPrivateIpAddresses",
        ],
        Effect: "Allow",
        Resource: "*",
        Sid: "AmazonEKSCNIPolicy",
      },
      {
        Action: ["ec2:CreateTags"],
        Effect: "Allow",
        Resource: ["arn:aws:ec2:*:*:network-interface/*"],
        Sid: "AmazonEKSCNIPolicyENITag",
      },
    ],
  },
  "service-role/AmazonRDSEnhancedMonitoringRole": {
    version: "v1",
    updated: "2015-11-11",
    statements: [
      {
        Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"],
        Effect: "Allow",
        Resource: ["arn:aws:logs:*:*:log-group:RDS*"],
        Sid: "EnableCreationAndManagementOfRDSCloudwatchLogGroups",
      },
      {
        Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams", "logs:GetLogEvents"],
        Effect: "Allow",
        Resource: ["arn:aws:logs:*:*:log-group:RDS*:log-stream:*"],
        Sid: "EnableCreationAndManagementOfRDSCloudwatchLogStreams",
      },
    ],
  },
};

/** What such a policy allows, in lower case. */
export const actionsOfAws = (name: string): readonly string[] =>
  (awsManagedPolicies[name]?.statements ?? [])
    .flatMap(({ Action }) => [Action].flat())
    .map((one) => one.toLowerCase());
