import { account, acme, type Mutation } from "./support";

const ways: [string, object, string][] = [
  ["secretsmanager:PutResourcePolicy", {}, `test-org-globex replaces a secret's policy: ${acme}`],
  ["secretsmanager:DeleteResourcePolicy", {}, `test-org-globex removes a secret's policy: ${acme}`],
  ["secretsmanager:*", {}, `test-org-globex rotates a secret with a function of its own: ${acme}`],
  [
    "kms:PutKeyPolicy",
    {},
    "test-org-globex replaces a key's policy: test-org-acme/aws_kms_key.secrets_key_29381DD2",
  ],
  ["iam:PassRole", {}, "test-org-globex passes a role to something that it runs: test-org-acme"],
  [
    "iam:PassRole",
    { Resource: `arn:aws:iam::${account}:role/test-*` },
    "test-org-globex passes a role to something that it runs: test-org-acme",
  ],
  ["iam:UpdateAssumeRolePolicy", {}, "test-org-globex changes who may assume a role: test-org-acme"],
  ["iam:Put*", {}, "test-org-globex gives a role permissions: test-org-acme"],
  ["iam:AttachRolePolicy", {}, "test-org-globex attaches policies to a role: test-org-globex"],
  ["rds:ModifyDBInstance", {}, "test-org-globex sets the master password of an instance: test-shared"],
  ["rds:*", {}, "test-org-globex copies an instance at a point in time: test-shared"],
  ["rds:CreateDBInstance*", {}, "test-org-globex copies an instance as its replica: test-shared"],
  ["rds:Start*", {}, "test-org-globex copies backups of an instance to another region: test-shared"],
  ...[
    ["iam:CreateLoginProfile", "gives a user a console password"],
    ["iam:PutGroupPolicy", "gives a group of users permissions"],
    ["iam:AttachGroupPolicy", "attaches policies to a group of users"],
    ["eks:UpdateAccessEntry", "puts a principal into groups of Kubernetes"],
    ["eks:UpdatePodIdentityAssociation", "gives a service account another role"],
  ].map(([action, does]): [string, object, string] => [
    action as string,
    {},
    `test-org-globex ${does}: everything that IAM or EKS hands out`,
  ]),
  [
    "eks:CreateAccessEntry",
    {},
    "test-org-globex lets a principal into Kubernetes: everything that IAM or EKS hands out",
  ],
  [
    "eks:AssociateAccessPolicy",
    {},
    "test-org-globex makes a principal an administrator of Kubernetes: everything that IAM or EKS hands out",
  ],
  [
    "eks:CreatePodIdentityAssociation",
    {},
    "test-org-globex gives a service account a role: everything that IAM or EKS hands out",
  ],
  ["ssm:SendCommand", {}, "test-org-globex runs commands on nodes: everything that IAM or EKS hands out"],
  [
    "ssm:SendCommand",
    { Resource: `arn:aws:ec2:eu-west-1:${account}:instance/*` },
    "test-org-globex runs commands on nodes: everything that IAM or EKS hands out",
  ],
  ["ssm:StartSession", {}, "test-org-globex opens a session on a node: everything that IAM or EKS hands out"],
];

export const indirect: Mutation[] = [
  ...ways.map(
    ([action, more, fact]): Mutation => [
      `${action} ${JSON.stringify(more)}`,
      (stacks) =>
        stacks.grant("org-globex", "identity_role", {
          Effect: "Allow",
          Action: action,
          Resource: "*",
          ...more,
        }),
      [fact],
    ],
  ),
  [
    "a function whose code a neighbour replaces",
    (stacks) => {
      stacks.add("database", "aws_lambda_function", "credentials", {
        function_name: "test-credentials",
        role: `arn:aws:iam::${account}:role/test-org-acme`,
      });
      stacks.grant("org-globex", "identity_role", {
        Effect: "Allow",
        Action: "lambda:UpdateFunctionCode",
        Resource: "*",
      });
    },
    ["test-org-globex replaces the code of a function: test-org-acme"],
  ],
  [
    "a grant of a key",
    (stacks) => {
      stacks.add("org-acme", "aws_kms_grant", "stolen", {
        key_id: `\${aws_kms_key.secrets_key_29381DD2.key_id}`,
        grantee_principal: `arn:aws:iam::${account}:role/test-org-globex`,
        operations: ["Decrypt"],
      });
    },
    ["unknown: The policy of a secret and the policy of its key each deny administrators"],
  ],
  [
    "an organization that administers Kubernetes",
    (stacks) =>
      stacks.add("cluster", "aws_eks_access_policy_association", "stolen", {
        policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
        principal_arn: `arn:aws:iam::${account}:role/test-org-globex`,
        access_scope: { type: "cluster" },
      }),
    ["test-org-globex administers Kubernetes (AmazonEKSEditPolicy): all service accounts"],
  ],
  [
    "metadata two hops away",
    (stacks) => {
      stacks.one("cluster", "aws_launch_template").metadata_options.http_put_response_hop_limit = 2;
    },
    ["violated: Pods cannot request the credentials of their node"],
  ],
  [
    "metadata without a token",
    (stacks) => {
      stacks.one("cluster", "aws_launch_template").metadata_options.http_tokens = "optional";
    },
    ["violated: Pods cannot request the credentials of their node"],
  ],
  [
    "a key whose policy lets a neighbour replace it",
    (stacks) => {
      const statement = stacks.statement("org-acme", "secrets_key_policy", "AdministerKey");
      statement.principals[0].identifiers.push(`arn:aws:iam::${account}:role/test-org-globex`);
    },
    ["test-org-globex replaces a key's policy: test-org-acme/aws_kms_key.secrets_key_29381DD2"],
  ],
];
