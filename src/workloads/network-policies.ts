import {
  NetworkPolicyV1,
  type NetworkPolicyV1SpecEgress,
  type NetworkPolicyV1SpecIngress,
} from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { databasePort } from "../config/names";
import { entranceNetworks } from "../database/paths";

export interface NetworkPoliciesProps {
  readonly environment: Environment;
  readonly namespace: string;
}

interface Policy {
  readonly name: string;
  /** Purpose of the policy, as an annotation in the cluster. */
  readonly description: string;
  readonly egress?: NetworkPolicyV1SpecEgress[];
  readonly ingress?: NetworkPolicyV1SpecIngress[];
}

/**
 * Network policies of a namespace: the second of two layers.
 *
 * The first layer is the security groups of a pod's branch network interface. With strict enforcing they filter every
 * packet of the pod, so the database is closed to a pod without its client group, whatever these policies allow. The
 * network policy agent of the VPC CNI enforces the policies on the node; AWS documents both as compatible. They limit
 * traffic between organizations inside the cluster, also for a pod that has started without its security groups. Probes
 * of the kubelet come from the node and are exempt by definition.
 * https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html
 */
export class NetworkPolicies extends Construct {
  /** For `dependsOn` of pods. */
  readonly policies: NetworkPolicyV1[];

  constructor(scope: Construct, id: string, { environment, namespace }: NetworkPoliciesProps) {
    super(scope, id);
    const all = [defaultDeny, sameNamespace, dns, https, database(environment)];
    this.policies = all.map((policy) => this.addPolicy(namespace, policy));
  }

  private addPolicy(namespace: string, { name, description, ingress, egress }: Policy): NetworkPolicyV1 {
    const denies = !ingress && !egress;
    return new NetworkPolicyV1(this, name, {
      metadata: { name, namespace, annotations: { "kubernetes.io/description": description } },
      spec: {
        podSelector: {},
        policyTypes: [...(ingress || denies ? ["Ingress"] : []), ...(egress || denies ? ["Egress"] : [])],
        ...(ingress ? { ingress } : {}),
        ...(egress ? { egress } : {}),
      },
    });
  }
}

const anyPodOfTheNamespace = { podSelector: {} };

const defaultDeny: Policy = {
  name: "default-deny",
  description: "Nothing may enter or leave a pod unless another policy allows it",
};

const sameNamespace: Policy = {
  name: "allow-same-namespace",
  description: "Applications of one organization call each other; other organizations stay out",
  ingress: [{ from: [anyPodOfTheNamespace] }],
  egress: [{ to: [anyPodOfTheNamespace] }],
};

const dns: Policy = {
  name: "allow-dns",
  description: "Pods look up names at the cluster's DNS",
  egress: [
    {
      to: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
          podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
        },
      ],
      ports: [
        { protocol: "UDP", port: "53" },
        { protocol: "TCP", port: "53" },
      ],
    },
  ],
};

const https: Policy = {
  name: "allow-https",
  description: "Pods call AWS (STS for their role) and services on the internet",
  egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ protocol: "TCP", port: "443" }] }],
};

const database = (environment: Environment): Policy => ({
  name: "allow-database",
  description: "Pods reach PostgreSQL at the instances, or at endpoints that lead to them",
  egress: [
    {
      to: entranceNetworks(environment).map((cidr) => ({ ipBlock: { cidr } })),
      ports: [{ protocol: "TCP", port: String(databasePort) }],
    },
  ],
});
