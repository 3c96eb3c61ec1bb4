import { account, type Mutation } from "./support";

export const trust: Mutation[] = [
  [
    "a trust without sub",
    (stacks) => {
      const statement = stacks.statement("org-acme", "identity_role_trust");
      statement.condition = statement.condition.slice(1);
    },
    ["service account <another namespace>/<another service account> may assume test-org-acme"],
  ],
  [
    "a trust without aud",
    (stacks) => {
      const statement = stacks.statement("org-acme", "identity_role_trust");
      statement.condition = statement.condition.slice(0, 1);
    },
    [
      "violated: Roles for service accounts name one subject and one audience exactly, and IAM accepts tokens of clusters alone",
    ],
  ],
  [
    "a trust without conditions",
    (stacks) => {
      stacks.statement("org-acme", "identity_role_trust").condition = [];
    },
    ["service account <another namespace>/<another service account> may assume test-org-acme"],
  ],
  [
    "any sub",
    (stacks) => {
      const [sub] = stacks.statement("org-acme", "identity_role_trust").condition;
      Object.assign(sub, { test: "StringLike", values: ["*"] });
    },
    ["service account globex/globex may assume test-org-acme"],
  ],
  [
    "any account of any namespace",
    (stacks) => {
      const [sub] = stacks.statement("org-acme", "identity_role_trust").condition;
      Object.assign(sub, { test: "StringLike", values: ["system:serviceaccount:*:acme"] });
    },
    ["service account <another namespace>/<another service account> may assume test-org-acme"],
  ],
  [
    "any account of one namespace",
    (stacks) => {
      const [sub] = stacks.statement("org-acme", "identity_role_trust").condition;
      Object.assign(sub, { test: "StringLike", values: ["system:serviceaccount:acme:*"] });
    },
    ["service account acme/<another service account> may assume test-org-acme"],
  ],
  [
    "a pattern that a neighbour's name meets",
    (stacks) => {
      const [sub] = stacks.statement("org-acme", "identity_role_trust").condition;
      Object.assign(sub, { test: "StringLike", values: ["system:serviceaccount:?????*:?????*"] });
    },
    ["service account globex/globex may assume test-org-acme"],
  ],
  [
    "a neighbour's sub as well",
    (stacks) => {
      const [sub] = stacks.statement("org-acme", "identity_role_trust").condition;
      sub.values.push("system:serviceaccount:globex:globex");
    },
    ["service account globex/globex may assume test-org-acme"],
  ],
  [
    "every subject but one",
    (stacks) => {
      const [sub] = stacks.statement("org-acme", "identity_role_trust").condition;
      sub.test = "StringNotEquals";
    },
    ["service account <another namespace>/<another service account> may assume test-org-acme"],
  ],
  [
    "sub only where there is one",
    (stacks) => {
      const [sub] = stacks.statement("org-acme", "identity_role_trust").condition;
      sub.test = "StringEqualsIfExists";
    },
    [
      "violated: Roles for service accounts name one subject and one audience exactly, and IAM accepts tokens of clusters alone",
    ],
  ],
  [
    "the sub of another issuer",
    (stacks) => {
      const [sub] = stacks.statement("org-acme", "identity_role_trust").condition;
      sub.variable = "token.actions.githubusercontent.com:sub";
    },
    [
      "violated: Roles for service accounts name one subject and one audience exactly, and IAM accepts tokens of clusters alone",
    ],
  ],
  [
    "a provider outside of the configuration",
    (stacks) => {
      const [principal] = stacks.statement("org-acme", "identity_role_trust").principals;
      principal.identifiers.push(`arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`);
    },
    [
      "violated: Roles for service accounts name one subject and one audience exactly, and IAM accepts tokens of clusters alone",
    ],
  ],
  [
    "trust in the account",
    (stacks) => {
      const statement = stacks.statement("org-acme", "identity_role_trust");
      statement.actions.push("sts:AssumeRole");
      statement.principals.push({ type: "AWS", identifiers: [`arn:aws:iam::${account}:root`] });
      statement.condition = [];
    },
    [`administrators of ${account} may assume test-org-acme`],
  ],
  [
    "trust in every principal",
    (stacks) => {
      const statement = stacks.statement("org-acme", "identity_role_trust");
      Object.assign(statement, {
        actions: ["sts:AssumeRole"],
        principals: [{ type: "AWS", identifiers: ["*"] }],
        condition: [],
      });
    },
    [
      "other accounts may assume test-org-acme",
      "violated: No policy of a key, secret, role, topic or queue allows every principal",
    ],
  ],
  [
    "trust in a neighbour",
    (stacks) => {
      const statement = stacks.statement("org-acme", "identity_role_trust");
      Object.assign(statement, {
        actions: ["sts:AssumeRole"],
        principals: [{ type: "AWS", identifiers: [`arn:aws:iam::${account}:role/test-org-globex`] }],
        condition: [],
      });
    },
    ["test-org-globex may assume test-org-acme"],
  ],
  [
    "trust in the nodes",
    (stacks) => {
      const statement = stacks.statement("org-acme", "identity_role_trust");
      Object.assign(statement, {
        actions: ["sts:AssumeRole"],
        principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }],
        condition: [],
      });
    },
    ["ec2.amazonaws.com may assume test-org-acme"],
  ],
  [
    "a pod identity for another service account",
    (stacks) =>
      stacks.add("org-globex", "aws_eks_pod_identity_association", "stolen", {
        cluster_name: "test",
        namespace: "globex",
        service_account: "globex",
        role_arn: `arn:aws:iam::${account}:role/test-org-acme`,
      }),
    ["service account globex/globex may assume test-org-acme"],
  ],
  [
    "trust in assertions of a company's directory",
    (stacks) => {
      Object.assign(stacks.statement("org-acme", "identity_role_trust"), {
        actions: ["sts:AssumeRoleWithSAML"],
        principals: [{ type: "Federated", identifiers: [`arn:aws:iam::${account}:saml-provider/company`] }],
        condition: [],
      });
    },
    [`holders of tokens of arn:aws:iam::${account}:saml-provider/company may assume test-org-acme`],
  ],
];
