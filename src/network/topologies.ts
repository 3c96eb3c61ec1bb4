import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { PeeredVpcs } from "./peered-vpcs";
import { SameVpc } from "./same-vpc";
import { SeparateVpcs } from "./separate-vpcs";
import type { Topology } from "./topology";

const topologies: Readonly<
  Record<Environment["topology"], new (scope: Construct, id: string, environment: Environment) => Topology>
> = {
  "same-vpc": SameVpc,
  peering: PeeredVpcs,
  "private-link": SeparateVpcs,
  "resource-endpoint": SeparateVpcs,
};

/** The VPCs of an environment, placed as its topology says. */
export const createTopology = (scope: Construct, id: string, environment: Environment): Topology =>
  new topologies[environment.topology](scope, id, environment);
