import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { createTopology } from "../network/topologies";
import type { Topology } from "../network/topology";
import { EnvironmentStack } from "./environment-stack";
import { Exports } from "./exports";

/** What the network stack publishes. In one VPC both VPC ids are the same. */
export type NetworkExports = {
  clusterVpcId: string;
  clusterPrivateSubnetIds: string[];
  clusterPublicSubnetIds: string[];
  /** Group of the interface endpoints in the cluster's subnets; whoever needs them adds a rule to it. */
  clusterEndpointSecurityGroupId: string;
  /** Networks of S3, reached through its gateway endpoint. */
  s3PrefixListId: string;
  databaseVpcId: string;
  databasePrivateSubnetIds: string[];
  databasePublicSubnetIds: string[];
  /** Group of the interface endpoints beside the database; the credentials function adds a rule to it. */
  databaseEndpointSecurityGroupId: string;
  /** Host name of the Secrets Manager endpoint beside the database. */
  databaseSecretsManagerEndpoint: string;
};

/** VPC or VPCs, subnets, routes, network ACLs, endpoints, flow logs. */
export class NetworkStack extends EnvironmentStack {
  readonly exports: Exports<NetworkExports>;

  constructor(scope: Construct, environment: Environment) {
    super(scope, environment, "network");
    // `Default` leaves no trace in Terraform addresses: another topology keeps what it has in common with this one.
    this.exports = new Exports(this, exportsOf(createTopology(this, "Default", environment)));
  }
}

const exportsOf = (topology: Topology): NetworkExports => ({
  clusterVpcId: topology.clusterVpcId,
  clusterPrivateSubnetIds: topology.clusterPrivate.subnetIds,
  clusterPublicSubnetIds: topology.clusterPublic.subnetIds,
  clusterEndpointSecurityGroupId: topology.clusterEndpoints.securityGroupId,
  s3PrefixListId: topology.s3.prefixListId,
  databaseVpcId: topology.databaseVpcId,
  databasePrivateSubnetIds: topology.databasePrivate.subnetIds,
  databasePublicSubnetIds: topology.databasePublic.subnetIds,
  databaseEndpointSecurityGroupId: topology.databaseEndpoints.securityGroupId,
  databaseSecretsManagerEndpoint: topology.databaseEndpoints.dnsName("secretsmanager"),
});
