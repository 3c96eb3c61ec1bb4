import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import type { Construct } from "constructs";
import type { KubernetesAccess } from "../cluster/kubernetes-access";

/** Helm provider for the environment's cluster. */
export class ClusterHelmProvider extends HelmProvider {
  constructor(
    scope: Construct,
    id: string,
    private readonly access: KubernetesAccess,
  ) {
    super(scope, id, { kubernetes: access });
  }

  /** Since version 3 of the provider, `kubernetes` is an attribute; cdktf 0.21 renders a block in HCL mode. */
  protected override synthesizeHclAttributes() {
    const { host, clusterCaCertificate, exec } = this.access;
    const { apiVersion, command, args } = exec;
    return {
      ...super.synthesizeHclAttributes(),
      kubernetes: {
        host,
        cluster_ca_certificate: clusterCaCertificate,
        exec: { api_version: apiVersion, command, args },
      },
    };
  }
}
