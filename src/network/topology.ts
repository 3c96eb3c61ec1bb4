import type { InterfaceEndpoints, S3GatewayEndpoint } from "./endpoints";
import type { SubnetCouple } from "./subnet-couple";

/** What every way of placing cluster and database in VPCs has, for the stacks built on it. */
export interface Topology {
  readonly clusterVpcId: string;
  readonly clusterPrivate: SubnetCouple;
  readonly clusterPublic: SubnetCouple;
  readonly clusterEndpoints: InterfaceEndpoints;
  readonly s3: S3GatewayEndpoint;
  /** The cluster's VPC, where both are in one. */
  readonly databaseVpcId: string;
  readonly databasePrivate: SubnetCouple;
  readonly databasePublic: SubnetCouple;
  /** Has Secrets Manager. */
  readonly databaseEndpoints: InterfaceEndpoints;
}
