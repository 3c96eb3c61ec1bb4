import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { EnvironmentStack } from "./environment-stack";
import { Exports } from "./exports";
import type { NetworkStack } from "./network-stack";

export type ClusterExports = {
  clusterName: string;
  /** Address of the Kubernetes API. */
  clusterEndpoint: string;
  /** Certificate authority of the Kubernetes API, base64. */
  clusterCertificateAuthority: string;
  /** Group that EKS gives to control plane and nodes, and so to every pod without a group of its own. */
  clusterSecurityGroupId: string;
  /** Baseline group of pods with groups of their own: DNS, the API and HTTPS out, probes in. */
  podSecurityGroupId: string;
  oidcProviderArn: string;
  /** Issuer of service account tokens without https://, as trust policies name it. */
  oidcIssuer: string;
};

/** EKS control plane, node groups, add-ons, access. */
export class ClusterStack extends EnvironmentStack {
  readonly exports: Exports<ClusterExports>;

  constructor(scope: Construct, environment: Environment, network: NetworkStack) {
    super(scope, environment, "cluster");
    network.exports.readBy(this);
    this.exports = new Exports<ClusterExports>(this, {} as ClusterExports); // TODO
  }
}
