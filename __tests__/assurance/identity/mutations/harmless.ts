import type { Stacks } from "../support";
import { account } from "./support";

/** Changes after which everything is as it was. */
export const harmless: [name: string, change: (stacks: Stacks) => void][] = [
  ["nothing", () => {}],
  [
    "another description",
    (stacks) => {
      stacks.one("org-acme", "aws_iam_role").description = "Something else";
    },
  ],
  [
    "another sid",
    (stacks) => {
      stacks.statement("org-acme", "secrets_key_policy", "ReadSecretsAsOrganization").sid = "Read";
    },
  ],
  [
    "one more denial",
    (stacks) => stacks.grant("org-acme", "identity_role", { Effect: "Deny", Action: "s3:*", Resource: "*" }),
  ],
  [
    "a right that gives no credentials",
    (stacks) =>
      stacks.grant("cluster", "nodes_role", {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::images/*",
      }),
  ],
  [
    "statements in another order",
    (stacks) => {
      const documents = stacks.json("org-acme").data.aws_iam_policy_document;
      for (const document of Object.values<{ statement: unknown[] }>(documents)) document.statement.reverse();
    },
  ],
  [
    "an ARN that is spelled out instead of referred to",
    (stacks) => {
      stacks.one("org-acme", "kubernetes_service_account_v1").metadata.annotations[
        "eks.amazonaws.com/role-arn"
      ] = `arn:aws:iam::${account}:role/test-org-acme`;
    },
  ],
  [
    "a policy as text instead of a document",
    (stacks) => {
      const [read, decrypt] = ["ReadSecrets", "DecryptSecrets"].map((sid) =>
        stacks.statement("org-acme", "identity_role_permissions", sid),
      );
      const condition = Object.fromEntries(
        decrypt.condition.map(({ variable, values }: { variable: string; values: string[] }) => [
          variable,
          values,
        ]),
      );
      const Statement = [
        { Effect: "Allow", Action: read.actions, Resource: read.resources },
        {
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: decrypt.resources[0],
          Condition: { StringEquals: condition },
        },
      ];
      stacks.one("org-acme", "aws_iam_role_policy").policy = JSON.stringify({ Statement });
    },
  ],
];
