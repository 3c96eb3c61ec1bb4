import type { App } from "cdktf";
import type { Environment } from "../../../src/config/model";
import { ClusterStack } from "../../../src/stacks/cluster-stack";
import { EnvironmentStack } from "../../../src/stacks/environment-stack";
import { Exports } from "../../../src/stacks/exports";
import type { NetworkExports } from "../../../src/stacks/network-stack";
import { type Synthesized, synthesize } from "../../support/synthesize";

/** A network that publishes what the network stack does, and holds nothing. */
class Network extends EnvironmentStack {
  readonly exports = new Exports<NetworkExports>(this, {
    clusterVpcId: "vpc-1",
    clusterPrivateSubnetIds: ["subnet-1", "subnet-2"],
    clusterPublicSubnetIds: ["subnet-3", "subnet-4"],
    clusterEndpointSecurityGroupId: "sg-endpoints",
    s3PrefixListId: "pl-s3",
    databaseVpcId: "vpc-1",
    databasePrivateSubnetIds: ["subnet-5", "subnet-6"],
    databasePublicSubnetIds: ["subnet-7", "subnet-8"],
    databaseEndpointSecurityGroupId: "sg-database-endpoints",
    databaseSecretsManagerEndpoint: "secretsmanager.eu-west-1.amazonaws.com",
  });
}

/** Adds the cluster stack of an environment, and a network for it to stand in. */
export const addCluster = (app: App, environment: Environment): ClusterStack =>
  new ClusterStack(app, environment, new Network(app, environment, "network"));

export const synthesizeCluster = (environment: Environment): Synthesized =>
  synthesize((app) => addCluster(app, environment)).get(`${environment.name}-cluster`) as Synthesized;

/** A value of the network stack, as the cluster stack reads it. */
export const fromNetwork = (output: string): string =>
  `\${data.terraform_remote_state.network-state.outputs.${output}}`;
