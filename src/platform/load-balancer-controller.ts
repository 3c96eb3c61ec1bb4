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
  /** What restrains those who make bindings, and has to be there before the first. */
  readonly dependsOn: ITerraformDependable[];
  /** @default Chart.LOAD_BALANCER_CONTROLLER */
  readonly chart?: Chart;
}

/** A class of ingresses that no ingress has: what follows ingresses cannot be switched off, and finds none. */
const noIngressClass = "nothing-is-served-here";

/** Where the controller works, so that it asks neither AWS nor its node. */
export interface ControllerPlace {
  readonly clusterName: string;
  readonly region: string;
  readonly vpcId: string;
}

/**
 * How the controller runs: it registers pods with target groups that Terraform makes, and does nothing else. What it could do
 * beside is off, or has neither a kind to follow nor a right to act.
 */
export const loadBalancerControllerValues = (place: ControllerPlace, images: Images) => ({
  ...imageValues(ContainerImage.LOAD_BALANCER_CONTROLLER, "image", images),
  ...place,
  // One leads; both answer the API server, which refuses bindings while none does.
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
  // The chart's role writes every ConfigMap of the cluster.
  serviceAccount: { create: false, name: controllerAccount },
  rbac: { create: false },
  // Otherwise each upgrade makes another authority, and bindings are refused until pods have loaded it.
  keepTLSSecret: true,
  // It would refuse every new Service of the cluster while the controller is away.
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
  // After errors of AWS it would wait up to 16 minutes, and pods would not get ready for as long.
  // https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3622
  targetgroupbindingMaxExponentialBackoffDelay: "30s",
});

/** Registers pods of opened applications with the target groups of their load balancers. */
export class LoadBalancerController extends Construct {
  constructor(scope: Construct, id: string, props: LoadBalancerControllerProps) {
    super(scope, id);
    const { environment, vpcId, dependsOn, chart = Chart.LOAD_BALANCER_CONTROLLER } = props;
    const rights = new LoadBalancerControllerRights(this, "rights", props);
    const place = { clusterName: clusterName(environment), region: environment.region, vpcId };
    new Release(this, "Resource", {
      ...failSafe,
      ...chart.release(environment.charts.repository),
      values: [Fn.yamlencode(loadBalancerControllerValues(place, environment.images))],
      dependsOn: [...dependsOn, ...rights.grants],
    });
  }
}
