/**
 * What the other stacks need of a network, whichever way cluster and database are placed in VPCs: ids, names and nothing
 * else, so that a network that exists already can be described as well as one that is built here.
 */
export type Topology = {
  clusterVpcId: string;
  clusterPrivateSubnetIds: string[];
  clusterPublicSubnetIds: string[];
  /** Group of the interface endpoints in the cluster's subnets; their clients add a rule to it. */
  clusterEndpointSecurityGroupId: string;
  /** Networks of S3, reached through its gateway endpoint. */
  s3PrefixListId: string;
  /** The cluster's VPC, where both are in one. */
  databaseVpcId: string;
  databasePrivateSubnetIds: string[];
  databasePublicSubnetIds: string[];
  /** Group of the interface endpoints beside the database; the credentials function adds a rule to it. */
  databaseEndpointSecurityGroupId: string;
  /** Host name of the Secrets Manager endpoint beside the database. */
  databaseSecretsManagerEndpoint: string;
};
