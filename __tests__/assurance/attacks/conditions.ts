import type { Weakening } from "../mutations/mutation";
import type { Synthesis } from "../support/mutations";

// biome-ignore lint/suspicious/noExplicitAny: statements of policy documents
type Statement = any;

/** Conditions that make the guard of a secret deny hardly any principal. */
const neutralizing: readonly (readonly [test: string, variable: string, ...values: string[]])[] = [
  ["Bool", "aws:ViaAWSService", "true"],
  ["BoolIfExists", "aws:MultiFactorAuthPresent", "true"],
  ["Bool", "aws:SecureTransport", "false"],
  ["Bool", "aws:PrincipalIsAWSService", "true"],
  ["DateLessThan", "aws:CurrentTime", "2020-01-01T00:00:00Z"],
  ["DateGreaterThan", "aws:CurrentTime", "2099-01-01T00:00:00Z"],
  ["IpAddress", "aws:SourceIp", "198.51.100.0/24"],
  ["NotIpAddress", "aws:SourceIp", "10.0.0.0/8"],
  ["NumericLessThan", "aws:MultiFactorAuthAge", "1"],
  ["StringEquals", "secretsmanager:VersionStage", "AWSPENDING"],
  ["StringEquals", "secretsmanager:SecretId", "other"],
  ["StringEquals", "aws:ResourceTag/guarded", "yes"],
  ["StringEquals", "aws:PrincipalType", "User"],
  ["StringNotLike", "aws:userid", "*"],
  ["Null", "ec2:SourceInstanceArn", "true"],
  ["ForAnyValue:StringEquals", "aws:PrincipalOrgPaths", "o-1/r-1/*"],
  ["ForAnyValue:StringEquals", "aws:CalledVia", "cloudformation.amazonaws.com"],
  ["StringEquals", "aws:PrincipalArn", "&{aws:PrincipalArn}x"],
];

const guard =
  (change: (statement: Statement) => void) =>
  (json: Synthesis): void =>
    change(json.statement("org-acme", "secrets_credentials_guard"));

const named = /secrets_credentials|acme-test-database-credentials/;

/** Locks without effect: conditions that never hold, principals that do not exist, blocks made elsewhere. */
export const conditions: readonly Weakening[] = [
  ...neutralizing.map(
    ([test, variable, ...values]): Weakening => [
      `a secret's guard holds only where ${test} of ${variable}`,
      guard(({ condition }) => condition.push({ test, variable, values })),
      named,
    ],
  ),
  [
    "a secret's guard exempts a principal by a variable's default",
    guard(({ condition }) =>
      condition[0].values.push("&{aws:PrincipalTag/team, 'arn:aws:iam::111122223333:role/test-node'}"),
    ),
    named,
  ],
  [
    "a secret's guard exempts every caller by a policy variable",
    guard((statement) => {
      statement.condition[0].values = ["&{aws:PrincipalArn}"];
    }),
    named,
  ],
  [
    "a secret's guard compares with an empty list",
    guard((statement) => {
      statement.condition[0].values = [];
    }),
    named,
  ],
  [
    "a secret's guard compares an unknown condition key",
    guard((statement) => {
      statement.condition[0].variable = "aws:PrincipalARNs";
    }),
    named,
  ],
  [
    "a secret's guard uses an unknown condition operator",
    guard((statement) => {
      statement.condition[0].test = "StringNotEqual";
    }),
    named,
  ],
  [
    "a secret's guard is for services alone",
    guard((statement) => {
      statement.principals = [{ type: "Service", identifiers: ["*"] }];
    }),
    named,
  ],
  [
    "a secret's guard is for identities of other issuers alone",
    guard((statement) => {
      statement.principals = [{ type: "Federated", identifiers: ["*"] }];
    }),
    named,
  ],
  [
    "a secret's guard is for one role",
    guard((statement) => {
      statement.principals = [{ type: "AWS", identifiers: ["arn:aws:iam::111122223333:role/test-node"] }];
    }),
    named,
  ],
  [
    "a secret's guard excepts every principal",
    guard((statement) => {
      statement.not_principals = statement.principals;
      Reflect.deleteProperty(statement, "principals");
    }),
    named,
  ],
  [
    "a secret's guard has NotResource *",
    guard((statement) => {
      statement.not_resources = ["*"];
      Reflect.deleteProperty(statement, "resources");
    }),
    named,
  ],
  [
    "a secret's guard names an ARN without its suffix",
    guard((statement) => {
      statement.resources = [
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme-test-database-credentials",
      ];
    }),
    named,
  ],
  [
    "a secret's guard gets conditions from a dynamic block",
    guard((statement) => {
      statement.dynamic = {
        condition: {
          for_each: [1],
          content: { test: "Null", variable: "aws:PrincipalArn", values: ["true"] },
        },
      };
    }),
    named,
  ],
  [
    "a key's statement gets principals from a dynamic block",
    (json) => {
      json.statement("org-acme", "secrets_key_policy", "ReadSecretsAsOrganization").dynamic = {
        principals: { for_each: [1], content: { type: "AWS", identifiers: ["*"] } },
      };
    },
    /secrets_key|acme-test/,
  ],
  [
    "a policy with variables has the version that does not know them",
    (json) => {
      const document = json.document("org-acme", "secrets_credentials_guard");
      document.version = "2008-10-17";
      document.statement[0].condition[0].values.push("&{aws:PrincipalTag/spared}");
    },
    named,
  ],
  [
    "a policy as text has no version, and variables",
    (json) => {
      const lock = json.one("org-acme", "aws_secretsmanager_secret_policy", "secrets_credentials");
      lock.policy = JSON.stringify({
        Statement: [
          {
            Effect: "Deny",
            Principal: "*",
            Action: "secretsmanager:*",
            Resource: "*",
            Condition: { StringNotLike: { "aws:PrincipalArn": "$${aws:PrincipalArn}" } },
          },
        ],
      });
    },
    named,
  ],
  [
    "a policy as text has its statements under another name",
    (json) => {
      const lock = json.one("org-acme", "aws_secretsmanager_secret_policy", "secrets_credentials");
      lock.policy = JSON.stringify({ Version: "2012-10-17", Statement: [], statement: [] });
    },
    named,
  ],
];
