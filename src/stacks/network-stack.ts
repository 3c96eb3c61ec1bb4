import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { createTopology } from "../network/topologies";
import type { Topology } from "../network/topology";
import { EnvironmentStack } from "./environment-stack";
import { Exports } from "./exports";

/** Values of the network for other stacks. */
export type NetworkExports = Topology;

/** VPC or VPCs, subnets, routes, network ACLs, endpoints, flow logs. */
export class NetworkStack extends EnvironmentStack {
  readonly exports: Exports<NetworkExports>;

  constructor(scope: Construct, environment: Environment) {
    super(scope, environment, "network");
    // An id of `Default` adds nothing to Terraform addresses: topologies with common resources keep their addresses.
    this.exports = new Exports(this, createTopology(this, "Default", environment));
  }
}
