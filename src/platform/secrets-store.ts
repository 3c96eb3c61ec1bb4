import { Release } from "@cdktf/provider-helm/lib/release";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { stsAudience } from "../cluster/service-account-role";
import { ContainerImage, type Images } from "../foundation/container-image";
import { Chart } from "./chart";
import { failSafe } from "./fail-safe";
import { imageValues } from "./image-values";

export interface SecretsStoreProps {
  /** Mirror that holds both charts. @default - their public repositories */
  readonly repository?: string;
  /** Where images come from. */
  readonly images: Images;
  /** Whether the driver makes Kubernetes secrets of what pods mount, for applications that read variables. */
  readonly copiesSecrets: boolean;
  /** What restrains the driver's account, and has to be there before it. @default - nothing */
  readonly dependsOn?: ITerraformDependable[];
  /** Chart of the driver. @default Chart.SECRETS_STORE_DRIVER */
  readonly driver?: Chart;
  /** Chart of the provider, which must fit the driver. @default Chart.SECRETS_STORE_AWS_PROVIDER */
  readonly provider?: Chart;
}

/** Both run on every node: a pod that mounts a secret does not start on a node without them. */
const everyNode = {
  tolerations: [{ operator: "Exists" }],
  // Like the network add-on: evicted last, and free to push other pods out.
  priorityClassName: "system-node-critical",
};

/** How the driver runs. It is privileged: what it mounts has to appear in other pods. */
export const driverValues = (copiesSecrets: boolean, images: Images) => ({
  linux: {
    ...everyNode,
    driver: {
      resources: { requests: { cpu: "50m", memory: "100Mi" }, limits: { cpu: "200m", memory: "200Mi" } },
    },
    ...imageValues(ContainerImage.SECRETS_STORE_DRIVER, "image", images),
    ...imageValues(ContainerImage.SECRETS_STORE_CRDS, "crds.image", images),
    ...imageValues(ContainerImage.NODE_DRIVER_REGISTRAR, "registrarImage", images),
    ...imageValues(ContainerImage.LIVENESS_PROBE, "livenessProbeImage", images),
  },
  windows: { enabled: false },
  // With it the driver's account, on every node, reads and writes all Kubernetes secrets of the cluster.
  syncSecret: { enabled: copiesSecrets },
  enableSecretRotation: true,
  // How stale a mounted credential may be, and how often each pod costs a call to Secrets Manager. A rotated-out
  // credential stays valid until the next rotation, a day at least: this and a rollout take an hour of it at most. A
  // quarter of an hour is for the day on which one leaks.
  rotationPollInterval: "15m",
  // The provider has no right to make tokens: the kubelet hands it one of the mounting pod's service account. The
  // audience of EKS Pod Identity is left out: no pod here uses it, so no pod's token is made for it.
  // https://github.com/aws/secrets-store-csi-driver-provider-aws#readme
  tokenRequests: [{ audience: stsAudience }],
});

/** How the provider runs: as root, for its socket on the node, and without anything else that root can do. */
export const providerValues = (images: Images) => ({
  ...everyNode,
  // The chart's limit equals its request of 50m, and throttles a node on which many pods start at once.
  resources: { requests: { cpu: "50m", memory: "100Mi" }, limits: { cpu: "200m", memory: "200Mi" } },
  securityContext: {
    privileged: false,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  },
  // It writes the files itself, at every poll: the driver, which could, leaves unchanged ones alone, takes their age for
  // that of the mount, and would ask AWS for each pod every minute from then on.
  driverWritesSecrets: false,
  // The chart brings the driver along; here it is a release of its own, upgraded and read by itself.
  "secrets-store-csi-driver": { install: false },
  ...imageValues(ContainerImage.SECRETS_STORE_AWS_PROVIDER, "image", images),
});

/**
 * Mounts secrets of AWS Secrets Manager into pods: the CSI driver, and its provider for AWS. Both mount paths of the
 * host, which the Pod Security Standard of other namespaces forbids.
 */
export class SecretsStore extends Construct {
  /** The driver, with the definitions of its kinds of objects. */
  readonly driver: ITerraformDependable;

  constructor(scope: Construct, id: string, props: SecretsStoreProps) {
    super(scope, id);
    const {
      repository,
      images,
      copiesSecrets,
      dependsOn = [],
      driver: driverChart = Chart.SECRETS_STORE_DRIVER,
      provider: providerChart = Chart.SECRETS_STORE_AWS_PROVIDER,
    } = props;
    this.driver = new Release(this, "driver", {
      ...failSafe,
      ...driverChart.release(repository),
      values: [Fn.yamlencode(driverValues(copiesSecrets, images))],
      dependsOn,
    });
    new Release(this, "aws-provider", {
      ...failSafe,
      ...providerChart.release(repository),
      values: [Fn.yamlencode(providerValues(images))],
      dependsOn: [this.driver],
    });
  }
}
