import { Release } from "@cdktf/provider-helm/lib/release";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { Chart } from "./chart";
import { failSafe } from "./fail-safe";

export interface ReloaderProps {
  /** Mirror that holds the chart. @default - its public repository */
  readonly repository?: string;
  /** @default Chart.RELOADER */
  readonly chart?: Chart;
}

const values = {
  reloader: {
    // A pod that waits while another one is replaced: a change during that time would be missed until the next.
    enableHA: true,
    // What was asked for by annotation, and of secrets only those that the CSI driver keeps.
    autoReloadAll: false,
    ignoreConfigMaps: true,
    ignoreJobs: true,
    ignoreCronJobs: true,
    resourceLabelSelector: "secrets-store.csi.k8s.io/managed=true",
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
};

/**
 * Restarts a deployment when a secret that it names changes, by the same rolling update as a new version: variables of a
 * running pod keep the value that they had when it started.
 *
 * What it costs: its service account reads secrets of all namespaces, as the CSI driver's does, which writes them. A
 * role in each namespace instead would change this stack with every organization.
 */
export class Reloader extends Construct {
  constructor(scope: Construct, id: string, { repository, chart = Chart.RELOADER }: ReloaderProps) {
    super(scope, id);
    new Release(this, "Resource", {
      ...failSafe,
      ...chart.release(repository),
      values: [Fn.yamlencode(values)],
    });
  }
}
