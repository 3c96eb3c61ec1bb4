import { rule, type Weakening } from "../mutation";

const ways: [action: string, found: string][] = [
  ["secretsmanager:PutResourcePolicy", "replaces a secret's policy: acme-test-database-credentials"],
  ["kms:PutKeyPolicy", "replaces a key's policy: test-org-acme/aws_kms_key."],
  ["iam:PassRole", "passes a role to something that it runs: test-org-acme"],
  ["iam:UpdateAssumeRolePolicy", "changes who may assume a role: test-org-acme"],
  ["iam:AttachRolePolicy", "attaches policies to a role: test-org-globex"],
  ["lambda:UpdateFunctionCode", "replaces the code of a function: test-database-credentials"],
  ["lambda:InvokeFunction", "calls a function: test-database-credentials"],
  ["rds:ModifyDBInstance", "sets the master password of an instance: test-shared"],
  ["rds:*", "copies an instance at a point in time: test-shared"],
  ["eks:CreateAccessEntry", "lets a principal into Kubernetes"],
  ["ssm:Send*", "runs commands on nodes"],
];

/** Permissions that lead to credentials without the right to read them. */
export const detours: Weakening[] = [
  ...ways.map(
    ([action, found]): Weakening => [
      `a neighbour's ${action}`,
      (json) => json.grant("org-globex", "identity_role", { Effect: "Allow", Action: action, Resource: "*" }),
      new RegExp(`credentials: test-org-globex ${found.replace(/\./g, "\\.")}`),
    ],
  ),
  [
    "AdministratorAccess on every node",
    (json) =>
      json.add("cluster", "aws_iam_role_policy_attachment", "mutant", {
        role: json.id("cluster", "aws_iam_role", "nodes_role", "name"),
        policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
      }),
    /credentials: test-node passes a role to something that it runs: test-org-acme/,
  ],
  [
    "a policy that cannot be read",
    (json) =>
      json.add("org-globex", "aws_iam_role_policy_attachment", "mutant", {
        role: json.id("org-globex", "aws_iam_role", "", "name"),
        policy_arn: "arn:aws:iam::111122223333:policy/elsewhere",
      }),
    rule("Roles of organizations' pods name actions and resources without wildcards"),
  ],
  [
    "an organization that administers Kubernetes",
    (json) =>
      json.add("cluster", "aws_eks_access_policy_association", "mutant", {
        policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
        principal_arn: "arn:aws:iam::111122223333:role/test-org-globex",
        access_scope: { type: "cluster" },
      }),
    /credentials: test-org-globex administers Kubernetes \(AmazonEKSEditPolicy\): all service accounts/,
  ],
  [
    "instance metadata that pods can reach",
    (json) => {
      json.one("cluster", "aws_launch_template").metadata_options.http_put_response_hop_limit = 2;
    },
    rule("Pods cannot request the credentials of their node"),
  ],
  [
    "a function that every principal may call",
    (json) =>
      json.add("database", "aws_lambda_permission", "mutant", {
        action: "lambda:InvokeFunction",
        function_name: json.id("database", "aws_lambda_function", "credentials_function", "function_name"),
        principal: "*",
      }),
    rule("Functions are called by AWS services only on behalf of resources of this account"),
  ],
  [
    "a function that events of any account may call",
    (json) => {
      delete json.one("database", "aws_lambda_permission", "credentials_function_age").source_arn;
    },
    rule("Functions are called by AWS services only on behalf of resources of this account"),
  ],
  [
    "logs that go to another account, too",
    (json) =>
      json.add("database", "aws_cloudwatch_log_subscription_filter", "mutant", {
        log_group_name: json.id("database", "aws_cloudwatch_log_group", "instance_logs_postgresql", "name"),
        destination_arn: "arn:aws:logs:eu-west-1:444455556666:destination:all",
        filter_pattern: "",
      }),
    rule("Every resource that could hold or issue credentials has a type that the proof knows"),
  ],
  ...[
    "aws_iam_user",
    "aws_ssm_parameter",
    "aws_lambda_function_url",
    "aws_db_snapshot",
    "kubernetes_role_binding_v1",
  ].map(
    (type): Weakening => [
      `something that is not judged: ${type}`,
      (json) => json.add("org-acme", type, "mutant", { name: "mutant" }),
      rule("Every resource that could hold or issue credentials has a type that the proof knows"),
    ],
  ),
];
