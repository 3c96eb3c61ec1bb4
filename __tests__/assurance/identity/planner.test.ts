import { differences } from "../../../src/assurance/identity";
import { environment, organization } from "../../support/fixtures";
import { sourcesOf } from "../support/sources";
import { acme, decrypt, read } from "./mutations/support";
import { identityIntent, Stacks } from "./support";

const atlantis = "arn:aws:iam::111122223333:role/atlantis";
const planned = environment({ planner: { assumedBy: [atlantis] } }, [
  organization("acme"),
  organization("globex"),
]);
const base = new Stacks(sourcesOf(planned));

const intent = identityIntent(planned, base);

/** Where what is possible is not what is meant, and rules that do not hold. */
function problems(change: (stacks: Stacks) => void): string[] {
  const stacks = base.changed(change);
  const broken = [...stacks.facts()].filter((fact) => /^(violated|unknown): /.test(fact));
  return [...differences(stacks.report, intent).map(({ text }) => text), ...broken];
}

// biome-ignore lint/suspicious/noExplicitAny: the shape of Terraform JSON is what mutations are about
type Json = any;
const objects = (stacks: Stacks): Json => stacks.one("platform", "kubernetes_cluster_role_v1");
const releases = (stacks: Stacks): Json => stacks.one("platform", "kubernetes_role_v1");
const binding = (stacks: Stacks): Json => stacks.one("platform", "kubernetes_cluster_role_binding_v1");
const bind = (subject: object) => (stacks: Stacks) => {
  binding(stacks).subject.push(subject);
};
const addRule =
  (resources: string[], ...verbs: string[]) =>
  (stacks: Stacks) =>
    objects(stacks).rule.push({ api_groups: [""], resources, verbs });

describe("the planner", () => {
  const identity = base.report;

  test("reads and writes no secret, logs in to no database, and is assumed only by the listed role", () => {
    expect(problems(() => {})).toEqual([]);
    const users = identity.secrets.flatMap(({ readers, writers }) =>
      [...readers, ...writers].map(({ name }) => name),
    );
    expect(users).toContain("test-org-acme");
    expect(users).not.toContain("test-planner");
    expect(identity.databaseLogins.map(({ role }) => role)).not.toContain("test-planner");
    const { holders } = identity.roles.find(({ role }) => role === "test-planner") ?? {};
    expect(holders?.map(({ name }) => name)).toEqual([atlantis]);
  });

  test("reads nothing even where secret policy and key policy admit it: its own Deny statements hold", () => {
    const open = (stacks: Stacks): void => {
      stacks.removeStatement("org-acme", "secrets_credentials_guard", "OnlyTheseRolesRead");
      const { condition } = stacks.statement("org-acme", "secrets_key_policy", "ReadSecretsAsOrganization");
      condition
        .find(({ variable }: Json) => variable === "aws:PrincipalArn")
        .values.push("arn:aws:iam::111122223333:role/test-planner");
      stacks.grant("cluster", "planner", read, decrypt);
    };
    const without =
      (...sids: string[]) =>
      (stacks: Stacks) => {
        open(stacks);
        for (const sid of sids) stacks.removeStatement("cluster", "planner_role_permissions", sid);
      };
    const reads = `test-planner may read ${acme}`;
    expect(problems(open).join("\n")).not.toContain(reads);
    expect(problems(without("NeverReadSecrets")).join("\n")).not.toContain(reads);
    expect(problems(without("NeverReadSecrets", "NeverDecryptOtherwise")).join("\n")).toContain(reads);
  });

  test("is a finding where a principal that is not listed may assume it, or a listed one may not", () => {
    const trust = (stacks: Stacks) => stacks.statement("cluster", "planner_role_trust").principals[0];
    expect(
      problems((stacks) => trust(stacks).identifiers.push("arn:aws:iam::111122223333:role/other")).join(),
    ).toContain("role/other may assume test-planner");
    expect(
      problems((stacks) => {
        trust(stacks).identifiers = ["arn:aws:iam::111122223333:role/other"];
      }).join(),
    ).toContain(`${atlantis} cannot assume test-planner`);
  });
});

describe("rights in Kubernetes that lead to credentials are found", () => {
  const administers = "test-planner administers Kubernetes (groups of Kubernetes RBAC): all service accounts";

  test.each<[string, (stacks: Stacks) => void]>([
    ["secrets of the whole cluster", addRule(["secrets"], "get")],
    ["a shell in a pod", addRule(["pods/exec"], "get")],
    ["tokens of service accounts", addRule(["serviceaccounts/token"], "create")],
    ["everything", addRule(["*"], "get")],
    ["changing security group policies", addRule(["securitygrouppolicies"], "patch")],
    ["any verb", addRule(["configmaps"], "*")],
    [
      "secrets of an organization",
      (stacks) => {
        releases(stacks).metadata.namespace = "acme";
      },
    ],
    [
      "secrets of a namespace that is not known",
      (stacks) => {
        releases(stacks).metadata.namespace = "${var.namespace}";
      },
    ],
    [
      "a role of Kubernetes itself",
      (stacks) => {
        binding(stacks).role_ref.name = "cluster-admin";
      },
    ],
    [
      "a role of Kubernetes itself, behind a role of one namespace with its name",
      (stacks) => {
        binding(stacks).role_ref.name = "cluster-admin";
        stacks.add("platform", "kubernetes_role_v1", "decoy", {
          metadata: { name: "cluster-admin", namespace: "kube-system" },
          rule: [],
        });
      },
    ],
    ["a user of Kubernetes", bind({ kind: "User", name: "eve" })],
    ["every user of Kubernetes", bind({ kind: "Group", name: "system:authenticated" })],
    ["a group that no access entry names", bind({ kind: "Group", name: "operators" })],
    ["a service account", bind({ kind: "ServiceAccount", name: "acme", namespace: "acme" })],
    [
      "rules of other roles",
      (stacks) => {
        objects(stacks).aggregation_rule = [{ cluster_role_selectors: [{}] }];
      },
    ],
  ])("%s", (_, change) => {
    const found = problems(change);
    expect(found.join("\n")).toContain(administers);
    expect(found.filter((text) => text.startsWith("unknown: Every resource that could hold"))).toHaveLength(
      1,
    );
  });

  test("impersonation of a node", () => {
    const found = problems((stacks) => {
      const entry = stacks.one("cluster", "aws_eks_access_entry", "planner");
      Object.assign(entry, { type: "EC2_LINUX", kubernetes_groups: undefined });
    });
    expect(found.join("\n")).toContain("test-planner administers Kubernetes (taken for a node)");
  });

  test("a built-in group of Kubernetes", () => {
    const found = problems((stacks) => {
      stacks.one("cluster", "aws_eks_access_entry", "planner").kubernetes_groups = ["system:masters"];
    });
    expect(found.join("\n")).toContain("test-planner administers Kubernetes");
  });
});
