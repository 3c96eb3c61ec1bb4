/**
 * Actions that AWS managed policies allow, on all resources: an over-approximation, since some have conditions.
 * Policies that are not here are unknown, so that a role with one of them may do anything.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const managedPolicies: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ["*"],
  AmazonEC2ContainerRegistryPullOnly: [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:BatchImportUpstreamImage",
    "ecr:GetAuthorizationToken",
    "ecr:GetDownloadUrlForLayer",
  ],
  AmazonEC2ContainerRegistryReadOnly: [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:Describe*",
    "ecr:Get*",
    "ecr:List*",
  ],
  AmazonEKSClusterPolicy: [
    "autoscaling:DescribeAutoScalingGroups",
    "autoscaling:UpdateAutoScalingGroup",
    "ec2:*",
    "elasticloadbalancing:*",
    "iam:CreateServiceLinkedRole",
    "kms:DescribeKey",
  ],
  AmazonEKSVPCResourceController: ["ec2:*NetworkInterface*", "ec2:*PrivateIpAddresses"],
  AmazonEKSWorkerNodePolicy: ["ec2:Describe*", "eks:DescribeCluster", "eks-auth:AssumeRoleForPodIdentity"],
  AmazonEKS_CNI_Policy: [
    "ec2:*NetworkInterface*",
    "ec2:*PrivateIpAddresses",
    "ec2:CreateTags",
    "ec2:Describe*",
  ],
  AmazonSSMManagedInstanceCore: [
    "ec2messages:*",
    "ssm:Describe*",
    "ssm:GetDeployablePatchSnapshotForInstance",
    "ssm:GetDocument",
    "ssm:GetManifest",
    "ssm:GetParameter",
    "ssm:GetParameters",
    "ssm:List*",
    "ssm:Put*",
    "ssm:UpdateAssociationStatus",
    "ssm:UpdateInstance*",
    "ssmmessages:*",
  ],
  SecretsManagerReadWrite: ["cloudformation:*", "kms:*", "lambda:*", "secretsmanager:*"],
  "service-role/AWSLambdaBasicExecutionRole": [
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
  ],
  "service-role/AWSLambdaVPCAccessExecutionRole": [
    "ec2:*NetworkInterface*",
    "ec2:*PrivateIpAddresses",
    "ec2:DescribeSubnets",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeVpcs",
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
  ],
  "service-role/AmazonRDSEnhancedMonitoringRole": ["logs:*"],
  AWSXRayDaemonWriteAccess: ["xray:*"],
};
