// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { partySpelling } from "../../../src/assurance/party";
import { proofText } from "../../../src/assurance/report/text";
import { environment, organization } from "../../support/fixtures";
import type { Change } from "../support/edits";
import type { Synthesis } from "../support/mutations";
import { Provable } from "../support/proofs";

const developers = "arn:aws:iam::111122223333:role/acme/developers";
const operators = "arn:aws:iam::111122223333:role/globex-operators";
const config = environment({ planner: { assumedBy: ["arn:aws:iam::111122223333:role/atlantis"] } }, [
  organization("acme", { members: [developers] }),
  organization("globex", { members: [operators] }),
]);
const base = new Provable(config);
const proofAfter = (change: Change = () => {}) => base.after(change);
const problemsAfter = (change: Change): string =>
  proofAfter(change)
    .problems.map(({ text }) => text)
    .join("\n");

// biome-ignore lint/suspicious/noExplicitAny: the shape of Terraform JSON is what mutations are about
type Json = any;
const role = (stacks: Synthesis): Json => stacks.one("org-acme", "kubernetes_role_v1");
const binding = (stacks: Synthesis): Json => stacks.one("org-acme", "kubernetes_role_binding_v1");
const entry = (stacks: Synthesis): Json => stacks.one("org-acme", "aws_eks_access_entry");
const allow =
  (resources: string[], ...verbs: string[]) =>
  (stacks: Synthesis) =>
    role(stacks).rule.push({ api_groups: [""], resources, verbs });
const groups =
  (...names: string[]) =>
  (stacks: Synthesis) => {
    entry(stacks).kubernetes_groups = names;
  };
const addBinding =
  (type: string, more: object) =>
  (stacks: Synthesis): void => {
    stacks.add("org-globex", `kubernetes_${type}_binding_v1`, "more", {
      metadata: { name: "more", ...more },
      role_ref: { api_group: "rbac.authorization.k8s.io", kind: "Role", name: "members" },
      subject: [{ api_group: "rbac.authorization.k8s.io", kind: "Group", name: "acme-members" }],
    });
  };

