import {
  account,
  acme,
  decrypt,
  globex,
  type Mutation,
  read,
  withGuardSparing,
  withOpenKey,
} from "./support";

export const neighbours: Mutation[] = [
  [
    "a neighbour with all locks open to it",
    (stacks) => {
      withGuardSparing(stacks, "test-org-globex");
      withOpenKey(stacks);
      stacks.grant("org-globex", "identity_role", read, decrypt);
    },
    [`test-org-globex may read ${acme}`],
  ],
  [
    "a neighbour with a pattern of secrets",
    (stacks) => {
      withGuardSparing(stacks, "test-org-globex");
      withOpenKey(stacks);
      stacks.grant(
        "org-globex",
        "identity_role",
        { ...read, Resource: `arn:aws:secretsmanager:eu-west-1:${account}:secret:*-test-*` },
        decrypt,
      );
    },
    [
      `test-org-globex may read ${acme}`,
      "violated: Roles of organizations' pods name actions and resources without wildcards",
    ],
  ],
  [
    "a neighbour that guesses the end of an ARN",
    (stacks) => {
      withGuardSparing(stacks, "test-org-globex");
      withOpenKey(stacks);
      stacks.grant(
        "org-globex",
        "identity_role",
        { ...read, Resource: `arn:aws:secretsmanager:eu-west-1:${account}:secret:${acme}-AbCdEf` },
        decrypt,
      );
    },
    [`test-org-globex may read ${acme}`],
  ],
  [
    "a neighbour with a pattern of actions",
    (stacks) => {
      withGuardSparing(stacks, "test-org-globex");
      withOpenKey(stacks);
      stacks.grant(
        "org-globex",
        "identity_role",
        { ...read, Action: "secretsmanager:Get*" },
        { ...decrypt, Action: "kms:De*" },
      );
    },
    [`test-org-globex may read ${acme}`],
  ],
  [
    "a neighbour with everything but one action",
    (stacks) => {
      withGuardSparing(stacks, "test-org-globex");
      withOpenKey(stacks);
      stacks.grant("org-globex", "identity_role", { Effect: "Allow", NotAction: "s3:*", Resource: "*" });
    },
    [`test-org-globex may read ${acme}`],
  ],
  [
    "a policy that cannot be read",
    (stacks) => {
      withGuardSparing(stacks, "test-org-globex");
      withOpenKey(stacks);
      stacks.add("org-globex", "aws_iam_role_policy_attachment", "unknown", {
        role: "test-org-globex",
        policy_arn: `arn:aws:iam::${account}:policy/somewhere-else`,
      });
    },
    [`test-org-globex may read ${acme}`],
  ],
  [
    "AdministratorAccess",
    (stacks) => {
      withGuardSparing(stacks, "test-org-globex");
      withOpenKey(stacks);
      stacks.add("org-globex", "aws_iam_role_policy_attachment", "admin", {
        role: "test-org-globex",
        policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
      });
    },
    [
      `test-org-globex may read ${acme}`,
      "test-org-globex passes a role to something that it runs: test-org-acme",
    ],
  ],
  [
    "the same as an inline policy of the role",
    (stacks) => {
      withGuardSparing(stacks, "test-org-globex");
      withOpenKey(stacks);
      stacks.one("org-globex", "aws_iam_role").inline_policy = [
        {
          name: "all",
          policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }),
        },
      ];
    },
    [`test-org-globex may read ${acme}`],
  ],
  [
    "the same for the nodes",
    (stacks) => {
      withGuardSparing(stacks, "test-node");
      withOpenKey(stacks);
      stacks.grant("cluster", "nodes_role", read, decrypt);
    },
    [`test-node may read ${acme}`],
  ],
  [
    "the master password for an organization",
    (stacks) => {
      stacks.grant(
        "org-acme",
        "identity_role",
        { ...read, Resource: "arn:aws:secretsmanager:*:*:secret:rds!*" },
        decrypt,
      );
      const key = "instance_keys_master-secret_policy";
      stacks.statement("database", key, "ReadMasterPasswordAsCredentialsFunction").condition.shift();
    },
    ["test-org-acme may read master password of test-shared"],
  ],
  [
    "a neighbour's secret in a SecretProviderClass",
    (stacks) => {
      const { manifest } = stacks.one("org-globex", "kubernetes_manifest", "applications_api_secrets");
      manifest.spec.parameters.objects = manifest.spec.parameters.objects.replace(globex, acme);
    },
    ["violated: Pods mount secrets that their own role may read"],
  ],
  [
    "a neighbour's role on a service account",
    (stacks) => {
      const { metadata } = stacks.one("org-globex", "kubernetes_service_account_v1");
      metadata.annotations["eks.amazonaws.com/role-arn"] = `arn:aws:iam::${account}:role/test-org-acme`;
    },
    ["violated: Pods mount secrets that their own role may read"],
  ],
  [
    "every user of a database",
    (stacks) => {
      stacks.statement("org-globex", "identity_role_permissions", "LogInToDatabase").resources = [
        `arn:aws:rds-db:eu-west-1:${account}:dbuser:*/*`,
      ];
    },
    ["test-org-globex may log in to test-shared as any other user"],
  ],
  [
    "the master user of a database",
    (stacks) => {
      const { resources } = stacks.statement("org-globex", "identity_role_permissions", "LogInToDatabase");
      resources.push(resources[0].replace("globex__iam", "platform_master"));
    },
    ["test-org-globex may log in to test-shared as platform_master"],
  ],
  [
    "a login without IAM authentication being asked for",
    (stacks) =>
      stacks.grant("org-acme", "identity_role", { Effect: "Allow", Action: "rds-db:*", Resource: "*" }),
    ["test-org-acme may log in to test-shared as any other user"],
  ],
];
