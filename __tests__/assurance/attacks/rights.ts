// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import type { Weakening } from "../mutations/mutation";
import type { Synthesis } from "../support/mutations";

// biome-ignore lint/suspicious/noExplicitAny: statements of policy documents
type Statement = any;

/** What nodes may do beside pulling images: each is a right that nothing in the environment needs. */
const ofNodes: Readonly<Record<string, readonly string[]>> = {
  "make secrets under any name": ["secretsmanager:CreateSecret"],
  "delete secrets": ["secretsmanager:DeleteSecret"],
  "stop rotations": ["secretsmanager:CancelRotateSecret"],
  "read the code of functions": ["lambda:GetFunction"],
  "point rules of events at functions": ["events:PutRule", "events:PutTargets"],
  "start functions on a schedule": ["scheduler:CreateSchedule"],
  "run state machines": ["states:CreateStateMachine", "states:StartExecution"],
  "run jobs of Glue": ["glue:CreateJob", "glue:StartJobRun"],
  "run containers elsewhere": ["ecs:RunTask", "batch:SubmitJob"],
  "run notebooks": ["sagemaker:CreateNotebookInstance"],
  "start builds with roles of their own": ["codebuild:StartBuild", "codebuild:UpdateProject"],
  "tag roles": ["iam:TagRole"],
  "tag sessions": ["sts:TagSession"],
  "get tokens of a federated user": ["sts:GetFederationToken"],
  "call the Kubernetes API by the console": ["eks:AccessKubernetesApi"],
  "replace images that nodes pull": ["ecr:PutImage", "ecr:InitiateLayerUpload"],
  "change names in DNS": ["route53:ChangeResourceRecordSets", "route53:AssociateVPCWithHostedZone"],
  "forward questions for names": ["route53resolver:*"],
  "give VPCs other servers for names": ["ec2:AssociateDhcpOptions"],
  "mirror traffic": ["ec2:CreateTrafficMirrorSession"],
  "copy disks of nodes": ["ec2:CreateSnapshot", "ec2:ModifySnapshotAttribute"],
  "read user data of machines": ["ec2:DescribeInstanceAttribute"],
  "query a database by the Data API": ["rds-data:ExecuteStatement"],
  "change parameters of PostgreSQL": ["rds:ModifyDBParameterGroup"],
  "give an instance a role": ["rds:AddRoleToDBInstance"],
  "copy data by zero-ETL": ["rds:CreateIntegration"],
  "read log files of instances": ["rds:DownloadCompleteDBLogFile", "rds:DownloadDBLogFilePortion"],
  "restore backups": ["backup:StartRestoreJob", "backup:StartCopyJob"],
  "copy data by DMS": ["dms:*"],
  "read statements by Performance Insights": ["pi:GetResourceMetrics", "pi:GetDimensionKeyDetails"],
  "read logs": ["logs:GetLogEvents", "logs:FilterLogEvents", "logs:StartQuery"],
  "shorten how long logs are kept": ["logs:PutRetentionPolicy"],
  "delete logs": ["logs:DeleteLogGroup"],
  "stop the trail of the account": ["cloudtrail:StopLogging"],
  "read parameters": ["ssm:GetParameter*"],
  "get identities of Cognito": ["cognito-identity:*"],
  "move the account": ["organizations:*"],
  "give people roles": ["sso:*"],
  "trust certificates": ["rolesanywhere:*"],
  "run stacks of CloudFormation": ["cloudformation:CreateStack", "cloudformation:UpdateStack"],
  "read every bucket": ["s3:GetObject"],
  "do all with buckets": ["s3:*"],
};

const nodesMay =
  (actions: readonly string[], more: Statement = {}) =>
  (json: Synthesis): void =>
    json.grant("cluster", "nodes_role", { Effect: "Allow", Action: actions, Resource: "*", ...more });

const node = { type: "AWS", identifiers: ["arn:aws:iam::111122223333:role/test-node"] };
const keyFor =
  (...actions: string[]) =>
  (json: Synthesis): void => {
    json
      .document("org-acme", "secrets_key_policy")
      .statement.push({ actions, resources: ["*"], principals: [node] });
  };

/** Rights that no question of the proof is about. */
export const rights: readonly Weakening[] = [
  ...Object.entries(ofNodes).map(
    ([what, actions]): Weakening => [
      `nodes may ${what}`,
      nodesMay(actions),
      new RegExp(`test-cluster/aws_iam_role\\.nodes_role\\w* ${actions[0]?.replaceAll("*", "\\*")}`),
    ],
  ),
  ["nodes may change a secret's value", nodesMay(["secretsmanager:UpdateSecret"]), /test-node may write/],
  [
    "nodes may do everything but what a denial names",
    (json) =>
      json.grant(
        "cluster",
        "nodes_role",
        { Effect: "Allow", Action: "*", Resource: "*" },
        { Effect: "Deny", Action: ["secretsmanager:*", "kms:*", "iam:*", "ec2:*", "rds:*"], Resource: "*" },
      ),
    /nodes_role\w* \*/,
  ],
  [
    "nodes may do everything but what is spared",
    (json) =>
      json.grant("cluster", "nodes_role", { Effect: "Allow", NotAction: "secretsmanager:*", Resource: "*" }),
    /nodes_role\w* NotAction/,
  ],
  [
    "nodes may read the bucket of states by its name",
    (json) => {
      json.json("platform").terraform.backend = {
        s3: { bucket: "acme-states", key: "test-platform.tfstate", region: "eu-west-1", encrypt: true },
      };
      json.grant("cluster", "nodes_role", {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-st*/*",
      });
    },
    /nodes_role\w* s3:GetObject/,
  ],
  [
    "the credentials function may write to any bucket",
    (json) =>
      json.grant("database", "credentials_function", {
        Effect: "Allow",
        Action: "s3:PutObject",
        Resource: "*",
      }),
    /credentials_function_role\w* s3:PutObject/,
  ],
  [
    "a key lets nodes encrypt its data anew",
    keyFor("kms:ReEncryptFrom"),
    /brings what is encrypted under another key: \S*secrets_key/,
  ],
  [
    "a key lets all encrypt its data anew but another account",
    (json) => {
      json.document("org-acme", "secrets_key_policy").statement.push({
        actions: ["kms:ReEncryptFrom"],
        resources: ["*"],
        not_principals: [{ type: "AWS", identifiers: ["arn:aws:iam::999988887777:root"] }],
      });
    },
    /node brings what is encrypted under another key: \S*secrets_key/,
  ],
  ["a key lets nodes give its name away", keyFor("kms:UpdateAlias"), /secrets_key\w* kms:UpdateAlias/],
  [
    "a key lets nodes bring its material",
    keyFor("kms:ImportKeyMaterial"),
    /secrets_key\w* kms:ImportKeyMaterial/,
  ],
  [
    "a key lets nodes destroy it",
    keyFor("kms:ScheduleKeyDeletion"),
    /secrets_key\w* kms:ScheduleKeyDeletion/,
  ],
  [
    "a secret lets nodes delete it",
    (json) => {
      json.document("org-acme", "secrets_credentials_guard").statement.push({
        actions: ["secretsmanager:DeleteSecret"],
        resources: ["*"],
        principals: [node],
      });
    },
    /secrets_credentials\w* secretsmanager:DeleteSecret/,
  ],
];
