import { account, acme, type Mutation, withOpenKey, withoutGuard } from "./support";

export const locks: Mutation[] = [
  [
    "no denial in the secret's policy",
    withoutGuard,
    ["violated: The policy of a secret and the policy of its key each deny administrators"],
  ],
  [
    "no policy of the secret",
    (stacks) => {
      delete stacks.json("org-globex").resource.aws_secretsmanager_secret_policy;
    },
    ["violated: The policy of a secret and the policy of its key each deny administrators"],
  ],
  [
    "a key for the whole account",
    withOpenKey,
    ["violated: The policy of a secret and the policy of its key each deny administrators"],
  ],
  [
    "neither lock",
    (stacks) => {
      withoutGuard(stacks);
      withOpenKey(stacks);
    },
    [`administrators of ${account} may read ${acme}`],
  ],
  [
    "a key without a policy",
    (stacks) => {
      withoutGuard(stacks);
      delete stacks.one("org-acme", "aws_kms_key").policy;
    },
    [`administrators of ${account} may read ${acme}`],
  ],
  [
    "a secret without a key of its own",
    (stacks) => {
      withoutGuard(stacks);
      delete stacks.one("org-acme", "aws_secretsmanager_secret", "secrets_credentials").kms_key_id;
    },
    [`administrators of ${account} may read ${acme}`, "violated: Secrets are encrypted with their own key"],
  ],
  [
    "a key that every principal may use",
    (stacks) => {
      const statement = stacks.statement("org-acme", "secrets_key_policy", "ReadSecretsAsOrganization");
      Object.assign(statement, { principals: [{ type: "AWS", identifiers: ["*"] }], condition: [] });
    },
    ["violated: No policy of a key, secret, role, topic or queue allows every principal"],
  ],
  [
    "a pattern of roles in the denial",
    (stacks) => {
      withOpenKey(stacks);
      const [condition] = stacks.statement(
        "org-acme",
        "secrets_credentials_guard",
        "OnlyTheseRolesRead",
      ).condition;
      condition.values = [`arn:aws:iam::${account}:role/test-*`];
    },
    [`administrators of ${account} may read ${acme}`],
  ],
  [
    "a denial that a principal can switch off",
    (stacks) => {
      withOpenKey(stacks);
      stacks.statement("org-acme", "secrets_credentials_guard", "OnlyTheseRolesRead").condition.push({
        test: "StringNotEquals",
        variable: "aws:UserAgent",
        values: ["backdoor"],
      });
    },
    [`administrators of ${account} may read ${acme}`],
  ],
  [
    "a denial of another action",
    (stacks) => {
      withOpenKey(stacks);
      stacks.statement("org-acme", "secrets_credentials_guard", "OnlyTheseRolesRead").actions = [
        "secretsmanager:DescribeSecret",
      ];
    },
    [`administrators of ${account} may read ${acme}`],
  ],
  [
    "a secret for another account",
    (stacks) => {
      withoutGuard(stacks);
      const statement = {
        effect: "Allow",
        principals: [{ type: "AWS", identifiers: ["*"] }],
        resources: ["*"],
      };
      const document = stacks.json("org-acme").data.aws_iam_policy_document;
      const name = Object.keys(document).find((key) => key.startsWith("secrets_credentials_guard")) ?? "";
      document[name].statement.push({ ...statement, actions: ["secretsmanager:GetSecretValue"] });
      Object.assign(stacks.statement("org-acme", "secrets_key_policy", "ReadSecretsAsOrganization"), {
        principals: [{ type: "AWS", identifiers: ["*"] }],
        condition: [],
      });
    },
    [`other accounts may read ${acme}`],
  ],
  [
    "writers without a denial",
    (stacks) => {
      stacks.removeStatement("org-acme", "secrets_credentials_guard", "OnlyTheseRolesWrite");
    },
    [`administrators of ${account} may write ${acme}`],
  ],
];
