import type { ChartAccount, ChartRight } from "./charts";

const looks = ["get", "list", "watch"];
const core = (resources: readonly string[], verbs: readonly string[] = looks): ChartRight => ({
  apiGroups: [""],
  resources,
  verbs,
});

/**
 * Service accounts of EKS' add-ons, as their manifests had them on 26 November 2026. EKS installs the add-ons by itself, so
 * no release of this configuration says what is in them.
 * - vpc-cni: https://github.com/aws/amazon-vpc-cni-k8s/tree/master/charts/aws-vpc-cni/templates
 * - kube-proxy: ClusterRole system:node-proxier, which the API server makes
 * - coredns: https://github.com/coredns/deployment/tree/master/kubernetes
 */
export const addOnAccounts: Readonly<Record<string, readonly ChartAccount[] | undefined>> = {
  "vpc-cni": [
    {
      name: "aws-node",
      runs: "on every node",
      host: ["hostNetwork", "privileged"],
      rights: [
        core(["namespaces", "nodes", "pods"]),
        core(["events"], ["create", "patch", "list"]),
        { apiGroups: ["crd.k8s.amazonaws.com"], resources: ["eniconfigs"], verbs: looks },
        { apiGroups: ["networking.k8s.aws"], resources: ["policyendpoints"], verbs: looks },
        { apiGroups: ["vpcresources.k8s.aws"], resources: ["cninodes"], verbs: [...looks, "patch"] },
      ],
    },
  ],
  "kube-proxy": [
    {
      name: "kube-proxy",
      runs: "on every node",
      host: ["hostNetwork", "privileged"],
      rights: [
        core(["endpoints", "nodes", "services"]),
        core(["events"], ["create", "patch", "update"]),
        { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: looks },
      ],
    },
  ],
  coredns: [
    {
      name: "coredns",
      runs: "on some nodes",
      host: [],
      rights: [
        core(["endpoints", "namespaces", "nodes", "pods", "services"]),
        { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: looks },
      ],
    },
  ],
};
