// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import type { Synthesis } from "../../support/mutations";
import {
  type Attributes,
  documentIn,
  type Family,
  type FoundStatement,
  resources,
  statementIn,
  statements,
} from "../mutant";
import { inTurn, strangers } from "../strangers";

const allows = ({ statement }: FoundStatement): boolean => (statement.effect ?? "Allow") === "Allow";
const hasPrincipals = ({ statement }: FoundStatement): boolean => (statement.principals ?? []).length > 0;
const isTrust = ({ statement }: FoundStatement): boolean =>
  (statement.actions as string[] | undefined)?.some((action) => action.startsWith("sts:AssumeRole")) ===
    true && hasPrincipals({ statement } as FoundStatement);
const principalArns = ({ statement }: FoundStatement): Attributes[] =>
  (statement.condition ?? []).filter(({ variable }: Attributes) => variable === "aws:PrincipalArn");

/** Endpoint policies name every principal and restrict them to the account by a condition. */
const isOfEndpoint = ({ named }: FoundStatement): boolean =>
  named.some((name) => name.includes("aws_vpc_endpoint"));

/** A policy that allows a principal which the configuration does not declare. */
export const strangerAllowed: Family = {
  name: "a principal that nothing declares is allowed",
  mutants: (json) =>
    statements(json)
      .filter((one) => allows(one) && hasPrincipals(one) && !isOfEndpoint(one))
      .map((one, index) => {
        const stranger = inTurn(strangers, index);
        return {
          object: `${one.document} ${one.statement.sid ?? ""}: ${stranger}`,
          change: (copy) => {
            const block = documentIn(copy, one);
            const { condition: _, ...statement } = one.statement;
            block.statement.push({
              ...structuredClone(statement),
              sid: "Mutant",
              ...(isTrust(one) && { actions: ["sts:AssumeRole"] }),
              principals: [{ type: "AWS", identifiers: [stranger] }],
            });
          },
          named: [stranger, "444455556666", ...one.named],
        };
      }),
};

/** One more account or role in the exemptions of a denial. */
export const strangerExempted: Family = {
  name: "a denial exempts a principal that nothing declares",
  mutants: (json) =>
    statements(json).flatMap((one, index) =>
      ["aws:PrincipalArn", "aws:PrincipalAccount"].flatMap((variable) =>
        (one.statement.condition ?? []).flatMap((condition: Attributes, place: number) => {
          if (condition.variable !== variable) return [];
          const stranger =
            variable === "aws:PrincipalAccount" ? "444455556666" : inTurn(strangers.slice(2), index);
          return {
            object: `${one.document} ${one.statement.sid ?? ""} ${variable}: ${stranger}`,
            change: (copy: Parameters<typeof statementIn>[0]) => {
              const statement = statementIn(copy, one);
              statement.condition[place].values.push(stranger);
              for (const { type, identifiers } of allows(one) ? statement.principals : [])
                if (type === "AWS") identifiers.push("arn:aws:iam::444455556666:root");
            },
            named: [stranger, ...one.named],
          };
        }),
      ),
    ),
};

/** A principal that is replaced by an unknown value. */
export const unknownPrincipal: Family = {
  name: "a principal is not known",
  mutants: (json) =>
    statements(json)
      .filter((one) => allows(one) && hasPrincipals(one))
      .map((one) => ({
        object: `${one.document} ${one.statement.sid ?? ""}`,
        change: (copy) => {
          const statement = statementIn(copy, one);
          statement.principals[0].identifiers.push("${var.principal}");
          if (!isTrust(one)) delete statement.condition;
        },
        named: one.named,
      })),
};

/** Principals for which a key must not decrypt, whatever it encrypts. */
const decryptors = [
  { type: "Service", identifiers: ["backup.amazonaws.com"] },
  { type: "AWS", identifiers: ["arn:aws:iam::111122223333:role/test-node"] },
  { type: "AWS", identifiers: ["arn:aws:iam::111122223333:root"] },
];

/** A KMS key that decrypts for further principals, even if other locks protect its data. */
export const kmsKeyOpened: Family = {
  name: "a key decrypts for a service of every account, for a role, or for the account",
  mutants: (json) =>
    resources(json, "aws_kms_key").map(({ stack, address, block }, index) => {
      const document = /aws_iam_policy_document\.([\w-]+)\.json/.exec(block.policy)?.[1] as string;
      const principal = inTurn(decryptors, index);
      return {
        object: `${document}: ${principal.identifiers.join()}`,
        change: (copy) => {
          copy.json(stack).data.aws_iam_policy_document[document].statement.push({
            actions: ["kms:Decrypt"],
            resources: ["*"],
            principals: [principal],
          });
        },
        named: [document, address],
      };
    }),
};

