import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { createTopology } from "../network/topologies";
import type { Topology } from "../network/topology";
import { EnvironmentStack } from "./environment-stack";
import { Exports } from "./exports";

/** What the network stack publishes: all that others need of a network. */
export type NetworkExports = Topology;

/** VPC or VPCs, subnets, routes, network ACLs, endpoints, flow logs. */
export class NetworkStack extends EnvironmentStack {
  readonly exports: Exports<NetworkExports>;

  constructor(scope: Construct, environment: Environment) {
    super(scope, environment, "network");
    // `Default` leaves no trace in Terraform addresses: another topology keeps what it has in common with this one.
    this.exports = new Exports(this, createTopology(this, "Default", environment));
  }
}
