import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/model";

/** Address and CA certificate of a cluster's API. */
export interface ClusterAddress {
  readonly clusterName: string;
  /** URL of the Kubernetes API. */
  readonly clusterEndpoint: string;
  /** CA certificate of the Kubernetes API, base64. */
  readonly clusterCertificateAuthority: string;
}

/** Connection settings of a Terraform provider for the Kubernetes API. */
export interface KubernetesAccess {
  readonly host: string;
  /** CA certificate of the API, PEM. */
  readonly clusterCaCertificate: string;
  /** Command that prints a token. */
  readonly exec: { readonly apiVersion: string; readonly command: string; readonly args: string[] };
}

/**
 * Access with the AWS identity that runs Terraform, which must have an access entry of the cluster. A provider requests
 * a token when it needs one, valid for minutes, so that no token is stored in a plan or a state.
 */
export function kubernetesAccess(environment: Environment, cluster: ClusterAddress): KubernetesAccess {
  return {
    host: cluster.clusterEndpoint,
    clusterCaCertificate: Fn.base64decode(cluster.clusterCertificateAuthority),
    exec: {
      // The version that `aws eks update-kubeconfig` writes, and that the CLI returns to clients which request none:
      // https://github.com/aws/aws-cli/pull/6940
      apiVersion: "client.authentication.k8s.io/v1beta1",
      command: "aws",
      args: ["eks", "get-token", "--cluster-name", cluster.clusterName, "--region", environment.region],
    },
  };
}

/** The Kubernetes provider of a stack. */
export const addKubernetesProvider = (
  scope: Construct,
  { exec, ...access }: KubernetesAccess,
): KubernetesProvider => new KubernetesProvider(scope, "kubernetes", { ...access, exec: [exec] });
