import facts from "./chart-facts.json";
import type { KnownPaths } from "./nested";

/** A rule of Kubernetes RBAC that is bound to an account. */
export interface ChartRight {
  /** @default - all namespaces */
  readonly namespace?: string;
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Names of the objects to which it is limited. @default - all */
  readonly names?: readonly string[];
}

/** A service account of a chart's pods. */
export interface ChartAccount {
  readonly name: string;
  readonly runs: "on every node" | "on some nodes" | "while it is installed";
  /** Access of its pods to the node: host namespaces, privileges, host paths. */
  readonly host: readonly string[];
  readonly rights: readonly ChartRight[];
}

/** A chart, rendered with one set of values. */
export interface RenderedChart {
  readonly name: string;
  readonly version: string;
  readonly values: object;
  readonly accounts: readonly ChartAccount[];
  /** Names and versions of its images, if values do not determine them. */
  readonly images: readonly string[];
  /** Arguments of its programs. */
  readonly arguments: readonly string[];
  /** Admission webhooks that it registers. */
  readonly webhooks: readonly ChartWebhook[];
}

/** An admission webhook that a chart registers. */
export interface ChartWebhook {
  readonly name: string;
  /** What happens to objects while it is unavailable. */
  readonly failurePolicy: string;
  readonly resources: readonly string[];
  /** Labels, with values, without which it ignores a namespace or an object. */
  readonly labels: readonly string[];
}

/**
 * Known renderings. Workloads of charts have their own permissions, on every node or in all namespaces, so unknown
 * charts are refused.
 */
export const renderedCharts = facts.charts as readonly RenderedChart[];

/** Labels for which a chart's webhook injects something into pods, except for readiness gates. */
export const injectingLabels: readonly string[] = [
  ...new Set(
    renderedCharts
      .flatMap(({ webhooks }) => webhooks.flatMap(({ labels }) => labels))
      .flatMap((label) => label.split("=")[0] ?? [])
      .filter((name) => name !== "elbv2.k8s.aws/pod-readiness-gate-inject"),
  ),
];

interface KnownChart {
  readonly repository: string;
  /** Images by the path of their values: `tag`, and `repository` for the name. */
  readonly images: Readonly<Record<string, string>>;
  /** Values that may differ from the renderings': they change no account, no permission and no placement of a pod. */
  readonly free: KnownPaths;
}

const anyValue = undefined;

/** Values of images: the same name in any registry, and the same tag with any digest. */
const valuesOf = (images: Readonly<Record<string, string>>): KnownPaths =>
  Object.fromEntries(
    Object.entries(images).flatMap(([place, image]) => {
      const [name = "", tag = ""] = image.replace(/[.]/g, "\\.").split(":");
      return [
        [`${place}.repository`, new RegExp(`^[^@]+/${name}$`)],
        [`${place}.tag`, new RegExp(`^${tag}@sha256:[0-9a-f]{64}$`)],
      ];
    }),
  );

const knownChart = ({ repository, images, free }: KnownChart): KnownChart => ({
  repository,
  images,
  free: { ...free, ...valuesOf(images) },
});

export const knownCharts: Readonly<Record<string, KnownChart>> = {
  "aws-load-balancer-controller": knownChart({
    repository: "https://aws.github.io/eks-charts",
    images: { image: "public.ecr.aws/eks/aws-load-balancer-controller:v3.5.0" },
    // Its VPC and region: in another one, there are no target groups that its role may change.
    free: {
      clusterName: anyValue,
      region: anyValue,
      replicaCount: anyValue,
      resources: anyValue,
      vpcId: anyValue,
    },
  }),
  reloader: knownChart({
    repository: "https://stakater.github.io/stakater-charts",
    images: { image: "ghcr.io/stakater/reloader:v1.4.21" },
    free: {
      "reloader.deployment.replicas": anyValue,
      "reloader.deployment.resources": anyValue,
      "reloader.logFormat": anyValue,
      "reloader.podDisruptionBudget": anyValue,
    },
  }),
  "secrets-store-csi-driver": knownChart({
    repository: "https://kubernetes-sigs.github.io/secrets-store-csi-driver/charts",
    images: {
      "linux.image": "registry.k8s.io/csi-secrets-store/driver:v1.6.1",
      "linux.crds.image": "registry.k8s.io/csi-secrets-store/driver-crds:v1.6.1",
      "linux.registrarImage": "registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.16.0",
      "linux.livenessProbeImage": "registry.k8s.io/sig-storage/livenessprobe:v2.18.0",
    },
    free: {
      "linux.driver.resources": anyValue,
      "linux.priorityClassName": anyValue,
      rotationPollInterval: anyValue,
    },
  }),
  "secrets-store-csi-driver-provider-aws": knownChart({
    repository: "https://aws.github.io/secrets-store-csi-driver-provider-aws",
    images: {
      image: "public.ecr.aws/aws-secrets-manager/secrets-store-csi-driver-provider-aws:3.1.1",
    },
    free: { priorityClassName: anyValue, resources: anyValue },
  }),
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

/** Namespace of the platform's charts, which is no organization's. */
export const chartNamespace = "kube-system";
