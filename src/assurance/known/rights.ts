import { means } from "../identity/questions/means";
import { networkMeans } from "../identity/questions/network-means";

/** Actions about which other questions of the proof decide, on which thing and for whom. */
const judged: readonly string[] = [
  ...[...means, ...networkMeans].flatMap(({ actions }) => actions),
  "kms:Decrypt",
  "kms:GenerateDataKey",
  "rds-db:connect",
  "secretsmanager:GetSecretValue",
  "secretsmanager:PutSecretValue",
  "secretsmanager:UpdateSecret",
  "secretsmanager:UpdateSecretVersionStage",
  "sts:AssumeRoleWithSAML",
  "sts:AssumeRoleWithWebIdentity",
];

/**
 * Actions that lead neither to credentials nor to a way through the network, and run no code: they describe, report, or
 * use what a caller has already. A pattern stands for all that it matches.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const harmless: readonly string[] = [
  "autoscaling:Describe*",
  "cloudwatch:GetMetricData",
  "cloudwatch:GetMetricStatistics",
  "cloudwatch:ListMetrics",
  "cloudwatch:PutMetricData",
  "dynamodb:DescribeTable",
  "dynamodb:DeleteItem",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:Query",
  "dynamodb:UpdateItem",
  "ec2:AssignPrivateIpAddresses",
  "ec2:AttachNetworkInterface",
  "ec2:DeleteNetworkInterface",
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
  "ec2:DetachNetworkInterface",
  "ec2:UnassignPrivateIpAddresses",
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:BatchImportUpstreamImage",
  "ecr:GetAuthorizationToken",
  "ecr:GetDownloadUrlForLayer",
  // Which role it gets, a declared association says.
  "eks-auth:AssumeRoleForPodIdentity",
  "eks:DescribeCluster",
  "elasticloadbalancing:DeregisterTargets",
  "elasticloadbalancing:Describe*",
  "kms:DescribeKey",
  "kms:Encrypt",
  "logs:CreateLogStream",
  "logs:DescribeLogGroups",
  "logs:DescribeLogStreams",
  "logs:PutLogEvents",
  "rds:DescribeDBInstances",
  "secretsmanager:DescribeSecret",
  "secretsmanager:ListSecretVersionIds",
  "sns:Publish",
  "sqs:GetQueueAttributes",
  "sqs:SendMessage",
  "sts:GetCallerIdentity",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
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

/** Actions that a role may be allowed: patterns in lower case, as IAM compares. */
export const knownRights: readonly string[] = [...judged, ...harmless, ...objectActions].map((action) =>
  action.toLowerCase(),
);
