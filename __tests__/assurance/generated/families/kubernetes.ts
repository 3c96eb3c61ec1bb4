// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import type { Synthesis } from "../../support/mutations";
import { type Attributes, type Family, type Found, product, resources } from "../mutant";
import { strangerRole } from "../strangers";

const clusterName = "${aws_eks_cluster.CLUSTER.name}";
const named = (json: Synthesis, value: Attributes): Attributes =>
  JSON.parse(
    JSON.stringify(value).replaceAll(
      "CLUSTER",
      Object.keys(json.json("cluster").resource.aws_eks_cluster)[0] as string,
    ),
  );

/** Principals that may administer or read the cluster. */
export const administratorAdded: Family = {
  name: "another principal gets access to the cluster",
  mutants: (json) => {
    const principals = [
      "arn:aws:iam::111122223333:user/eve",
      "arn:aws:iam::111122223333:role/test-org-globex",
      "arn:aws:iam::111122223333:role/test-node",
      strangerRole,
    ];
    const policies = [
      "AmazonEKSClusterAdminPolicy",
      "AmazonEKSAdminPolicy",
      "AmazonEKSEditPolicy",
      "AmazonEKSSecretReaderPolicy",
      "AmazonEKSAdminViewPolicy",
    ];
    return resources(json, "aws_eks_cluster").flatMap(({ stack }) => [
      ...principals.flatMap((principal) =>
        policies.map((policy) => ({
          object: `${principal}: ${policy}`,
          change: (copy: Synthesis) => {
            copy.add(
              stack,
              "aws_eks_access_entry",
              "mutant",
              named(copy, { cluster_name: clusterName, principal_arn: principal }),
            );
            copy.add(
              stack,
              "aws_eks_access_policy_association",
              "mutant",
              named(copy, {
                cluster_name: clusterName,
                principal_arn: principal,
                policy_arn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
                access_scope: { type: "cluster" },
              }),
            );
          },
          named: [
            principal,
            principal.split("/")[1] as string,
            "aws_eks_access_entry.mutant",
            "aws_eks_access_policy_association.mutant",
          ],
        })),
      ),
      ...principals.map((principal) => ({
        object: `${principal}: a group`,
        change: (copy: Synthesis) =>
          copy.add(
            stack,
            "aws_eks_access_entry",
            "mutant",
            named(copy, {
              cluster_name: clusterName,
              principal_arn: principal,
              kubernetes_groups: ["operators"],
            }),
          ),
        named: [principal, principal.split("/")[1] as string, "aws_eks_access_entry.mutant"],
      })),
    ]);
  },
};

const organizations = (json: Synthesis): Found[] => resources(json, "kubernetes_namespace_v1");
const namespaceOf = ({ name }: Found): string => `\${kubernetes_namespace_v1.${name}.metadata[0].name}`;

/** Rights in the cluster, by every kind of RBAC object that grants some. */
export const rbacGranted: Family = {
  name: "a subject of RBAC gets rights",
  mutants: (json) => {
    const neighbour = { kind: "ServiceAccount", name: "globex", namespace: "globex" };
    const subjects: [string, Attributes][] = [
      ["a neighbour", neighbour],
      ["every authenticated user", { kind: "Group", name: "system:authenticated" }],
      ["a user", { kind: "User", name: "eve" }],
    ];
    const rules: [string, Attributes][] = [
      ["secrets", { api_groups: [""], resources: ["secrets"], verbs: ["get"] }],
      ["exec", { api_groups: [""], resources: ["pods/exec"], verbs: ["create"] }],
      ["pods", { api_groups: [""], resources: ["pods"], verbs: ["create"] }],
      ["tokens", { api_groups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] }],
      [
        "security groups",
        { api_groups: ["vpcresources.k8s.aws"], resources: ["securitygrouppolicies"], verbs: ["*"] },
      ],
    ];
    return [
      ...organizations(json).flatMap((found) =>
        subjects.flatMap(([who, subject]) =>
          rules.map(([what, rule]) => ({
            object: `${found.address}: ${what} for ${who}`,
            change: (copy: Synthesis) => {
              copy.add(found.stack, "kubernetes_role_v1", "mutant-role", {
                metadata: { name: "cluster-admin", namespace: namespaceOf(found) },
                rule: [rule],
              });
              copy.add(found.stack, "kubernetes_role_binding_v1", "mutant", {
                metadata: { name: "mutant", namespace: namespaceOf(found) },
                role_ref: { api_group: "rbac.authorization.k8s.io", kind: "Role", name: "cluster-admin" },
                subject: [subject],
              });
            },
            named: ["mutant", String(subject.name), found.block.metadata.name],
          })),
        ),
      ),
      ...organizations(json).flatMap((found) =>
        ["cluster-admin", "admin", "edit", "system:node", "unknown-role"].flatMap((role) =>
          ["kubernetes_cluster_role_binding_v1", "kubernetes_role_binding_v1"].map((type) => ({
            object: `${found.address}: ${type} of ${role}`,
            change: (copy: Synthesis) => {
              copy.add(found.stack, "kubernetes_role_v1", "decoy", {
                metadata: { name: role, namespace: namespaceOf(found) },
                rule: [{ api_groups: [""], resources: ["configmaps"], verbs: ["get"] }],
              });
              copy.add(found.stack, type, "mutant", {
                metadata: {
                  name: "mutant",
                  ...(type.includes("cluster") ? {} : { namespace: namespaceOf(found) }),
                },
                role_ref: { api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
                subject: [{ kind: "ServiceAccount", name: "default", namespace: "default" }],
              });
            },
            named: ["mutant", "default/default", found.block.metadata.name],
          })),
        ),
      ),
    ];
  },
};

