import { Release } from "@cdktf/provider-helm/lib/release";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { stsAudience } from "../cluster/service-account-role";
import { ContainerImage, type Images } from "../foundation/container-image";
import { Chart } from "./chart";
import { failSafe } from "./fail-safe";
import { imageValues } from "./image-values";

export interface SecretsStoreProps {
  /** Mirror of both chart repositories. @default - their public repositories */
  readonly repository?: string;
  /** Registry and digests of images. */
  readonly images: Images;
  /** Whether the driver copies mounted secrets to Kubernetes secrets, for applications that read variables. */
  readonly copiesSecrets: boolean;
  /** Policies that restrict the driver's account; they must exist before it. @default - none */
  readonly dependsOn?: ITerraformDependable[];
}

/** Both run on every node: a pod that mounts a secret cannot start on a node without them. */
const everyNode = {
  tolerations: [{ operator: "Exists" }],
  // Like the network add-on: evicted last, and able to preempt other pods.
  priorityClassName: "system-node-critical",
};

/** Helm values of the driver. It is privileged, because its mounts must be visible in other pods. */
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
  // If enabled, the driver's account, whose token is on every node, can read and write all Kubernetes secrets of the
  // cluster.
  syncSecret: { enabled: copiesSecrets },
  enableSecretRotation: true,
  // Maximum age of a mounted value, and interval of each pod's calls to Secrets Manager. A replaced credential remains
  // valid until the next rotation, at least a day later; polling and a rollout need at most an hour of it. The short
  // interval is for the rotation after a leak.
  rotationPollInterval: "15m",
  // The provider cannot create tokens: the kubelet passes it a token of the mounting pod's service account. The
  // audience of EKS Pod Identity is omitted, since no pod uses it.
  // https://github.com/aws/secrets-store-csi-driver-provider-aws#readme
  tokenRequests: [{ audience: stsAudience }],
});

/** Helm values of the provider: it runs as root, for its socket on the node, without further capabilities. */
export const providerValues = (images: Images) => ({
  ...everyNode,
  // The chart's limit equals its request of 50m, and throttles the provider when many pods start on a node at once.
  resources: { requests: { cpu: "50m", memory: "100Mi" }, limits: { cpu: "200m", memory: "200Mi" } },
  securityContext: {
    privileged: false,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  },
  // The provider writes the files itself at every poll. The driver would not rewrite unchanged files, would take their
  // age for the age of the mount, and would then call AWS every minute for each pod.
  driverWritesSecrets: false,
  // The provider's chart includes the driver, which is a separate release here, so that it can be configured and
  // upgraded on its own.
  "secrets-store-csi-driver": { install: false },
  ...imageValues(ContainerImage.SECRETS_STORE_AWS_PROVIDER, "image", images),
});

/**
 * Mounts secrets of AWS Secrets Manager into pods: the CSI driver and its provider for AWS. Both mount host paths,
 * which the Pod Security Standard of other namespaces forbids.
 */
export class SecretsStore extends Construct {
  /** The driver's release, which includes its CustomResourceDefinitions. */
  readonly driver: ITerraformDependable;

  constructor(scope: Construct, id: string, props: SecretsStoreProps) {
    super(scope, id);
    const { repository, images, copiesSecrets, dependsOn = [] } = props;
    this.driver = new Release(this, "driver", {
      ...failSafe,
      ...Chart.SECRETS_STORE_DRIVER.release(repository),
      values: [Fn.yamlencode(driverValues(copiesSecrets, images))],
      dependsOn,
    });
    new Release(this, "aws-provider", {
      ...failSafe,
      ...Chart.SECRETS_STORE_AWS_PROVIDER.release(repository),
      values: [Fn.yamlencode(providerValues(images))],
      dependsOn: [this.driver],
    });
  }
}
