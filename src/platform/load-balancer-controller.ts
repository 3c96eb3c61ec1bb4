import { Release } from "@cdktf/provider-helm/lib/release";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { clusterName } from "../config/names";
import { ContainerImage, type Images } from "../foundation/container-image";
import { Chart } from "./chart";
import { failSafe } from "./fail-safe";
import { imageValues } from "./image-values";
import { controllerAccount, LoadBalancerControllerRights } from "./load-balancer-controller-rights";

export interface LoadBalancerControllerProps {
  readonly environment: Environment;
  /** VPC of the cluster. */
  readonly vpcId: string;
  readonly oidcProviderArn: string;
  readonly oidcIssuer: string;
  /** Policies that restrict the creation of bindings; they must exist before the controller runs. */
  readonly dependsOn: ITerraformDependable[];
}

/**
 * An ingress class that no ingress has: the controller's ingress support cannot be disabled, so it finds no ingress.
 */
const noIngressClass = "nothing-is-served-here";

/** Cluster, region and VPC, so that the controller need not query AWS or instance metadata for them. */
export interface ControllerPlace {
  readonly clusterName: string;
  readonly region: string;
  readonly vpcId: string;
}

/**
 * Helm values of the controller: it only registers pods in target groups that Terraform creates. Its other features are
 * disabled, or lack the custom resources or permissions to act.
 */
export const loadBalancerControllerValues = (place: ControllerPlace, images: Images) => ({
  ...imageValues(ContainerImage.LOAD_BALANCER_CONTROLLER, "image", images),
  ...place,
  // One replica is the leader; both serve the webhook, without which the API server refuses bindings.
  replicaCount: 2,
  podDisruptionBudget: { maxUnavailable: 1 },
  resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "256Mi" } },
  podSecurityContext: { fsGroup: 65534, seccompProfile: { type: "RuntimeDefault" } },
  securityContext: {
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
  },
  // The chart's role could write every ConfigMap of the cluster.
  serviceAccount: { create: false, name: controllerAccount },
  rbac: { create: false },
  // Otherwise each upgrade creates another CA, and bindings are refused until pods have loaded it.
  keepTLSSecret: true,
  // It would refuse every new Service in the cluster while the controller is unavailable.
  enableServiceMutatorWebhook: false,
  createIngressClassResource: false,
  ingressClassParams: { create: false },
  ingressClass: noIngressClass,
  disableIngressClassAnnotation: true,
  webhookConfig: { disableIngressValidation: true },
  enableBackendSecurityGroup: false,
  enableShield: false,
  enableWaf: false,
  enableWafv2: false,
  controllerConfig: {
    featureGates: {
      ALBGatewayAPI: false,
      EnableServiceController: false,
      GatewayListenerSet: false,
      GlobalAcceleratorController: false,
      NLBGatewayAPI: false,
    },
  },
  // After errors of AWS, the default backoff grows to 16 minutes, during which pods would not become ready.
  // https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3622
  targetgroupbindingMaxExponentialBackoffDelay: "30s",
});

/** Registers pods of opened applications in the target groups of their load balancers. */
export class LoadBalancerController extends Construct {
  constructor(scope: Construct, id: string, props: LoadBalancerControllerProps) {
    super(scope, id);
    const { environment, vpcId, dependsOn } = props;
    const rights = new LoadBalancerControllerRights(this, "rights", props);
    const place = { clusterName: clusterName(environment), region: environment.region, vpcId };
    new Release(this, "Resource", {
      ...failSafe,
      ...Chart.LOAD_BALANCER_CONTROLLER.release(environment.charts.repository),
      values: [Fn.yamlencode(loadBalancerControllerValues(place, environment.images))],
      dependsOn: [...dependsOn, ...rights.grants],
    });
  }
}
