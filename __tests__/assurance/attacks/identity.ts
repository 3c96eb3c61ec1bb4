// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform and IAM write templates so

import type { Weakening } from "../mutations/mutation";
import type { Synthesis } from "../support/mutations";

type Statement = Record<string, unknown>;
const statements = (json: Synthesis, stack: string, part: string): Statement[] => {
  const documents = json.json(stack).data.aws_iam_policy_document;
  const name = Object.keys(documents).find((key) => key.startsWith(part));
  if (name === undefined) throw new Error(`${stack}: no document ${part}`);
  return documents[name].statement;
};
const aws = (...identifiers: string[]) => [{ type: "AWS", identifiers }];
const role = "arn:aws:iam::111122223333:role/test-org-acme";

const trust = (statement: Statement) => (json: Synthesis) => {
  statements(json, "org-acme", "identity_role_trust").push({ effect: "Allow", ...statement });
};
const keyFor = (statement: Statement) => (json: Synthesis) => {
  statements(json, "org-acme", "secrets_key_policy").push({
    effect: "Allow",
    resources: ["*"],
    ...statement,
  });
};
const grantTo = (stack: string, name: string, statement: Statement) => (json: Synthesis) =>
  json.grant(stack, name, { Effect: "Allow", ...statement });
const subjectOf = (json: Synthesis): { values: string[] } & Statement => {
  const [first] = statements(json, "org-acme", "identity_role_trust") as [Statement];
  return (first.condition as [{ values: string[] } & Statement])[0];
};
const guard = (json: Synthesis) =>
  json.statement("org-acme", "secrets_credentials_guard", "OnlyTheseRolesRead");

