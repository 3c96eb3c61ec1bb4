import type { Environment } from "../config/model";
import { statePrefix } from "../config/names";
import { arn, bucketArn, iamArn, partition, regionalService } from "../foundation/arn";
import type { Statement } from "../foundation/policy";

/** What refreshing every stack asks AWS, the state it compares with, and two denials that no later permission undoes. */
export const plannerPermissions = (environment: Environment): Statement[] => [
  ...refresh(environment),
  readVariables(environment),
  ...readStates(environment),
  {
    sid: "NeverReadSecrets",
    effect: "Deny",
    actions: [
      "lambda:InvokeFunction", // the credentials function would act on its behalf
      "logs:FilterLogEvents",
      "logs:GetLogEvents",
      "logs:StartQuery",
      "rds-db:connect",
      "secretsmanager:BatchGetSecretValue",
      "secretsmanager:GetSecretValue",
    ],
    resources: ["*"],
  },
  {
    // Also where a request reaches KMS on no service's behalf.
    sid: "NeverDecryptOtherwise",
    effect: "Deny",
    actions: ["kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom"],
    resources: ["*"],
    condition: [
      {
        test: "StringNotEquals",
        variable: "kms:ViaService",
        values: [regionalService(environment, "lambda"), regionalService(stateRegion(environment), "s3")],
      },
    ],
  },
];

/** Calls that AWS lets nobody limit to a resource. */
export const lookups = [
  "ec2:DescribeAddresses",
  "ec2:DescribeFlowLogs",
  "ec2:DescribeInternetGateways",
  "ec2:DescribeLaunchTemplateVersions",
  "ec2:DescribeLaunchTemplates",
  "ec2:DescribeNatGateways",
  "ec2:DescribeNetworkAcls",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribePrefixLists",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroupRules",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeVpcEndpointServiceConfigurations",
  "ec2:DescribeVpcEndpoints",
  "ec2:DescribeVpcPeeringConnections",
  "ec2:DescribeVpcs",
  "elasticloadbalancing:DescribeCapacityReservation",
  "elasticloadbalancing:DescribeListenerAttributes",
  "elasticloadbalancing:DescribeListeners",
  "elasticloadbalancing:DescribeLoadBalancerAttributes",
  "elasticloadbalancing:DescribeLoadBalancers",
  "elasticloadbalancing:DescribeTags",
  "elasticloadbalancing:DescribeTargetGroupAttributes",
  "elasticloadbalancing:DescribeTargetGroups",
  "kms:ListAliases",
];

