import type { Construct } from "constructs";
import type { Environment } from "../../src/config/model";
import { EnvironmentStack } from "../../src/stacks/environment-stack";
import { type ExportedValues, Exports } from "../../src/stacks/exports";
import type { NetworkExports } from "../../src/stacks/network-stack";

/** A stack that publishes values and makes nothing, in place of one that another test is about. */
export class Publishes<T extends ExportedValues> extends EnvironmentStack {
  readonly exports: Exports<T>;

  constructor(scope: Construct, environment: Environment, name: string, values: T) {
    super(scope, environment, name);
    this.exports = new Exports(this, values);
  }
}

const network: NetworkExports = {
  clusterVpcId: "vpc-1",
  clusterPrivateSubnetIds: ["subnet-1", "subnet-2"],
  clusterPublicSubnetIds: ["subnet-3", "subnet-4"],
  clusterEndpointSecurityGroupId: "sg-cluster-endpoints",
  s3PrefixListId: "pl-s3",
  databaseVpcId: "vpc-1",
  databasePrivateSubnetIds: ["subnet-5", "subnet-6"],
  databasePublicSubnetIds: ["subnet-7", "subnet-8"],
  databaseEndpointSecurityGroupId: "sg-database-endpoints",
  databaseSecretsManagerEndpoint: "vpce-1.secretsmanager.eu-west-1.vpce.amazonaws.com",
};

/** Stands for the network's stack. */
export const standInNetwork = (scope: Construct, environment: Environment): Publishes<NetworkExports> =>
  new Publishes(scope, environment, "network", network);
