import { Fn } from "cdktf";
import type { Environment } from "../config/model";

/** Where a cluster's API is, and how to know that it is the right one. */
export interface ClusterAddress {
  readonly clusterName: string;
  /** Address of the Kubernetes API. */
  readonly clusterEndpoint: string;
  /** Certificate authority of the Kubernetes API, base64. */
  readonly clusterCertificateAuthority: string;
}

/** How a Terraform provider reaches the Kubernetes API. */
export interface KubernetesAccess {
  readonly host: string;
  /** PEM certificate of the authority that signed the API's certificate. */
  readonly clusterCaCertificate: string;
  /** Program that prints a token. */
  readonly exec: { readonly apiVersion: string; readonly command: string; readonly args: string[] };
}

/**
 * Access with the AWS identity that runs Terraform, which must hold one of the cluster's admin roles. The token is made
 * when a provider needs it and lives for minutes, so none is ever in a plan or a state.
 *
 * Give it to the Helm provider as `kubernetes`, to the Kubernetes provider as `{ ...access, exec: [access.exec] }`.
 */
export function kubernetesAccess(environment: Environment, cluster: ClusterAddress): KubernetesAccess {
  return {
    host: cluster.clusterEndpoint,
    clusterCaCertificate: Fn.base64decode(cluster.clusterCertificateAuthority),
    exec: {
      // What `aws eks update-kubeconfig` writes, and the CLI's answer to clients that name no version:
      // https://github.com/aws/aws-cli/pull/6940
      apiVersion: "client.authentication.k8s.io/v1beta1",
      command: "aws",
      args: ["eks", "get-token", "--cluster-name", cluster.clusterName, "--region", environment.region],
    },
  };
}
