import type { Environment } from "../model";

/** A program that the cluster needs beside what organizations run. Its pods have no security groups of their own. */
export interface SystemPods {
  readonly name: string;
  readonly pods: number;
  /** Whether each pod takes an address; others share the node's. */
  readonly ownAddress: boolean;
}

/** What runs on each node. */
export const onEveryNode: readonly SystemPods[] = [
  { name: "vpc-cni", pods: 1, ownAddress: false },
  { name: "kube-proxy", pods: 1, ownAddress: false },
  { name: "secrets-store-csi-driver", pods: 1, ownAddress: true },
  { name: "secrets-store-csi-driver-provider-aws", pods: 1, ownAddress: true },
];

/** What runs once in a cluster, one pod more included where an update starts a new one before an old one ends. */
export const inEachCluster = ({ credentials }: Pick<Environment, "credentials">): SystemPods[] => [
  { name: "coredns", pods: 2, ownAddress: true },
  ...(credentials.delivery === "environment" ? [{ name: "reloader", pods: 2 + 1, ownAddress: true }] : []),
];

export const podsOfSystem = (list: readonly SystemPods[]): number =>
  list.reduce((sum, { pods }) => sum + pods, 0);

export const addressesOfSystem = (list: readonly SystemPods[]): number =>
  podsOfSystem(list.filter(({ ownAddress }) => ownAddress));
