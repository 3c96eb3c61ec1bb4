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
  /** Names and versions of what it runs, where values say nothing of it. */
  readonly images: readonly string[];
  /** What its programs are told. */
  readonly arguments: readonly string[];
  /** What asks it before the API server takes an object. */
  readonly webhooks: readonly ChartWebhook[];
}

/** A webhook of admission, which its chart registers. */
export interface ChartWebhook {
  readonly name: string;
  /** What becomes of objects while it does not answer. */
  readonly failurePolicy: string;
  readonly resources: readonly string[];
  /** Labels, with their values, without which a namespace or an object is not asked about. */
  readonly labels: readonly string[];
}

/** What charts install runs with rights of its own, on every node or over all namespaces: so only these are known. */
export const renderedCharts = facts.charts as readonly RenderedChart[];

/** Labels by which a chart's webhook puts something into pods, but for conditions of readiness. */
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
  /** Images by the path of the values about them: `tag`, and `repository` for their name. */
  readonly images: Readonly<Record<string, string>>;
  /** Values that may differ from those of the renderings: they change no account, no right and no place of a pod. */
  readonly free: KnownPaths;
}

const anyValue = undefined;

/** Values about images: the same name below any registry, and the same tag with any digest. */
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
    // Where it works: another VPC or region has no target groups that its role may change.
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

/** Where the platform's charts are installed: no organization's namespace. */
export const chartNamespace = "kube-system";
