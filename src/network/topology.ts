/**
 * Properties of a network that the other stacks need in any topology: ids and names only, so that an existing network
 * could provide them as well.
 */
export type Topology = {
  clusterVpcId: string;
  clusterPrivateSubnetIds: string[];
  clusterPublicSubnetIds: string[];
  /** Security group of the interface endpoints in the cluster's subnets; clients add a rule to it. */
  clusterEndpointSecurityGroupId: string;
  /** Managed prefix list of S3. */
  s3PrefixListId: string;
  /** Equal to the cluster's VPC in topologies with one VPC. */
  databaseVpcId: string;
  databasePrivateSubnetIds: string[];
  databasePublicSubnetIds: string[];
  /**
   * Security group of the interface endpoints next to the database; the credentials functions' group has a rule in it.
   */
  databaseEndpointSecurityGroupId: string;
  /** Host name of the Secrets Manager endpoint next to the database. */
  databaseSecretsManagerEndpoint: string;
};
