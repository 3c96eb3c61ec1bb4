import { Release } from "@cdktf/provider-helm/lib/release";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ContainerImage, type Images } from "../foundation/container-image";
import { Chart } from "./chart";
import { failSafe } from "./fail-safe";
import { imageValues } from "./image-values";

export interface ReloaderProps {
  /**
   * Releases that install the CustomResourceDefinitions that Reloader watches: it looks for them once, at its start.
   */
  readonly dependsOn: ITerraformDependable[];
  /** Mirror of the chart repository. @default - its public repository */
  readonly repository?: string;
  /** Registry and digests of images. */
  readonly images: Images;
}

/** Helm values of Reloader. */
export const reloaderValues = (images: Images) => ({
  ...imageValues(ContainerImage.RELOADER, "image", images),
  reloader: {
    // A standby replica: otherwise a change during a replacement of the pod would be missed until the next change.
    enableHA: true,
    // Only deployments with the annotation. Secrets are ignored: the status of mounted classes is sufficient, and no
    // value is read.
    autoReloadAll: false,
    ignoreSecrets: true,
    enableCSIIntegration: true,
    ignoreJobs: true,
    ignoreCronJobs: true,
    // The CSI driver's status objects of mounted classes have this label, and no ConfigMap does. Reloader cannot ignore
    // both ConfigMaps and secrets.
    resourceLabelSelector: "internal.secrets-store.csi.k8s.io/node-name",
    // An annotation of the pod template, which Terraform ignores; the default would add a variable to the container.
    reloadStrategy: "annotations",
    logFormat: "json",
    readOnlyRootFileSystem: true,
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    deployment: {
      replicas: 2,
      // Together with the chart's pod settings, this meets the restricted Pod Security Standard.
      containerSecurityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
      },
      resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
    },
  },
});

/**
 * Restarts a deployment when a SecretProviderClass in its annotation has new versions, by the same rolling update as
 * for a new version of the application: variables of a running container do not change.
 *
 * The cost: its account may change every workload in the cluster, except for what admission policies refuse.
 */
export class Reloader extends Construct {
  constructor(scope: Construct, id: string, { dependsOn, repository, images }: ReloaderProps) {
    super(scope, id);
    new Release(this, "Resource", {
      ...failSafe,
      ...Chart.RELOADER.release(repository),
      values: [Fn.yamlencode(reloaderValues(images))],
      dependsOn,
    });
  }
}
