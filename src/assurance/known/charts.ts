interface KnownChart {
  readonly repository: string;
  /** The version whose rights in the cluster and whose values the proof knows. */
  readonly version: string;
  /** Paths of values that may be set, with all below them. What changes rights, images or what else is installed is not listed. */
  readonly values: readonly string[];
}

/** Charts by their names: what they install runs with rights of its own, on every node or over all namespaces. */
export const knownCharts: Readonly<Record<string, KnownChart>> = {
  reloader: {
    repository: "https://stakater.github.io/stakater-charts",
    version: "2.2.16",
    values: [
      "reloader.autoReloadAll",
      "reloader.deployment.containerSecurityContext",
      "reloader.deployment.replicas",
      "reloader.deployment.resources",
      "reloader.enableCSIIntegration",
      "reloader.enableHA",
      "reloader.ignoreCronJobs",
      "reloader.ignoreJobs",
      "reloader.ignoreSecrets",
      "reloader.logFormat",
      "reloader.podDisruptionBudget",
      "reloader.readOnlyRootFileSystem",
      "reloader.reloadStrategy",
      "reloader.resourceLabelSelector",
    ],
  },
  "secrets-store-csi-driver": {
    repository: "https://kubernetes-sigs.github.io/secrets-store-csi-driver/charts",
    version: "1.6.0",
    values: [
      "enableSecretRotation",
      "linux.driver.resources",
      "linux.priorityClassName",
      "linux.tolerations",
      "rotationPollInterval",
      "syncSecret.enabled",
      "tokenRequests",
      "windows.enabled",
    ],
  },
  "secrets-store-csi-driver-provider-aws": {
    repository: "https://aws.github.io/secrets-store-csi-driver-provider-aws",
    version: "3.1.1",
    values: ["priorityClassName", "resources", "secrets-store-csi-driver.install", "tolerations"],
  },
};

/** Arguments of a release that do not change what is installed, and those that are read. */
export const knownReleaseArguments: ReadonlySet<string> = new Set([
  "atomic",
  "chart",
  "cleanup_on_fail",
  "description",
  "max_history",
  "name",
  "namespace",
  "repository",
  "timeout",
  "values",
  "version",
  "wait",
]);

/** Where the platform's charts are installed: no organization's namespace. */
export const chartNamespace = "kube-system";
