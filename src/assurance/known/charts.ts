import facts from "./chart-facts.json";
import type { KnownPaths } from "./nested";

/** A rule of Kubernetes RBAC that an account is bound to. */
export interface ChartRight {
  /** @default - all namespaces */
  readonly namespace?: string;
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Names of the objects that it is limited to. @default - all */
  readonly names?: readonly string[];
}

/** A service account of what a chart runs. */
export interface ChartAccount {
  readonly name: string;
  readonly runs: "on every node" | "on some nodes" | "while it is installed";
  /** What its pods have of their node: host namespaces, privilege, paths. */
  readonly host: readonly string[];
  readonly rights: readonly ChartRight[];
}

/** A chart as it was rendered with one set of values. */
export interface RenderedChart {
  readonly name: string;
  readonly version: string;
  readonly values: object;
  readonly accounts: readonly ChartAccount[];
}

/** What charts install runs with rights of its own, on every node or over all namespaces: so only these are known. */
export const renderedCharts = facts.charts as readonly RenderedChart[];

/** The day on which they were rendered. */
export const chartsRenderedOn: string = facts.rendered;

interface KnownChart {
  readonly repository: string;
  /** Values that may differ from those of the renderings: they change no account, no right and no place of a pod. */
  readonly free: KnownPaths;
}

const anyValue = undefined;

/** A tag of the chart's own version, with a digest. */
const pinned = (tag: string): RegExp => new RegExp(`^${tag.replaceAll(".", "\\.")}@sha256:[0-9a-f]{64}$`);

export const knownCharts: Readonly<Record<string, KnownChart>> = {
  reloader: {
    repository: "https://stakater.github.io/stakater-charts",
    free: {
      "image.tag": pinned("v1.4.21"),
      "reloader.deployment.replicas": anyValue,
      "reloader.deployment.resources": anyValue,
      "reloader.logFormat": anyValue,
      "reloader.podDisruptionBudget": anyValue,
    },
  },
  "secrets-store-csi-driver": {
    repository: "https://kubernetes-sigs.github.io/secrets-store-csi-driver/charts",
    free: {
      "linux.crds.image.tag": pinned("v1.6.0"),
      "linux.driver.resources": anyValue,
      "linux.image.tag": pinned("v1.6.0"),
      "linux.livenessProbeImage.tag": pinned("v2.18.0"),
      "linux.priorityClassName": anyValue,
      "linux.registrarImage.tag": pinned("v2.16.0"),
      rotationPollInterval: anyValue,
    },
  },
  "secrets-store-csi-driver-provider-aws": {
    repository: "https://aws.github.io/secrets-store-csi-driver-provider-aws",
    free: { "image.tag": pinned("3.1.1"), priorityClassName: anyValue, resources: anyValue },
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
