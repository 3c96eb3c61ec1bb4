import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { Construct } from "constructs";
import { kubernetesAccess } from "../cluster/kubernetes-access";
import type { Environment } from "../config/model";
import { BindingPolicy } from "../platform/binding-policy";
import { ClusterHelmProvider } from "../platform/cluster-helm-provider";
import { DefinitionsPolicy, DriverPolicy } from "../platform/driver-policy";
import { LoadBalancerController } from "../platform/load-balancer-controller";
import { NodePolicy } from "../platform/node-policy";
import { OrganizationPolicies } from "../platform/organization-policies";
import { PlannerRights } from "../platform/planner-rights";
import { Reloader } from "../platform/reloader";
import { ReloaderPolicy } from "../platform/reloader-policy";
import { SecretsStore } from "../platform/secrets-store";
import type { ClusterExports, ClusterStack } from "./cluster-stack";
import { EnvironmentStack } from "./environment-stack";
import type { NetworkStack } from "./network-stack";

/** What every organization's workloads stand on: the Secrets Store CSI driver with its AWS provider, Reloader where credentials are variables, the load balancer controller where applications may be opened, admission policies, and what planners see. */
export class PlatformStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment, cluster: ClusterStack, network: NetworkStack) {
    super(scope, environment, "platform");
    const clusterExports = cluster.exports.readBy(this);
    const access = kubernetesAccess(environment, clusterExports);
    new ClusterHelmProvider(this, "helm", access);
    const { exec, ...others } = access;
    new KubernetesProvider(this, "kubernetes", { ...others, exec: [exec] });
    const { images } = environment;
    const { repository } = environment.charts;
    const copiesSecrets = environment.credentials.delivery === "environment";
    const restraints = [
      new DefinitionsPolicy(this, "definitions-policy"),
      ...(copiesSecrets ? [new DriverPolicy(this, "driver-policy")] : []),
    ].map(({ binding }) => binding);
    const { driver } = new SecretsStore(this, "secrets-store", {
      repository,
      images,
      copiesSecrets,
      dependsOn: restraints,
    });
    if (copiesSecrets) {
      const policy = new ReloaderPolicy(this, "reloader-policy");
      new Reloader(this, "reloader", { repository, images, dependsOn: [driver, ...policy.manifests] });
    }
    new OrganizationPolicies(this, "organization-policies");
    new NodePolicy(this, "node-policy");
    if (environment.applicationAccess) openApplications(this, network, clusterExports);
    if (environment.planner) new PlannerRights(this, "planners", environment);
  }
}

/** The state of the network is read only where something is opened. */
function openApplications(
  stack: PlatformStack,
  network: NetworkStack,
  { oidcProviderArn, oidcIssuer }: ClusterExports,
): void {
  const { environment } = stack;
  const { clusterVpcId: vpcId } = network.exports.readBy(stack);
  const { binding } = new BindingPolicy(stack, "binding-policy");
  new LoadBalancerController(stack, "load-balancer-controller", {
    environment,
    vpcId,
    oidcProviderArn,
    oidcIssuer,
    dependsOn: [binding],
  });
}
