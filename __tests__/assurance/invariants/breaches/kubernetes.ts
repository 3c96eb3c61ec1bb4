import type { Stacks } from "../../identity/support";
import { type Breach, pod } from "./support";

const container = (stacks: Stacks) => pod(stacks).container[0];
const security = (stacks: Stacks) => container(stacks).security_context;
const restricted = "Pods are restricted, with a read-only file system";

export const kubernetes: Breach[] = [
  [
    "Namespaces admit restricted pods only",
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
    "Pods have a service account of their own, and no token for the Kubernetes API",
    "default",
    (stacks) => Reflect.deleteProperty(pod(stacks), "service_account_name"),
  ],
  [
    "Pods have a service account of their own, and no token for the Kubernetes API",
    "a token",
    (stacks) => Object.assign(pod(stacks), { automount_service_account_token: true }),
  ],
];
