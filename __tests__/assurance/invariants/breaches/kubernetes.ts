import type { Stacks } from "../../identity/support";
import { type Breach, pod } from "./support";

const container = (stacks: Stacks) => pod(stacks).container[0];
const security = (stacks: Stacks) => container(stacks).security_context;
const restricted = "Pods meet the restricted Pod Security Standard, with a read-only file system";

export const kubernetes: Breach[] = [
  [
    "Interfaces of different kinds share no security group",
    "pods in the group of the nodes",
    (stacks) =>
      stacks
        .one("org-acme", "kubernetes_manifest", "security-group-policy")
        .manifest.spec.securityGroups.groupIds.push(
          `${"$"}{data.terraform_remote_state.cluster-state.outputs.cluster_security_group_id}`,
        ),
  ],
  [
    "Load balancers of applications use TLS 1.2 or later, have the web ACL that config names, and answer requests for unknown host names themselves",
    "TLS 1.0",
    (stacks) =>
      Object.assign(stacks.one("org-acme", "aws_lb_listener", "access_"), {
        ssl_policy: "ELBSecurityPolicy-2016-08",
      }),
  ],
  [
    "Admission policies refuse pods without their own network interface, in every namespace",
    "a binding that warns",
    (stacks) => {
      stacks.one(
        "platform",
        "kubernetes_manifest",
        "organization-policies_pods_binding",
      ).manifest.spec.validationActions = ["Warn"];
    },
  ],
  [
    "Objects of an organization are in its own namespace",
    "a config map of the network's pods",
    (stacks) =>
      stacks.add("org-acme", "kubernetes_config_map_v1", "other", {
        metadata: { name: "amazon-vpc-cni", namespace: "kube-system" },
        data: {},
      }),
  ],
  [
    "Namespaces allow no Service of type LoadBalancer or NodePort",
    "no quota",
    (stacks) => stacks.remove("org-acme", "kubernetes_resource_quota_v1", ""),
  ],
  [
    "Variables that decide which code runs, with which identity and with which endpoints, come from config or the platform",
    "a library that is loaded first",
    (stacks) =>
      stacks
        .one("org-acme", "kubernetes_deployment_v1")
        .spec.template.spec.container[0].env.push({ name: "LD_PRELOAD", value: "/tmp/x.so" }),
  ],
  [
    "Calls of functions name only the organization and the secrets of their own stack",
    "another organization",
    (stacks) =>
      stacks.add("org-acme", "aws_lambda_invocation", "other", {
        function_name: "test-database-credentials",
        lifecycle_scope: "CRUD",
        input: JSON.stringify({ removal: { organization: "globex" } }),
      }),
  ],
  [
    "Workloads use values from the secrets and keys that config names, and mount no other secret",
    "a text in place of a value",
    (stacks) => {
      const { env } = stacks.one("org-hooli", "kubernetes_deployment_v1").spec.template.spec.container[0];
      env.find(({ name }: { name: string }) => name === "LICENCE").value_from = undefined;
    },
  ],
  [
    "Namespaces enforce the restricted Pod Security Standard",
    "baseline",
    (stacks) => {
      stacks.one("org-acme", "kubernetes_namespace_v1").metadata.labels[
        "pod-security.kubernetes.io/enforce"
      ] = "baseline";
    },
  ],
  [
    "Every namespace denies all traffic that no policy allows",
    "ingress only",
    (stacks) => {
      stacks.one("org-acme", "kubernetes_network_policy_v1", "network-policies_default").spec.policy_types = [
        "Ingress",
      ];
    },
  ],
  [
    "Every namespace denies all traffic that no policy allows",
    "some pods",
    (stacks) => {
      stacks.one("org-acme", "kubernetes_network_policy_v1", "network-policies_default").spec.pod_selector = {
        match_labels: { a: "b" },
      };
    },
  ],
  [
    "Every namespace denies all traffic that no policy allows",
    "none",
    (stacks) => Reflect.deleteProperty(stacks.json("org-acme").resource, "kubernetes_network_policy_v1"),
  ],
  [restricted, "privileged", (stacks) => Object.assign(security(stacks), { privileged: true })],
  [
    restricted,
    "escalation",
    (stacks) => Object.assign(security(stacks), { allow_privilege_escalation: true }),
  ],
  [restricted, "root", (stacks) => Object.assign(security(stacks), { run_as_non_root: false })],
  [restricted, "user 0", (stacks) => Object.assign(security(stacks), { run_as_user: "0" })],
  [
    restricted,
    "capabilities",
    (stacks) => Object.assign(security(stacks), { capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } }),
  ],
  [
    restricted,
    "a file system that can be written",
    (stacks) => Object.assign(security(stacks), { read_only_root_filesystem: false }),
  ],
  [
    restricted,
    "no seccomp profile",
    (stacks) => Reflect.deleteProperty(pod(stacks).security_context, "seccomp_profile"),
  ],
  [restricted, "the host's network", (stacks) => Object.assign(pod(stacks), { host_network: true })],
  [
    restricted,
    "the host's disk",
    (stacks) => pod(stacks).volume.push({ name: "host", host_path: { path: "/" } }),
  ],
  [
    restricted,
    "an init container",
    (stacks) => Object.assign(pod(stacks), { init_container: [{ name: "init" }] }),
  ],
  [
    "Pods have their own service account, and no token for the Kubernetes API",
    "default",
    (stacks) => Reflect.deleteProperty(pod(stacks), "service_account_name"),
  ],
  [
    "Pods have their own service account, and no token for the Kubernetes API",
    "a token",
    (stacks) => Object.assign(pod(stacks), { automount_service_account_token: true }),
  ],
];
