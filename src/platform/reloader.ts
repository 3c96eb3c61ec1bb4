import { Release } from "@cdktf/provider-helm/lib/release";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ContainerImage, type Images } from "../foundation/container-image";
import { Chart } from "./chart";
import { failSafe } from "./fail-safe";
import { imageValues } from "./image-values";

export interface ReloaderProps {
  /** What installs the definitions of what it watches: it looks for them once, when it starts. */
  readonly dependsOn: ITerraformDependable[];
  /** Mirror that holds the chart. @default - its public repository */
  readonly repository?: string;
  /** Where images come from. */
  readonly images: Images;
  /** @default Chart.RELOADER */
  readonly chart?: Chart;
}

/** How Reloader runs. */
export const reloaderValues = (images: Images) => ({
  ...imageValues(ContainerImage.RELOADER, "image", images),
  reloader: {
    // A pod that waits while another one is replaced: a change during that time would be missed until the next.
    enableHA: true,
    // What was asked for by annotation. No secrets: it is told by what pods have mounted, and reads no value.
    autoReloadAll: false,
    ignoreSecrets: true,
    enableCSIIntegration: true,
    ignoreJobs: true,
    ignoreCronJobs: true,
    // The CSI driver's notes of what a pod has mounted carry this label, and no ConfigMap does. Reloader refuses to be
    // told to ignore ConfigMaps as well as secrets.
    resourceLabelSelector: "internal.secrets-store.csi.k8s.io/node-name",
    // An annotation of the pod template, which Terraform leaves alone; the default adds a variable to its container.
    reloadStrategy: "annotations",
    logFormat: "json",
    readOnlyRootFileSystem: true,
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    deployment: {
      replicas: 2,
      // With the chart's own pod settings, what the restricted Pod Security Standard asks for.
      containerSecurityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
      },
      resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
    },
  },
});

/**
 * Restarts a deployment when a class of secrets that it names has new versions, by the same rolling update as a new
 * version of the application: variables of a running pod keep the value that they had when it started.
 *
 * What it costs: its account may change every workload of the cluster, as far as admission lets it.
 */
export class Reloader extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { dependsOn, repository, images, chart = Chart.RELOADER }: ReloaderProps,
  ) {
    super(scope, id);
    new Release(this, "Resource", {
      ...failSafe,
      ...chart.release(repository),
      values: [Fn.yamlencode(reloaderValues(images))],
      dependsOn,
    });
  }
}
