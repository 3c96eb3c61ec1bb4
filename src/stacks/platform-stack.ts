import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { Construct } from "constructs";
import { type KubernetesAccess, kubernetesAccess } from "../cluster/kubernetes-access";
import type { Environment } from "../config/model";
import { ClusterHelmProvider } from "../platform/cluster-helm-provider";
import { PlannerRights } from "../platform/planner-rights";
import { Reloader } from "../platform/reloader";
import { SecretsStore } from "../platform/secrets-store";
import type { ClusterStack } from "./cluster-stack";
import { EnvironmentStack } from "./environment-stack";

/** What every organization's workloads stand on: the Secrets Store CSI driver with its AWS provider, Reloader where credentials are variables, and what planners see. */
export class PlatformStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment, cluster: ClusterStack) {
    super(scope, environment, "platform");
    const access = kubernetesAccess(environment, cluster.exports.readBy(this));
    new ClusterHelmProvider(this, "helm", access);
    const { repository } = environment.charts;
    const copiesSecrets = environment.credentials.delivery === "environment";
    const { driver } = new SecretsStore(this, "secrets-store", { repository, copiesSecrets });
    if (copiesSecrets) new Reloader(this, "reloader", { repository, dependsOn: [driver] });
    if (environment.planner) grantPlannersRead(this, access);
  }
}

function grantPlannersRead(stack: PlatformStack, { exec, ...access }: KubernetesAccess): void {
  new KubernetesProvider(stack, "kubernetes", { ...access, exec: [exec] });
  new PlannerRights(stack, "planners");
}
