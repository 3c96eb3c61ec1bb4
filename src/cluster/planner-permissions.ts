import type { Environment } from "../config/model";
import { statePrefix } from "../config/names";
import { arn, bucketArn, iamArn, partition, regionalService } from "../foundation/arn";
import { type Statement, through } from "../foundation/policy";
import { refreshes } from "./planner-reads";

/** Permissions to refresh every stack and to read its states, and denials that no later permission can override. */
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
    // Applies also to requests that no AWS service makes on the planner's behalf.
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

/** Permissions to refresh, one statement per list of resources. */
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
 * Resources to which a service's actions, or one action, can be limited according to the service authorization
 * reference: those of this environment where this project chooses their names; where AWS generates ids, all of the
 * type. Other actions support only `*`.
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
 * Variables of functions contain names and no secrets. Lambda omits variables that the caller cannot decrypt, and every
 * plan would then show them as added.
 */
const readVariables = (environment: Environment): Statement => ({
  sid: "ReadVariables",
  actions: ["kms:Decrypt"],
  resources: [arn(environment, "kms", "key/*")],
  condition: [
    through(environment, "lambda"),
    {
      test: "StringLike",
      variable: "kms:EncryptionContext:aws:lambda:FunctionArn",
      values: [arn(environment, "lambda", `function:${environment.name}-*`)],
    },
  ],
});

/**
 * Reads the environment's states; writes only their lock objects:
 * https://developer.hashicorp.com/terraform/language/backend/s3
 */
function readStates(environment: Environment): Statement[] {
  const { state } = environment;
  if (state.backend === "local") return [];
  const states = statePrefix(environment);
  return [
    // All keys of the bucket: limited to a prefix, S3 would answer "forbidden" instead of "not found" for the state of
    // a new stack.
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
            condition: [through(stateRegion(environment), "s3")],
          },
        ]
      : []),
  ];
}

const stateRegion = ({ state, region }: Environment): { region: string } => ({
  region: state.backend === "s3" ? (state.region ?? region) : region,
});
