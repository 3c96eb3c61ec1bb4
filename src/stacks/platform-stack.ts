import type { Construct } from "constructs";
import { addKubernetesProvider, kubernetesAccess } from "../cluster/kubernetes-access";
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

/**
 * Components of the cluster that organizations' workloads need: the Secrets Store CSI driver with its AWS provider,
 * Reloader if credentials are variables, the load balancer controller if applications may be opened, admission
 * policies, and planners' rights.
 */
export class PlatformStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment, cluster: ClusterStack, network: NetworkStack) {
    super(scope, environment, "platform");
    const clusterExports = cluster.exports.readBy(this);
    const access = kubernetesAccess(environment, clusterExports);
    new ClusterHelmProvider(this, "helm", access);
    addKubernetesProvider(this, access);
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

/** Reads the network's state only if something is opened. */
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