/** Charts, their sources and their values. */
export const chartChanged: Family = {
  name: "a Helm release has another chart, source or value",
  mutants: (json) => [
    ...product<Attributes>(
      resources(json, "helm_release"),
      [
        ["another repository", { repository: "https://charts.example.com" }],
        ["another chart", { chart: "stranger" }],
        ["another version", { version: "99.0.0" }],
        ["a version that is not known", { version: "${var.version}" }],
        ["a chart of a file", { repository: undefined, chart: "./charts/stranger" }],
        ["manifests in its values", { values: ["extraManifests:\n- kind: ClusterRoleBinding\n"] }],
        ["one value more", { set: [{ name: "rbac.extra", value: "true" }] }],
        ["another image", { set: [{ name: "image.repository", value: "registry.example.com/stranger" }] }],
        ["a program after rendering", { postrender: { binary_path: "/bin/stranger" } }],
        ["values that are not known", { values: ["${var.values}"] }],
        ["another namespace", { namespace: "default" }],
        ["another name", { name: "stranger" }],
      ],
      (edit, block) => Object.assign(block, edit),
    ),
    ...product<Attributes>(
      resources(json, "helm_release").slice(0, 1),
      [
        [
          "a chart of raw manifests",
          { name: "raw", chart: "raw", repository: "https://charts.example.com", values: ["resources: []"] },
        ],
        ["a chart without a repository", { name: "metrics", chart: "metrics-server" }],
      ],
      (attributes, _, copy, { stack }) => copy.add(stack, "helm_release", "mutant", attributes),
      () => ["helm_release.mutant", "raw", "metrics"],
    ),
  ],
};

const pod = (block: Attributes): Attributes => block.spec.template.spec;

/** What runs in an organization's namespace. */
export const podWeakened: Family = {
  name: "a pod is weaker",
  mutants: (json) =>
    product<(spec: Attributes, block: Attributes) => void>(
      resources(json, "kubernetes_deployment_v1"),
      [
        [
          "a mode from elsewhere",
          (spec) =>
            setVariable(spec, {
              name: "PGSSLMODE",
              value_from: { config_map_key_ref: { name: "stranger", key: "mode" } },
            }),
        ],
        ["an unverified connection", (spec) => setVariable(spec, { name: "PGSSLMODE", value: "disable" })],
        [
          "an unverified URL",
          (spec) =>
            setVariable(spec, {
              name: "DATABASE_URL",
              value: "postgresql://db.example.com/app?ssl=true&sslmode=no-verify",
            }),
        ],
        [
          "Node.js without verification",
          (spec) => setVariable(spec, { name: "NODE_TLS_REJECT_UNAUTHORIZED", value: "0" }),
        ],
        [
          "an init container",
          (spec) => {
            spec.init_container = [{ name: "stranger", image: "registry.example.com/stranger" }];
          },
        ],
        [
          "a sidecar",
          (spec) => spec.container.push({ name: "stranger", image: "registry.example.com/stranger" }),
        ],
        [
          "another image",
          (spec) => {
            spec.container[0].image = "registry.example.com/stranger:latest";
          },
        ],
        [
          "a neighbour's account",
          (spec) => {
            spec.service_account_name = "default";
          },
        ],
        [
          "the node's network",
          (spec) => {
            spec.host_network = true;
          },
        ],
        [
          "the node's processes",
          (spec) => {
            spec.host_pid = true;
          },
        ],
        ["the node's disk", (spec) => spec.volume.push({ name: "host", host_path: { path: "/" } })],
        [
          "a projected token",
          (spec) =>
            spec.volume.push({
              name: "token",
              projected: {
                sources: [{ service_account_token: { path: "token", audience: "sts.amazonaws.com" } }],
              },
            }),
        ],
        [
          "a token for the API",
          (spec) => {
            spec.automount_service_account_token = true;
          },
        ],
        [
          "another secret",
          (spec) => spec.volume.push({ name: "other", secret: { secret_name: "stranger" } }),
        ],
        [
          "privileges",
          (spec) => {
            spec.container[0].security_context.privileged = true;
          },
        ],
        [
          "root",
          (spec) => {
            spec.security_context.run_as_user = "0";
          },
        ],
        [
          "a capability",
          (spec) => {
            spec.container[0].security_context.capabilities = { add: ["NET_ADMIN"] };
          },
        ],
        [
          "another command",
          (spec) => {
            spec.container[0].command = ["sh", "-c", "psql sslmode=disable"];
          },
        ],
        [
          "a password in a variable",
          (spec) => setVariable(spec, { name: "PGPASSWORD", value: "correct horse" }),
        ],
      ],
      (edit, block) => edit(pod(block), block),
      ({ address, block }) => [address, String(block.metadata.name)],
    ),
};

