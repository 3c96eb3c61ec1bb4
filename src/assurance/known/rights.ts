import { means } from "./means";
import { networkMeans } from "./network-means";

/** Actions about which other questions of the proof decide, on which thing and for whom. */
const judged: readonly string[] = [
  ...[...means, ...networkMeans].flatMap(({ actions }) => actions),
  "kms:Decrypt",
  "kms:GenerateDataKey",
];

/** The same of what pods, nodes and functions do with secrets and databases. */
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
 * Actions that lead neither to credentials nor to a way through the network, and run no code. These only look, or return
 * what the caller has already. A pattern stands for all that it matches.
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

/** Of the same kind: what functions of this project do besides looking. */
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

/** What pods and nodes do besides that. */
const working: readonly string[] = [
  "dynamodb:DeleteItem",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:Query",
  "dynamodb:UpdateItem",
  "ec2:AttachNetworkInterface",
  "ec2:DetachNetworkInterface",
  "ecr:BatchImportUpstreamImage",
  // Which role it gets, a declared association says.
  "eks-auth:AssumeRoleForPodIdentity",
  "sns:Publish",
];

/** Actions on objects: harmless on every bucket but those that hold states. */
export const objectActions: readonly string[] = [
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:GetBucketLocation",
  "s3:GetObject",
  "s3:GetObjectTagging",
  "s3:ListBucket",
  "s3:PutObject",
];

/** Those that change objects: of a bucket with states, the files that lock one are enough for a plan. */
export const writing: readonly string[] = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"];

/**
 * What a plan reads besides states: settings, in which there are no secrets. A pattern stands for actions of a service none of which
 * returns what a customer stores. Of EC2, some return user data, passwords or the output of a console.
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

/** Actions on secrets, keys and functions. Other questions of the proof are about those that stacks declare. */
export const onThings: readonly string[] = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:ReEncryptFrom",
  "lambda:InvokeFunction",
  "secretsmanager:GetSecretValue",
  "secretsmanager:PutSecretValue",
  "secretsmanager:UpdateSecret",
  "secretsmanager:UpdateSecretVersionStage",
];

/** The same of functions, which write to their own log group and queue, and keep the targets of their own load balancers. */
export const onThingsOfFunctions: readonly string[] = [
  ...onThings,
  "elasticloadbalancing:DeregisterTargets",
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "sqs:SendMessage",
];

/** Actions that a role may be allowed: patterns in lower case, as IAM compares. */
export const knownRights: readonly string[] = lowerCase([
  ...judged,
  ...judgedInside,
  ...looking,
  ...ofFunctions,
  ...working,
  ...objectActions,
]);

/** The same for a role of functions: an attacker who runs code in one has nothing else to use. */
export const knownToFunctions: readonly string[] = lowerCase([
  ...judged,
  ...judgedInside,
  ...looking,
  ...ofFunctions,
]);

/** The same for a role that plans: it may only look. */
export const knownToPlan: readonly string[] = lowerCase([
  ...judged,
  ...looking,
  ...objectActions,
  ...settings,
]);

function lowerCase(actions: readonly string[]): string[] {
  return actions.map((action) => action.toLowerCase());
}
