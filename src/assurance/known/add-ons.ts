import type { ChartAccount, ChartRight } from "./charts";

/** Components of an EKS add-on, which EKS installs: no release of this configuration describes them. */
export interface AddOnFacts {
  /** The manifest that was read, in one version. */
  readonly source: string;
  /** The day on which it was read. */
  readonly read: string;
  readonly accounts: readonly ChartAccount[];
}

const looks = ["get", "list", "watch"];
const sees = ["list", "watch"];
const right = (
  apiGroups: readonly string[],
  resources: readonly string[],
  verbs: readonly string[],
): ChartRight => ({ apiGroups, resources, verbs });

const events = ["", "events.k8s.io"];

/** Facts by add-on name. */
export const addOnFacts: Readonly<Record<string, AddOnFacts | undefined>> = {
  "vpc-cni": {
    source: "https://github.com/aws/amazon-vpc-cni-k8s/tree/v1.23.0/charts/aws-vpc-cni",
    read: "2026-11-26",
    accounts: [
      {
        name: "aws-node",
        runs: "on every node",
        host: [
          "/etc/cni/net.d",
          "/opt/cni/bin",
          "/run/xtables.lock",
          "/sys/fs/bpf",
          "/var/log/aws-routed-eni",
          "/var/run/aws-node",
          "hostNetwork",
          "privileged",
        ],
        rights: [
          right([""], ["namespaces", "nodes", "pods"], looks),
          right(events, ["events"], ["create", "patch", "list"]),
          right(["crd.k8s.amazonaws.com"], ["eniconfigs"], looks),
          right(["networking.k8s.aws"], ["policyendpoints", "clusterpolicyendpoints"], looks),
          right(["networking.k8s.aws"], ["policyendpoints/status", "clusterpolicyendpoints/status"], ["get"]),
          right(["vpcresources.k8s.aws"], ["cninodes"], [...looks, "patch"]),
        ],
      },
    ],
  },
  "kube-proxy": {
    // Its account is bound to ClusterRole system:node-proxier, which the API server creates.
    source:
      "https://github.com/kubernetes/kubernetes/blob/v1.35.4/plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go",
    read: "2026-11-26",
    accounts: [
      {
        name: "kube-proxy",
        runs: "on every node",
        host: ["/lib/modules", "/run/xtables.lock", "/var/log", "hostNetwork", "privileged"],
        rights: [
          right([""], ["endpoints", "services"], sees),
          right([""], ["nodes"], looks),
          right(events, ["events"], ["create", "patch", "update"]),
          right(["networking.k8s.io"], ["servicecidrs"], sees),
          right(["discovery.k8s.io"], ["endpointslices"], sees),
        ],
      },
    ],
  },
  coredns: {
    source:
      "https://github.com/kubernetes/kubernetes/blob/v1.35.4/cluster/addons/dns/coredns/coredns.yaml.base",
    read: "2026-11-26",
    accounts: [
      {
        name: "coredns",
        runs: "on some nodes",
        host: [],
        rights: [
          right([""], ["endpoints", "namespaces", "pods", "services"], sees),
          // From earlier manifests.
          right([""], ["nodes"], ["get"]),
          right(["discovery.k8s.io"], ["endpointslices"], sees),
        ],
      },
    ],
  },
};
