import type { Construct } from "constructs";
import { kubernetesAccess } from "../cluster/kubernetes-access";
import type { Environment } from "../config/model";
import { ClusterHelmProvider } from "../platform/cluster-helm-provider";
import { Reloader } from "../platform/reloader";
import { SecretsStore } from "../platform/secrets-store";
import type { ClusterStack } from "./cluster-stack";
import { EnvironmentStack } from "./environment-stack";

/** What every organization's workloads stand on: the Secrets Store CSI driver with its AWS provider, and Reloader. */
export class PlatformStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment, cluster: ClusterStack) {
    super(scope, environment, "platform");
    new ClusterHelmProvider(this, "helm", kubernetesAccess(environment, cluster.exports.readBy(this)));
    const { repository } = environment.charts;
    new SecretsStore(this, "secrets-store", { repository });
    new Reloader(this, "reloader", { repository });
  }
}
