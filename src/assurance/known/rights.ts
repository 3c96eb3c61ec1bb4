import { knownMeans } from "./means";
import { networkMeans } from "./network-means";

/** Actions that other questions of the proof judge per resource and principal. */
const judged: readonly string[] = [
  ...[...knownMeans, ...networkMeans].flatMap(({ actions }) => actions),
  "kms:Decrypt",
  "kms:GenerateDataKey",
];

/** The same for actions of pods, nodes and functions on secrets and databases. */
const judgedInside: readonly string[] = [
  "rds-db:connect",
  "secretsmanager:GetSecretValue",
  "secretsmanager:PutSecretValue",
  "secretsmanager:UpdateSecret",
  "secretsmanager:UpdateSecretVersionStage",
  "sts:AssumeRoleWithSAML",
  "sts:AssumeRoleWithWebIdentity",
];

/**
 * Actions that neither reveal credentials nor open a path through the network, and run no code. These only read, or
 * return what the caller already has. A pattern includes all actions that it matches.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const looking: readonly string[] = [
  "autoscaling:Describe*",
  "cloudwatch:GetMetricData",
  "cloudwatch:GetMetricStatistics",
  "cloudwatch:ListMetrics",
  "dynamodb:DescribeTable",
  "ec2:DescribeAvailabilityZones",
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeInstances",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeTags",
  "ec2:DescribeVolumes",
  "ec2:DescribeVolumesModifications",
  "ec2:DescribeVpcs",
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetAuthorizationToken",
  "ecr:GetDownloadUrlForLayer",
  "eks:DescribeCluster",
  "elasticloadbalancing:Describe*",
  "kms:DescribeKey",
  "logs:DescribeLogGroups",
  "logs:DescribeLogStreams",
  "rds:DescribeDBInstances",
  "secretsmanager:DescribeSecret",
  "secretsmanager:ListSecretVersionIds",
  "sqs:GetQueueAttributes",
  "sts:GetCallerIdentity",
];

/** Actions of this project's functions that other questions of the proof judge. */
const judgedOfFunctions: readonly string[] = [
  "ec2:CreateNetworkInterface",
  "elasticloadbalancing:RegisterTargets",
  "kms:Decrypt",
  "kms:GenerateDataKey",
  "rds-db:connect",
  "secretsmanager:GetSecretValue",
  "secretsmanager:PutSecretValue",
  "secretsmanager:UpdateSecretVersionStage",
];

/** Further harmless actions of this project's functions. */
const ofFunctions: readonly string[] = [
  "cloudwatch:PutMetricData",
  "ec2:AssignPrivateIpAddresses",
  "ec2:DeleteNetworkInterface",
  "ec2:UnassignPrivateIpAddresses",
  "elasticloadbalancing:DeregisterTargets",
  "kms:Encrypt",
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "sqs:SendMessage",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];

/** Further harmless actions of pods and nodes. */
const working: readonly string[] = [
  "dynamodb:DeleteItem",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:Query",
  "dynamodb:UpdateItem",
  "ec2:AttachNetworkInterface",
  "ec2:DetachNetworkInterface",
  "ecr:BatchImportUpstreamImage",
  // A declared association determines the role.
  "eks-auth:AssumeRoleForPodIdentity",
  "sns:Publish",
];

/** Actions on objects: harmless on every bucket without states. */
export const objectActions: readonly string[] = [
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:GetBucketLocation",
  "s3:GetObject",
  "s3:GetObjectTagging",
  "s3:ListBucket",
  "s3:PutObject",
];

/** Actions that change objects: in a bucket with states, a planner needs them for lock objects only. */
export const writing: readonly string[] = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"];

/**
 * Settings that a plan reads in addition to states; they contain no secrets. A pattern only matches actions that return
 * no data stored by customers. Some of EC2's return user data, passwords or console output.
 */
const settings: readonly string[] = [
  "cloudwatch:GetDashboard",
  "cloudwatch:Describe*",
  "cloudwatch:List*",
  ...(
    "Addresses AddressesAttribute FlowLogs InternetGateways LaunchTemplateVersions LaunchTemplates NatGateways " +
    "NetworkAcls PrefixLists SecurityGroupRules VpcAttribute VpcEndpointServiceConfigurations " +
    "VpcEndpointServicePermissions VpcEndpoints VpcPeeringConnections"
  )
    .split(" ")
    .map((name) => `ec2:Describe${name}`),
  "eks:Describe*",
  "eks:List*",
  "events:Describe*",
  "events:List*",
  "iam:Get*",
  "iam:List*",
  "kms:Get*",
  "kms:List*",
  "lambda:Get*",
  "lambda:List*",
  "logs:Describe*",
  "logs:ListTagsForResource",
  "rds:Describe*",
  "rds:ListTagsForResource",
  "route53:Get*",
  "route53:List*",
  "secretsmanager:GetResourcePolicy",
  "sns:Get*",
  "sns:List*",
  "sqs:GetQueue*",
  "sqs:List*",
  "vpc-lattice:Get*",
  "vpc-lattice:List*",
  // Other calls return requests of clients, and API keys of applications.
  "wafv2:GetWebACL",
  "wafv2:GetWebACLForResource",
];

/** Actions on secrets, keys, functions, logs and queues. Other questions of the proof judge those that stacks declare. */
export const onThings: readonly string[] = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:ReEncryptFrom",
  "lambda:InvokeFunction",
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "secretsmanager:GetSecretValue",
  "secretsmanager:PutSecretValue",
  "secretsmanager:UpdateSecret",
  "secretsmanager:UpdateSecretVersionStage",
  "sqs:SendMessage",
];

/** The same for functions, which register targets of their own load balancers. */
export const onThingsOfFunctions: readonly string[] = [...onThings, "elasticloadbalancing:DeregisterTargets"];

/** Actions that a role may be allowed: patterns in lower case, as IAM compares them. */
export const knownRights: readonly string[] = lowerCase([
  ...judged,
  ...judgedInside,
  ...looking,
  ...ofFunctions,
  ...working,
  ...objectActions,
]);

/** Actions that a role of functions may be allowed: an attacker who runs code in a function could use all of them. */
export const knownToFunctions: readonly string[] = lowerCase([
  ...judgedOfFunctions,
  ...looking,
  ...ofFunctions,
]);

/** Actions that a planner may be allowed: it may only read, and use keys of variables and of states. */
export const knownToPlan: readonly string[] = lowerCase([
  "kms:Decrypt",
  "kms:GenerateDataKey",
  ...looking,
  ...objectActions,
  ...settings,
]);

/**
 * Actions that a role that only an AWS service assumes may be allowed: those of flow logs and of RDS Proxy. Actions in AWS's
 * own policies for such services are known as well.
 */
export const knownToServices: readonly string[] = lowerCase([
  ...knownMeans.flatMap(({ actions }) => actions),
  ...looking,
  "kms:Decrypt",
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "rds-db:connect",
  "secretsmanager:GetSecretValue",
]);

function lowerCase(actions: readonly string[]): string[] {
  return actions.map((action) => action.toLowerCase());
}