function setVariable(spec: Attributes, variable: Attributes): void {
  const [container] = spec.container;
  container.env = [
    ...(container.env ?? []).filter(({ name }: Attributes) => name !== variable.name),
    variable,
  ];
}

/** Objects that isolate an organization's namespace. */
export const namespaceControlRemoved: Family = {
  name: "a namespace lacks an object that isolates it",
  mutants: (json) => [
    ...product(
      resources(json, "kubernetes_network_policy_v1").filter(({ name }) => name.includes("default-deny")),
      [
        ["gone", true],
        ["for some pods only", false],
      ],
      (isGone, block, copy, { stack, type, name }) => {
        if (isGone) delete copy.json(stack).resource[type][name];
        else block.spec.pod_selector = { match_labels: { app: "other" } };
      },
      ({ block, stack }) => [stack, String(block.metadata.name), stack.replace("org-", "")],
    ),
    ...product<(block: Attributes) => void>(
      resources(json, "kubernetes_namespace_v1"),
      [
        [
          "privileged pods",
          (block) => {
            block.metadata.labels["pod-security.kubernetes.io/enforce"] = "privileged";
          },
        ],
        [
          "an older version",
          (block) => {
            block.metadata.labels["pod-security.kubernetes.io/enforce-version"] = "v1.20";
          },
        ],
        [
          "no standard",
          (block) => {
            delete block.metadata.labels["pod-security.kubernetes.io/enforce"];
          },
        ],
      ],
      (edit, block) => edit(block),
      ({ address, block }) => [address, String(block.metadata.name)],
    ),
    ...product<(spec: Attributes) => void>(
      resources(json, "kubernetes_manifest").filter(
        ({ block }) => block.manifest?.kind === "SecurityGroupPolicy",
      ),
      [
        [
          "every account",
          (spec) => {
            spec.serviceAccountSelector = { matchLabels: {} };
          },
        ],
        [
          "by labels of pods",
          (spec) => {
            delete spec.serviceAccountSelector;
            spec.podSelector = { matchLabels: { app: "any" } };
          },
        ],
        ["a literal group", (spec) => spec.securityGroups.groupIds.push("sg-0123456789abcdef0")],
        [
          "no groups",
          (spec) => {
            spec.securityGroups.groupIds = [];
          },
        ],
        [
          "groups that are not known",
          (spec) => {
            spec.securityGroups.groupIds = "${var.groups}";
          },
        ],
      ],
      (edit, block) => edit(block.manifest.spec),
      ({ address, stack }) => [address, stack.replace("org-", "")],
    ),
    ...product<Attributes>(
      resources(json, "kubernetes_namespace_v1"),
      [
        [
          "raw RBAC",
          {
            apiVersion: "rbac.authorization.k8s.io/v1",
            kind: "ClusterRoleBinding",
            metadata: { name: "mutant" },
            roleRef: { kind: "ClusterRole", name: "cluster-admin" },
            subjects: [{ kind: "Group", name: "system:authenticated" }],
          },
        ],
        [
          "a raw pod",
          {
            apiVersion: "v1",
            kind: "Pod",
            metadata: { name: "mutant", namespace: "default" },
            spec: { containers: [] },
          },
        ],
        [
          "a policy of a neighbour's groups",
          {
            apiVersion: "vpcresources.k8s.aws/v1beta1",
            kind: "SecurityGroupPolicy",
            metadata: { name: "mutant", namespace: "default" },
            spec: {
              serviceAccountSelector: { matchLabels: {} },
              securityGroups: { groupIds: ["sg-0123456789abcdef0"] },
            },
          },
        ],
        [
          "a kind of next year",
          { apiVersion: "example.com/v1", kind: "Future", metadata: { name: "mutant" } },
        ],
      ],
      (manifest, _, copy, { stack }) => copy.add(stack, "kubernetes_manifest", "mutant", { manifest }),
      () => ["kubernetes_manifest.mutant", "default"],
    ),
  ],
};