test("members read their namespace, forward ports to its pods, and have no other power", () => {
  const proof = proofAfter();
  expect(proof.problems).toEqual([]);
  const members = proof.identity.footholds.filter(({ id }) => id.kind === "members");
  expect(members).toEqual(
    ["acme", "globex"].map((name) => ({
      id: { kind: "members", name },
      name: `members of ${name}`,
      address: expect.stringMatching(/aws_eks_access_entry/),
      becomes: [],
      reads: [],
      powers: [],
      opensPorts: true,
      unknowns: [],
    })),
  );
  const text = proofText(proof);
  expect(text).toMatch(/members of acme +- +denied: Kubernetes RBAC/);
  expect(text).toMatch(/members of acme +no role, port-forward to the organization's pods +-/);
  expect(proof.identity.boundaries).toContainEqual({
    name: `${developers} in Kubernetes`,
    meaning: expect.stringMatching(/^looking at .*, and ports of pods on acme\. .* loopback/),
  });
});

test("members who run commands in pods act as the organization's role and read its secrets", () => {
  const proof = proofAfter(allow(["pods/exec"], "create"));
  const members = proof.identity.footholds.find(({ name }) => name === "members of acme");
  expect(members?.becomes.map(partySpelling)).toEqual([
    "role:test-org-acme",
    "service-account:acme/acme",
    "service-account:acme/default",
  ]);
  expect(members?.reads.map(({ secret }) => partySpelling(secret))).toEqual([
    "secret:acme-test-database-credentials",
  ]);
  expect(proofText(proof)).toMatch(/members of acme +YES, NOT INTENDED/);
});

const isLetIn = `lets ${developers} into Kubernetes`;

test.each<[string, (stacks: Synthesis) => void, string]>([
  ["verbs that change", allow(["pods"], "get", "delete"), isLetIn],
  ["any verb", allow(["pods"], "*"), isLetIn],
  ["pods of its own", allow(["pods"], "create"), isLetIn],
  ["a shell", allow(["pods/exec"], "get"), isLetIn],
  ["a shell, beside ports", allow(["pods/portforward", "pods/exec"], "create"), isLetIn],
  ["a terminal", allow(["pods/attach"], "create"), isLetIn],
  ["debugging containers", allow(["pods/ephemeralcontainers"], "patch"), isLetIn],
  ["requests through the API", allow(["pods/proxy"], "get"), isLetIn],
  ["secrets", allow(["secrets"], "list"), isLetIn],
  ["tokens", allow(["serviceaccounts/token"], "create"), isLetIn],
  ["everything below pods", allow(["pods/*"], "get"), isLetIn],
  ["logs, deleted", allow(["pods/log"], "delete"), isLetIn],
  [
    "a binding in the namespace of another organization",
    addBinding("role", { namespace: "${kubernetes_namespace_v1.namespace_BCEE3111.metadata[0].name}" }),
    isLetIn,
  ],
  ["a binding in a namespace of the system", addBinding("role", { namespace: "kube-system" }), isLetIn],
  ["a binding in the whole cluster", addBinding("cluster_role", {}), isLetIn],
  [
    "a binding of a role of the cluster, for ports",
    (stacks) => {
      stacks.add("org-acme", "kubernetes_cluster_role_v1", "ports", {
        metadata: { name: "ports" },
        rule: [{ api_groups: [""], resources: ["pods/portforward"], verbs: ["create"] }],
      });
      Object.assign(binding(stacks).role_ref, { kind: "ClusterRole", name: "ports" });
    },
    isLetIn,
  ],
  ["the group of another organization", groups("acme-members", "globex-members"), isLetIn],
  ["the group of another organization alone", groups("globex-members"), isLetIn],
  ["the planners' group", groups("acme-members", "planners"), isLetIn],
  ["a group of Kubernetes", groups("acme-members", "system:masters"), isLetIn],
  ["no group", groups(), `${developers} is not certain to read pods of acme and to open their ports`],
  [
    "an access policy of AWS",
    (stacks) =>
      stacks.add("org-acme", "aws_eks_access_policy_association", "more", {
        cluster_name: entry(stacks).cluster_name,
        principal_arn: developers,
        policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
        access_scope: { type: "namespace", namespaces: ["acme"] },
      }),
    isLetIn,
  ],
  [
    "an access policy of AWS for the whole cluster",
    (stacks) =>
      stacks.add("org-acme", "aws_eks_access_policy_association", "more", {
        cluster_name: entry(stacks).cluster_name,
        principal_arn: developers,
        policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
        access_scope: { type: "cluster" },
      }),
    isLetIn,
  ],
  [
    "a principal that config does not list",
    (stacks) => {
      entry(stacks).principal_arn = "arn:aws:iam::111122223333:role/other";
    },
    "lets arn:aws:iam::111122223333:role/other into Kubernetes",
  ],
  [
    "the role of the organization's pods",
    (stacks) => {
      entry(stacks).principal_arn = "arn:aws:iam::111122223333:role/test-org-acme";
    },
    "lets test-org-acme into Kubernetes",
  ],
  [
    "the type of a node",
    (stacks) => {
      entry(stacks).type = "EC2_LINUX";
    },
    "taken for a node",
  ],
  [
    "members of another group",
    (stacks) => {
      binding(stacks).subject[0].name = "others";
    },
    "binds the Group others",
  ],
  [
    "the planner among members",
    (stacks) => binding(stacks).subject.push({ ...binding(stacks).subject[0], name: "planners" }),
    "lets test-planner into Kubernetes",
  ],
  [
    "a service account among members",
    (stacks) => binding(stacks).subject.push({ kind: "ServiceAccount", name: "globex", namespace: "globex" }),
    "binds the ServiceAccount globex",
  ],
  [
    "no port",
    (stacks) => {
      role(stacks).rule.pop();
    },
    `${developers} is not certain to read pods of acme and to open their ports`,
  ],
  [
    "no entry",
    (stacks) => stacks.remove("org-acme", "aws_eks_access_entry", ""),
    `${developers} is not certain to read pods of acme and to open their ports`,
  ],
])("%s is found", (_, change, expected) => {
  expect(problemsAfter(change)).toContain(expected);
});
