import type { Construct } from "constructs";
import { type Traits, traitsOf } from "../config/facts/topologies";
import type { Environment } from "../config/model";
import type { EnvironmentNetwork } from "./environment-network";
import { PeeredVpcs } from "./peered-vpcs";
import { SameVpc } from "./same-vpc";
import { SeparateVpcs } from "./separate-vpcs";
import type { Topology } from "./topology";

const networks: Readonly<
  Record<
    Traits["network"],
    new (
      scope: Construct,
      id: string,
      environment: Environment,
    ) => EnvironmentNetwork
  >
> = {
  "one-vpc": SameVpc,
  "peered-vpcs": PeeredVpcs,
  "separate-vpcs": SeparateVpcs,
};

/** The VPCs of an environment in its topology. */
export const createTopology = (scope: Construct, id: string, environment: Environment): Topology =>
  new networks[traitsOf(environment).network](scope, id, environment).topology;
