import type { Synthesis } from "../../support/mutations";
import { rule, type Weakening } from "../mutation";

const trust = (json: Synthesis) => json.statement("org-acme", "identity_role_trust");
const exact = rule(
  "Roles for service accounts name one subject and one audience exactly, and IAM accepts tokens of clusters alone",
);
const otherServiceAccount = /credentials: service account \S*another namespace.* may assume test-org-acme/;

const trusting =
  (actions: string[], type: string, identifier: string): ((json: Synthesis) => void) =>
  (json) => {
    Object.assign(trust(json), { actions, principals: [{ type, identifiers: [identifier] }], condition: [] });
  };

/** Who may assume the role of acme's pods. */
export const trusts: Weakening[] = [
  [
    "a trust without a subject",
    (json) => {
      trust(json).condition.shift();
    },
    otherServiceAccount,
    exact,
  ],
  [
    "a trust without an audience",
    (json) => {
      trust(json).condition.pop();
    },
    exact,
  ],
  [
    "a trust for every subject",
    (json) => {
      Object.assign(trust(json).condition[0], { test: "StringLike", values: ["*"] });
    },
    /credentials: service account globex\/globex may assume test-org-acme/,
    otherServiceAccount,
  ],
  [
    "any service account of the namespace",
    (json) => {
      Object.assign(trust(json).condition[0], {
        test: "StringLike",
        values: ["system:serviceaccount:acme:*"],
      });
    },
    /credentials: service account acme\/\S*another service account\S* may assume test-org-acme/,
  ],
  [
    "a pattern that matches another organization's name",
    (json) => {
      Object.assign(trust(json).condition[0], {
        test: "StringLike",
        values: ["system:serviceaccount:?????*:?????*"],
      });
    },
    /credentials: service account globex\/globex may assume test-org-acme/,
  ],
  [
    "another organization's service account, too",
    (json) => trust(json).condition[0].values.push("system:serviceaccount:globex:globex"),
    /credentials: service account globex\/globex may assume test-org-acme/,
  ],
  [
    "a trust for the account",
    trusting(["sts:AssumeRole"], "AWS", "arn:aws:iam::111122223333:root"),
    /credentials: administrators of 111122223333 may assume test-org-acme/,
  ],
  [
    "a trust for every principal",
    trusting(["sts:AssumeRole"], "AWS", "*"),
    /credentials: other accounts may assume test-org-acme/,
    rule("No policy of a key, secret, role, topic or queue allows every principal"),
  ],
  [
    "a trust for the nodes' role",
    trusting(["sts:AssumeRole"], "Service", "ec2.amazonaws.com"),
    /credentials: ec2.amazonaws.com may assume test-org-acme/,
  ],
  [
    "another OIDC provider",
    (json) =>
      trust(json).principals[0].identifiers.push(
        "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
      ),
    exact,
  ],
  [
    "a Pod Identity association for another organization",
    (json) =>
      json.add("org-globex", "aws_eks_pod_identity_association", "mutant", {
        cluster_name: "test",
        namespace: "globex",
        service_account: "globex",
        role_arn: "arn:aws:iam::111122223333:role/test-org-acme",
      }),
    /credentials: service account globex\/globex may assume test-org-acme/,
  ],
];