/** Principals in every spelling, conditions that say less than they seem to, and second policies on one thing. */
export const identity: readonly Weakening[] = [
  [
    "a role trusts the account by number",
    trust({ actions: ["sts:AssumeRole"], principals: aws("111122223333") }),
    /test-org-acme|identity_role/,
  ],
  [
    "a role trusts a foreign account's root",
    trust({ actions: ["sts:AssumeRole"], principals: aws("arn:aws:iam::999988887777:root") }),
    /identity_role|test-org-acme/,
  ],
  [
    "a role trusts every principal of an AWS organization",
    trust({
      actions: ["sts:AssumeRole"],
      principals: aws("*"),
      condition: [{ test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-1234567890"] }],
    }),
    /identity_role|test-org-acme/,
  ],
  [
    "a role trusts every principal by a Null condition",
    trust({
      actions: ["sts:AssumeRole"],
      principals: aws("*"),
      condition: [{ test: "Null", variable: "aws:PrincipalTag/x", values: ["true"] }],
    }),
    /identity_role|test-org-acme/,
  ],
  [
    "a role trusts every principal by ForAllValues, which matches requests without the key",
    trust({
      actions: ["sts:AssumeRole"],
      principals: aws("*"),
      condition: [{ test: "ForAllValues:StringEquals", variable: "aws:TagKeys", values: ["x"] }],
    }),
    /identity_role|test-org-acme/,
  ],
  [
    "a role trusts its caller's own ARN by a variable",
    trust({
      actions: ["sts:AssumeRole"],
      principals: aws("*"),
      condition: [{ test: "ArnEquals", variable: "aws:PrincipalArn", values: ["${aws:PrincipalArn}"] }],
    }),
    /identity_role|test-org-acme/,
  ],
  [
    "a role trusts by NotAction",
    trust({ not_actions: ["sts:TagSession"], principals: aws("arn:aws:iam::111122223333:root") }),
    /identity_role|test-org-acme/,
  ],
  [
    "a role trusts by NotPrincipal",
    trust({ actions: ["sts:AssumeRole"], not_principals: aws("arn:aws:iam::999988887777:root") }),
    /identity_role|test-org-acme/,
  ],
  [
    "a role trusts a session of the node's role",
    trust({
      actions: ["sts:AssumeRole"],
      principals: aws("arn:aws:sts::111122223333:assumed-role/test-node/i-0123"),
    }),
    /identity_role|test-org-acme/,
  ],
  [
    "a role trusts EC2",
    trust({
      actions: ["sts:AssumeRole"],
      principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }],
    }),
    /identity_role|test-org-acme/,
  ],
  [
    "a role trusts Pod Identity",
    trust({
      actions: ["sts:AssumeRole", "sts:TagSession"],
      principals: [{ type: "Service", identifiers: ["pods.eks.amazonaws.com"] }],
    }),
    /identity_role|test-org-acme/,
  ],
  [
    "a role trusts Cognito identities",
    trust({
      actions: ["sts:AssumeRoleWithWebIdentity"],
      principals: [{ type: "Federated", identifiers: ["cognito-identity.amazonaws.com"] }],
    }),
    /identity_role|test-org-acme/,
  ],
  [
    "a role trusts workflows of GitHub Actions",
    trust({
      actions: ["sts:AssumeRoleWithWebIdentity"],
      principals: [
        {
          type: "Federated",
          identifiers: ["arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"],
        },
      ],
    }),
    /identity_role|test-org-acme/,
  ],
  [
    "a role trusts SAML identities",
    trust({
      actions: ["sts:AssumeRoleWithSAML"],
      principals: [{ type: "Federated", identifiers: ["arn:aws:iam::111122223333:saml-provider/x"] }],
    }),
    /identity_role|test-org-acme/,
  ],
  [
    "a role trusts IAM Roles Anywhere",
    trust({
      actions: ["sts:AssumeRole", "sts:SetSourceIdentity"],
      principals: [{ type: "Service", identifiers: ["rolesanywhere.amazonaws.com"] }],
    }),
    /identity_role|test-org-acme/,
  ],
  [
    "a service account's trust compares the subject by IfExists",
    (json) => {
      subjectOf(json).test = "StringEqualsIfExists";
    },
    /identity_role|test-org-acme/,
  ],
  [
    "a service account's trust accepts every account of the namespace",
    (json) => {
      Object.assign(subjectOf(json), { test: "StringLike", values: ["system:serviceaccount:acme:*"] });
    },
    /identity_role|test-org-acme/,
  ],
  [
    "a service account's trust ends in a ? wildcard",
    (json) => {
      Object.assign(subjectOf(json), { test: "StringLike", values: ["system:serviceaccount:acm?:acm?"] });
    },
    /identity_role|test-org-acme/,
  ],
  [
    "a service account's trust ignores case",
    (json) => {
      Object.assign(subjectOf(json), { test: "StringEqualsIgnoreCase" });
    },
    /identity_role|test-org-acme/,
  ],
  [
    "a service account's trust has another account's subject too",
    (json) => {
      subjectOf(json).values.push("system:serviceaccount:globex:globex");
    },
    /identity_role|test-org-acme/,
  ],
  [
    "a key lets the account use it, without its service",
    keyFor({
      actions: ["kms:Decrypt"],
      principals: aws("arn:aws:iam::111122223333:root"),
      condition: [
        {
          test: "StringEqualsIfExists",
          variable: "kms:ViaService",
          values: ["secretsmanager.eu-west-1.amazonaws.com"],
        },
      ],
    }),
    /secrets_key|acme-test/,
  ],
  [
    "a key lets every principal use it through Secrets Manager",
    keyFor({
      actions: ["kms:Decrypt"],
      principals: aws("*"),
      condition: [
        {
          test: "StringEquals",
          variable: "kms:ViaService",
          values: ["secretsmanager.eu-west-1.amazonaws.com"],
        },
      ],
    }),
    /secrets_key|acme-test/,
  ],
  [
    "a key allows grants to another account",
    keyFor({ actions: ["kms:CreateGrant"], principals: aws("arn:aws:iam::999988887777:root") }),
    /secrets_key|acme-test/,
  ],
  [
    "a key allows grants to the cluster's roles",
    keyFor({ actions: ["kms:CreateGrant"], principals: aws("arn:aws:iam::111122223333:role/test-node") }),
    /secrets_key|acme-test/,
  ],
  [
    "a key's administration is for the node's role",
    keyFor({ actions: ["kms:Put*"], principals: aws("arn:aws:iam::111122223333:role/test-node") }),
    /secrets_key|acme-test|test-node/,
  ],
  [
    "a key's policy allows decryption by a ? wildcard in the action",
    keyFor({ actions: ["kms:?ecrypt"], principals: aws("arn:aws:iam::111122223333:role/test-node") }),
    /secrets_key|acme-test|test-node/,
  ],
  [
    "a key has a second policy",
    (json) =>
      json.add("org-acme", "aws_kms_key_policy", "mutant", {
        key_id: json.id("org-acme", "aws_kms_key", "secrets_key", "key_id"),
        policy:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}]}',
      }),
    /secrets_key|mutant|acme-test/,
  ],
  [
    "a key is granted to another account",
    (json) =>
      json.add("org-acme", "aws_kms_grant", "mutant", {
        key_id: json.id("org-acme", "aws_kms_key", "secrets_key", "key_id"),
        grantee_principal: "arn:aws:iam::999988887777:role/x",
        operations: ["Decrypt"],
      }),
    /mutant|secrets_key/,
  ],
  [
    "a key's material is in an external key store",
    (json) => {
      json.one("org-acme", "aws_kms_key", "secrets_key").custom_key_store_id = "cks-1";
    },
    /custom_key_store_id/,
  ],
  [
    "a secret's guard exempts principals without an ARN",
    (json) => {
      guard(json).condition.push({ test: "Null", variable: "aws:PrincipalTag/team", values: ["false"] });
    },
    /secrets_credentials|acme-test-database-credentials/,
  ],
  [
    "a secret's guard exempts callers outside the VPC",
    (json) => {
      guard(json).condition.push({ test: "StringEquals", variable: "aws:SourceVpc", values: ["vpc-1"] });
    },
    /secrets_credentials|acme-test-database-credentials/,
  ],
  [
    "a secret's guard exempts a role by a pattern",
    (json) => {
      Object.assign(guard(json).condition[0], {
        test: "ArnNotLike",
        values: ["arn:aws:iam::111122223333:role/test-*"],
      });
    },
    /secrets_credentials|acme-test-database-credentials/,
  ],
  [
    "a secret's guard has NotAction GetSecretValue",
    (json) => {
      const lock = guard(json);
      lock.actions = undefined;
      lock.not_actions = ["secretsmanager:GetSecretValue"];
    },
    /secrets_credentials|acme-test-database-credentials/,
  ],
  [
    "a secret's guard is for another secret",
    (json) => {
      guard(json).resources = ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:other-??????"];
    },
    /secrets_credentials|acme-test-database-credentials/,
  ],
  [
    "a secret's policy lets another account read",
    (json) => {
      statements(json, "org-acme", "secrets_credentials_guard").push({
        effect: "Allow",
        actions: ["secretsmanager:Get*"],
        resources: ["*"],
        principals: aws("999988887777"),
      });
    },
    /secrets_credentials|acme-test-database-credentials/,
  ],
  [
    "a secret's policy lets the node rotate",
    (json) => {
      statements(json, "org-acme", "secrets_credentials_guard").push({
        effect: "Allow",
        actions: ["secretsmanager:RotateSecret"],
        resources: ["*"],
        principals: aws("arn:aws:iam::111122223333:role/test-node"),
      });
    },
    /secrets_credentials|acme-test-database-credentials|test-node/,
  ],
  [
    "a secret's policy lets the node change its policy",
    (json) => {
      statements(json, "org-acme", "secrets_credentials_guard").push({
        effect: "Allow",
        actions: ["secretsmanager:*Policy"],
        resources: ["*"],
        principals: aws("arn:aws:iam::111122223333:role/test-node"),
      });
    },
    /secrets_credentials|acme-test-database-credentials|test-node/,
  ],
  [
    "a secret has a second policy",
    (json) =>
      json.add("org-acme", "aws_secretsmanager_secret_policy", "mutant", {
        secret_arn: json.id("org-acme", "aws_secretsmanager_secret", "secrets_credentials", "arn"),
        policy: '{"Version":"2012-10-17","Statement":[]}',
      }),
    /mutant|secrets_credentials|acme-test/,
  ],
  [
    "a secret has an inline policy, too",
    (json) => {
      json.one("org-acme", "aws_secretsmanager_secret", "secrets_credentials").policy =
        '{"Version":"2012-10-17","Statement":[]}';
    },
    /secrets_credentials|acme-test/,
  ],
  [
    "a secret is copied to another region",
    (json) => {
      json.one("org-acme", "aws_secretsmanager_secret", "secrets_credentials").replica = [
        { region: "us-east-1" },
      ];
    },
    /secrets_credentials|replica/,
  ],
  [
    "a secret is rotated by another function",
    (json) => {
      json.one("org-acme", "aws_secretsmanager_secret_rotation", "provisioning").rotation_lambda_arn =
        "arn:aws:lambda:eu-west-1:111122223333:function:other";
    },
    /rotation|other/,
  ],
  [
    "a secret is rotated by a version of the function",
    (json) => {
      json.one("org-acme", "aws_secretsmanager_secret_rotation", "provisioning").rotation_lambda_arn =
        "${data.terraform_remote_state.database-state.outputs.credentials_function_arn}:1";
    },
    /rotation/,
  ],
  [
    "pods may read by NotAction",
    grantTo("org-acme", "identity_role", { NotAction: "iam:*", Resource: "*" }),
    /test-org-acme|org-acme/,
  ],
  [
    "pods may read by NotResource",
    grantTo("org-acme", "identity_role", {
      Action: "secretsmanager:GetSecretValue",
      NotResource: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x",
    }),
    /org-acme/,
  ],
  [
    "pods may assume any role",
    grantTo("org-acme", "identity_role", { Action: "sts:AssumeRole", Resource: "*" }),
    /org-acme/,
  ],
  [
    "pods may log in as any other",
    grantTo("org-acme", "identity_role", { Action: "rds-db:connect", Resource: "*" }),
    /org-acme/,
  ],
  [
    "pods may log in as the master by a variable",
    grantTo("org-acme", "identity_role", {
      Action: "rds-db:connect",
      Resource: "arn:aws:rds-db:eu-west-1:111122223333:dbuser:*/${aws:PrincipalTag/login}",
    }),
    /org-acme/,
  ],
  [
    "pods may call the function that makes logins",
    grantTo("org-acme", "identity_role", { Action: "lambda:Invoke*", Resource: "*" }),
    /org-acme/,
  ],
  [
    "pods may copy snapshots",
    grantTo("org-acme", "identity_role", {
      Action: ["rds:CopyDBSnapshot", "rds:ModifyDBSnapshotAttribute"],
      Resource: "*",
    }),
    /org-acme/,
  ],
  [
    "pods may restore a snapshot",
    grantTo("org-acme", "identity_role", {
      Action: ["rds:RestoreDBInstanceFromDBSnapshot", "rds:RestoreDBInstanceToPointInTime"],
      Resource: "*",
    }),
    /org-acme/,
  ],
  [
    "pods may export a snapshot",
    grantTo("org-acme", "identity_role", { Action: ["rds:StartExportTask", "iam:PassRole"], Resource: "*" }),
    /org-acme/,
  ],
  [
    "pods may send themselves the database's logs",
    grantTo("org-acme", "identity_role", {
      Action: ["logs:PutSubscriptionFilter", "logs:GetLogEvents", "rds:DownloadDBLogFilePortion"],
      Resource: "*",
    }),
    /org-acme/,
  ],
  [
    "nodes may change the instance's password",
    grantTo("cluster", "nodes_role", { Action: "rds:ModifyDBInstance", Resource: "*" }),
    /test-node/,
  ],
  [
    "nodes may make themselves an access entry",
    grantTo("cluster", "nodes_role", { Action: "eks:*", Resource: "*" }),
    /test-node/,
  ],
  [
    "nodes may run commands on machines",
    grantTo("cluster", "nodes_role", { Action: "ssm:SendCommand", Resource: "*" }),
    /test-node/,
  ],
  [
    "nodes may choose groups of interfaces",
    grantTo("cluster", "nodes_role", { Action: "ec2:ModifyNetworkInterfaceAttribute", Resource: "*" }),
    /test-node/,
  ],
  [
    "nodes may tag a group as the cluster's",
    grantTo("cluster", "nodes_vpc-cni", { Action: "ec2:CreateTags", Resource: "*" }),
    /vpc-cni/,
  ],
  [
    "nodes may put a secret into a stack of CloudFormation",
    grantTo("cluster", "nodes_role", {
      Action: ["cloudformation:CreateStack", "iam:PassRole"],
      Resource: "*",
    }),
    /test-node/,
  ],
  [
    "nodes may make signed web identities",
    grantTo("cluster", "nodes_role", {
      Action: [
        "iam:UpdateOpenIDConnectProviderThumbprint",
        "iam:CreateOpenIDConnectProvider",
        "iam:AddClientIDToOpenIDConnectProvider",
      ],
      Resource: "*",
    }),
    /test-node/,
  ],
  [
    "the function may pass its master password's secret on",
    grantTo("database", "credentials_function", {
      Action: "secretsmanager:ReplicateSecretToRegions",
      Resource: "*",
    }),
    /credentials/,
  ],
  [
    "a managed policy of AWS lets nodes read every secret",
    (json) =>
      json.add("cluster", "aws_iam_role_policy_attachment", "mutant", {
        role: json.id("cluster", "aws_iam_role", "nodes_role", "name"),
        policy_arn: "arn:aws:iam::aws:policy/SecretsManagerReadWrite",
      }),
    /mutant|test-node/,
  ],
  [
    "a managed policy of AWS lets nodes be called through SSM",
    (json) =>
      json.add("cluster", "aws_iam_role_policy_attachment", "mutant", {
        role: json.id("cluster", "aws_iam_role", "nodes_role", "name"),
        policy_arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
      }),
    /mutant|test-node/,
  ],
  [
    "a policy is attached by a job function's path",
    (json) =>
      json.add("cluster", "aws_iam_role_policy_attachment", "mutant", {
        role: "test-node",
        policy_arn: "arn:aws:iam::aws:policy/job-function/DatabaseAdministrator",
      }),
    /mutant|test-node/,
  ],
  [
    "a role has exclusive inline policies",
    (json) =>
      json.add("org-acme", "aws_iam_role_policies_exclusive", "mutant", {
        role_name: "test-org-acme",
        policy_names: [],
      }),
    /mutant|exclusive/,
  ],
  [
    "a permission lets a foreign account call the function",
    (json) =>
      json.add("database", "aws_lambda_permission", "mutant", {
        action: "lambda:InvokeFunction",
        function_name: "test-database-credentials",
        principal: "999988887777",
      }),
    /mutant/,
  ],
  [
    "a permission lets any bucket call the function",
    (json) =>
      json.add("database", "aws_lambda_permission", "mutant", {
        action: "lambda:InvokeFunction",
        function_name: "test-database-credentials",
        principal: "s3.amazonaws.com",
        source_account: "111122223333",
      }),
    /mutant/,
  ],
  [
    "a permission lets events of a foreign rule call the function",
    (json) =>
      json.add("database", "aws_lambda_permission", "mutant", {
        action: "lambda:*",
        function_name: "test-database-credentials",
        principal: "events.amazonaws.com",
        source_arn: "arn:aws:events:eu-west-1:111122223333:rule/*",
      }),
    /mutant/,
  ],
  [
    "an instance profile carries the function's role",
    (json) =>
      json.add("database", "aws_iam_instance_profile", "mutant", { role: "test-database-credentials" }),
    /mutant|instance_profile/,
  ],
  [
    "a second trust policy for a role of the cluster",
    (json) => {
      statements(json, "cluster", "control-plane_role_trust").push({
        actions: ["sts:AssumeRole"],
        principals: aws(role),
      });
    },
    /control-plane_role|test-cluster/,
  ],
  [
    "the credentials function's role trusts a pod",
    (json) => {
      statements(json, "database", "credentials_function_role_trust").push({
        actions: ["sts:AssumeRole"],
        principals: aws(role),
      });
    },
    /credentials/,
  ],
];
