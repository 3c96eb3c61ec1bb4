import type { Environment } from "../config/model";
import { statePrefix } from "../config/names";
import { arn, bucketArn, iamArn, partition, regionalService } from "../foundation/arn";
import type { Statement } from "../foundation/policy";
import { refreshes } from "./planner-reads";

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

/** What refreshing takes, one statement per list of resources. */
function refresh(environment: Environment): Statement[] {
  const limits = limitsOf(environment);
  const statements = new Map<string, { actions: string[]; resources: string[] }>();
  for (const action of [...new Set(Object.values(refreshes).flat())].sort()) {
    const [service = ""] = action.split(":");
    const resources = limits[action] ?? limits[service] ?? ["*"];
    const statement = statements.get(resources.join()) ?? { actions: [], resources };
    statement.actions.push(action);
    statements.set(resources.join(), statement);
  }
  return [...statements.values()];
}

/**
 * Resources that a service's actions, or one of them, can be limited to, as the service authorization reference lists
 * them: this environment's, where this project gives the names. Ids that AWS makes are open. All others take `*` alone.
 */
function limitsOf(environment: Environment): Readonly<Record<string, string[]>> {
  const { name, account } = environment;
  const here = (service: string, ...resources: string[]): string[] =>
    resources.map((resource) => arn(environment, service, resource));
  const issuers = `oidc-provider/${regionalService(environment, "oidc.eks")}/*`;
  const any = ["*"];
  return {
    cloudwatch: here("cloudwatch", "alarm:*"), // DescribeAlarms looks through all of them
    "cloudwatch:GetDashboard": [`arn:${partition}:cloudwatch::${account}:dashboard/${name}-*`],
    "ec2:DescribeVpcAttribute": here("ec2", "vpc/*"),
    "ec2:DescribeVpcEndpointServicePermissions": here("ec2", "vpc-endpoint-service/*"),
    eks: here("eks", `access-entry/${name}/*`, `addon/${name}/*`, `cluster/${name}`, `nodegroup/${name}/*`),
    events: here("events", `rule/${name}-*`),
    iam: [iamArn(environment, `role/${name}-*`), iamArn(environment, issuers)],
    kms: here("kms", "key/*"),
    "kms:ListAliases": any,
    lambda: here("lambda", `function:${name}-*`),
    logs: here("logs", "log-group:*"),
    "logs:DescribeLogGroups": any,
    rds: here("rds", "*"),
    route53: [`arn:${partition}:route53:::hostedzone/*`],
    secretsmanager: here("secretsmanager", `secret:*-${name}-*`),
    sns: here("sns", `${name}-*`),
    sqs: here("sqs", `${name}-*`),
    "vpc-lattice": here("vpc-lattice", "resourceconfiguration/*", "resourcegateway/*"),
    "vpc-lattice:ListTagsForResource": any,
    wafv2: [
      ...here("wafv2", "regional/webacl/*"),
      ...here("elasticloadbalancing", `loadbalancer/app/${name}-*`),
    ],
  };
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
