import type { Environment } from "../model";
import { quantityValue } from "../quantity";

/**
 * Pods of a component that the cluster needs in addition to those of organizations. They have no security groups of
 * their own.
 */
export interface SystemPods {
  readonly name: string;
  readonly pods: number;
  /** Whether each pod has its own address; others use the node's. */
  readonly ownAddress: boolean;
  /** Request per pod. */
  readonly cpu: string;
  readonly memory: string;
}

/** Components with a pod on each node. */
export const onEveryNode: readonly SystemPods[] = [
  { name: "vpc-cni", pods: 1, ownAddress: false, cpu: "50m", memory: "0" },
  { name: "kube-proxy", pods: 1, ownAddress: false, cpu: "100m", memory: "0" },
  { name: "secrets-store-csi-driver", pods: 1, ownAddress: true, cpu: "70m", memory: "140Mi" },
  { name: "secrets-store-csi-driver-provider-aws", pods: 1, ownAddress: true, cpu: "50m", memory: "100Mi" },
];

/** Components with a fixed number of pods per cluster, including the extra pod of a rolling update. */
export const inEachCluster = ({
  credentials,
  applicationAccess,
}: Pick<Environment, "credentials" | "applicationAccess">): SystemPods[] => [
  { name: "coredns", pods: 2, ownAddress: true, cpu: "100m", memory: "70Mi" },
  ...(credentials.delivery === "environment"
    ? [{ name: "reloader", pods: 2 + 1, ownAddress: true, cpu: "10m", memory: "64Mi" }]
    : []),
  ...(applicationAccess
    ? [{ name: "aws-load-balancer-controller", pods: 2 + 1, ownAddress: true, cpu: "50m", memory: "128Mi" }]
    : []),
];

export const podsOfSystem = (list: readonly SystemPods[]): number =>
  list.reduce((sum, { pods }) => sum + pods, 0);

export const addressesOfSystem = (list: readonly SystemPods[]): number =>
  podsOfSystem(list.filter(({ ownAddress }) => ownAddress));

/** Total request of the pods in a list, in cores or bytes. */
export const requestedBySystem = (list: readonly SystemPods[], resource: "cpu" | "memory"): number =>
  list.reduce((sum, one) => sum + one.pods * quantityValue(one[resource]), 0);