/** Calls that can be limited, and where this project gives the names, to this environment's. Ids that AWS makes are open. */
function refresh(environment: Environment): Statement[] {
  const { name, account } = environment;
  const here = (service: string, ...resources: string[]): string[] =>
    resources.map((resource) => arn(environment, service, resource));
  const issuers = `oidc-provider/${regionalService(environment, "oidc.eks")}/*`;
  const calls: [resources: string[], ...actions: string[]][] = [
    [["*"], ...lookups],
    [
      here("cloudwatch", "alarm:*"),
      "cloudwatch:DescribeAlarms", // looks through all of them
      "cloudwatch:ListTagsForResource",
    ],
    [[`arn:${partition}:cloudwatch::${account}:dashboard/${name}-*`], "cloudwatch:GetDashboard"],
    [
      here("ec2", "elastic-ip/*", "vpc/*", "vpc-endpoint-service/*"),
      "ec2:DescribeAddressesAttribute",
      "ec2:DescribeVpcAttribute",
      "ec2:DescribeVpcEndpointServicePermissions",
    ],
    [
      here("eks", `access-entry/${name}/*`, `addon/${name}/*`, `cluster/${name}`, `nodegroup/${name}/*`),
      "eks:DescribeAccessEntry",
      "eks:DescribeAddon",
      "eks:DescribeCluster",
      "eks:DescribeNodegroup",
      "eks:ListAssociatedAccessPolicies",
      "eks:ListTagsForResource",
    ],
    [
      here("events", `rule/${name}-*`),
      "events:DescribeRule",
      "events:ListTagsForResource",
      "events:ListTargetsByRule",
    ],
    [
      [iamArn(environment, `role/${name}-*`), iamArn(environment, issuers)],
      "iam:GetOpenIDConnectProvider",
      "iam:GetRole",
      "iam:GetRolePolicy",
      "iam:ListAttachedRolePolicies",
      "iam:ListRolePolicies",
    ],
    [
      here("kms", "key/*"),
      "kms:DescribeKey",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListResourceTags",
    ],
    [
      here("lambda", `function:${name}-*`),
      "lambda:GetFunction",
      "lambda:GetFunctionCodeSigningConfig",
      "lambda:GetFunctionEventInvokeConfig",
      "lambda:GetPolicy",
      "lambda:ListVersionsByFunction",
    ],
    [
      here("logs", "log-group:*"),
      "logs:DescribeLogGroups",
      "logs:DescribeMetricFilters",
      "logs:ListTagsForResource",
    ],
    [
      here("rds", "*"),
      "rds:DescribeDBInstances",
      "rds:DescribeDBParameterGroups",
      "rds:DescribeDBParameters",
      "rds:DescribeDBProxies",
      "rds:DescribeDBProxyTargetGroups",
      "rds:DescribeDBProxyTargets",
      "rds:DescribeDBSubnetGroups",
      "rds:DescribeEventSubscriptions",
      "rds:ListTagsForResource",
    ],
    [
      [`arn:${partition}:route53:::hostedzone/*`],
      "route53:GetHostedZone",
      "route53:ListResourceRecordSets",
      "route53:ListTagsForResource",
    ],
    [
      here("secretsmanager", `secret:*-${name}-*`),
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetResourcePolicy",
    ],
    [
      here("sns", `${name}-*`),
      "sns:GetSubscriptionAttributes",
      "sns:GetTopicAttributes",
      "sns:ListTagsForResource",
    ],
    [here("sqs", `${name}-*`), "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"],
    [
      here("vpc-lattice", "resourceconfiguration/*", "resourcegateway/*"),
      "vpc-lattice:GetResourceConfiguration",
      "vpc-lattice:GetResourceGateway",
      "vpc-lattice:ListTagsForResource",
    ],
  ];
  return calls.map(([resources, ...actions]) => ({ actions, resources }));
}

/**
 * Variables of functions, which are names and no secrets. Lambda leaves out those that the caller cannot decrypt, and every
 * plan would put them in again.
 */
const readVariables = (environment: Environment): Statement => ({
  sid: "ReadVariables",
  actions: ["kms:Decrypt"],
  resources: [arn(environment, "kms", "key/*")],
  condition: [
    { test: "StringEquals", variable: "kms:ViaService", values: [regionalService(environment, "lambda")] },
    {
      test: "StringLike",
      variable: "kms:EncryptionContext:aws:lambda:FunctionArn",
      values: [arn(environment, "lambda", `function:${environment.name}-*`)],
    },
  ],
});

/** States of its environment, and their locks alone to write: https://developer.hashicorp.com/terraform/language/backend/s3 */
function readStates(environment: Environment): Statement[] {
  const { state } = environment;
  if (state.backend === "local") return [];
  const states = statePrefix(environment);
  return [
    // Names of all states of the bucket: limited to a prefix, S3 would call the state of a new stack forbidden, not absent.
    { sid: "ListStates", actions: ["s3:ListBucket"], resources: [bucketArn(state.bucket)] },
    { sid: "ReadStates", actions: ["s3:GetObject"], resources: [bucketArn(state.bucket, `${states}*`)] },
    {
      sid: "LockStates",
      actions: ["s3:DeleteObject", "s3:PutObject"],
      resources: [bucketArn(state.bucket, `${states}*.tflock`)],
    },
    ...(state.kmsKeyArn
      ? [
          {
            sid: "DecryptStates",
            actions: ["kms:Decrypt", "kms:GenerateDataKey"],
            resources: [state.kmsKeyArn],
            condition: [
              {
                test: "StringEquals",
                variable: "kms:ViaService",
                values: [regionalService(stateRegion(environment), "s3")],
              },
            ],
          },
        ]
      : []),
  ];
}

const stateRegion = ({ state, region }: Environment): { region: string } => ({
  region: state.backend === "s3" ? (state.region ?? region) : region,
});
