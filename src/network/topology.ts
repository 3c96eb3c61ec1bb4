import type { InterfaceEndpoints, S3GatewayEndpoint } from "./endpoints";
import type { SubnetPair } from "./subnet-pair";

/** What every way of placing cluster and database in VPCs has, for the stacks built on it. */
export interface Topology {
  readonly clusterVpcId: string;
  readonly clusterPrivate: SubnetPair;
  readonly clusterPublic: SubnetPair;
  readonly clusterEndpoints: InterfaceEndpoints;
  readonly s3: S3GatewayEndpoint;
  /** The cluster's VPC, where both are in one. */
  readonly databaseVpcId: string;
  readonly databasePrivate: SubnetPair;
  readonly databasePublic: SubnetPair;
  /** Has Secrets Manager. */
  readonly databaseEndpoints: InterfaceEndpoints;
}