/** A service's right to a KMS key, under conditions that any caller of KMS can meet. */
export const kmsKeyShared: Family = {
  name: "a key grants a service's right to the account",
  mutants: (json) =>
    resources(json, "aws_kms_key").flatMap(({ stack, address, block }) => {
      const document = /aws_iam_policy_document\.([\w-]+)\.json/.exec(block.policy)?.[1] as string;
      const { statement } = json.json(stack).data.aws_iam_policy_document[document];
      const index = statement.findIndex(
        ({ principals = [] }: Attributes) => principals[0]?.type === "Service",
      );
      if (index < 0) return [];
      return [
        {
          object: document,
          change: (copy: typeof json) => {
            copy.json(stack).data.aws_iam_policy_document[document].statement[index].principals.push({
              type: "AWS",
              identifiers: ["arn:aws:iam::111122223333:root"],
            });
          },
          named: [document, address],
        },
      ];
    }),
};

/** A lock without one of its statements or conditions. */
export const lockWeakened: Family = {
  name: "a lock lacks one of its statements or conditions",
  mutants: (json) => [
    ...statements(json)
      .filter((one) => !allows(one))
      .map((one) => ({
        object: `${one.document}: without ${one.statement.sid}`,
        change: (copy: Parameters<typeof documentIn>[0]) => {
          const block = documentIn(copy, one);
          block.statement.splice(one.index, 1);
        },
        named: [...one.named, ...guardedBy(json, one)],
      })),
    ...statements(json)
      .filter((one) => principalArns(one).length > 0 && allows(one))
      .map((one) => ({
        object: `${one.document} ${one.statement.sid}: without its principal`,
        change: (copy: Parameters<typeof statementIn>[0]) => {
          const statement = statementIn(copy, one);
          statement.condition = statement.condition.filter(
            ({ variable }: Attributes) => variable !== "aws:PrincipalArn",
          );
        },
        // A key of master passwords is named by what it encrypts.
        named: [...one.named, ...(one.document.includes("master-secret") ? ["master password of"] : [])],
      })),
  ],
};

/** Names of the secrets that a guard is the policy of. */
const guardedBy = (json: Synthesis, { stack, document }: FoundStatement): string[] =>
  resources(json, "aws_secretsmanager_secret")
    .filter((secret) => secret.stack === stack && secret.name.startsWith(`${document.split("_guard")[0]}_`))
    .map(({ block }) => block.name);

/** More principals that may assume a role: a role of another organization, of a function, of nodes; a user; an identity of Kubernetes. */
export const trustWidened: Family = {
  name: "a role may be assumed by another principal of the account",
  mutants: (json) => {
    // Of an endpoint's policy, nothing follows unless the role's trust policy allows the same.
    const trusts = statements(json).filter((one) => isTrust(one) && !isOfEndpoint(one));
    const takers = [
      "arn:aws:iam::111122223333:role/test-org-globex",
      "arn:aws:iam::111122223333:role/test-node",
      "arn:aws:iam::111122223333:user/eve",
      "arn:aws:iam::111122223333:role/*",
    ];
    return trusts.flatMap((one) =>
      takers
        .filter((taker) => !one.named.includes(taker.split("/")[1] as string))
        .map((taker) => ({
          object: `${one.document}: ${taker}`,
          change: (copy) => {
            documentIn(copy, one).statement.push({
              actions: ["sts:AssumeRole"],
              principals: [{ type: "AWS", identifiers: [taker.endsWith("*") ? "*" : taker] }],
              ...(taker.endsWith("*") && {
                condition: [{ test: "ArnLike", variable: "aws:PrincipalArn", values: [taker] }],
              }),
            });
          },
          named: [taker, ...one.named],
        })),
    );
  },
};

/** Tokens of another issuer, for another subject, or for another audience. */
export const tokenClaimChanged: Family = {
  name: "a role accepts tokens of another issuer, subject or audience",
  mutants: (json) =>
    statements(json)
      .filter((one) => one.statement.principals?.[0]?.type === "Federated")
      .flatMap((one) =>
        [
          (statement: Attributes) => {
            statement.principals[0].identifiers = [
              "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/STRANGER",
            ];
          },
          (statement: Attributes) => {
            for (const condition of statement.condition)
              condition.variable = `oidc.example.com:${condition.variable.split(":").at(-1)}`;
          },
          (statement: Attributes) => {
            for (const condition of statement.condition)
              if (condition.variable.endsWith(":sub"))
                condition.values.push("system:serviceaccount:default:default");
          },
          (statement: Attributes) => {
            for (const condition of statement.condition)
              if (condition.variable.endsWith(":sub")) condition.test = "StringNotEquals";
          },
          (statement: Attributes) => {
            statement.condition = statement.condition.filter(
              ({ variable }: Attributes) => !variable.endsWith(":sub"),
            );
          },
          (statement: Attributes) => {
            for (const condition of statement.condition)
              if (condition.variable.endsWith(":aud")) condition.values.push("another");
          },
        ].map((edit, index) => ({
          object: `${one.document}: ${index + 1}`,
          change: (copy: Parameters<typeof statementIn>[0]) => edit(statementIn(copy, one)),
          named: one.named,
        })),
      ),
};
