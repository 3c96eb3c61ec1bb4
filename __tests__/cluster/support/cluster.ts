import type { App } from "cdktf";
import type { Environment } from "../../../src/config/model";
import { ClusterStack } from "../../../src/stacks/cluster-stack";
import { PlatformStack } from "../../../src/stacks/platform-stack";
import { standInNetwork } from "../../support/stand-ins";
import { type Synthesized, synthesize } from "../../support/synthesize";

/** Adds the platform stack of an environment, and what it stands on. */
export function addPlatform(app: App, environment: Environment): PlatformStack {
  const network = standInNetwork(app, environment);
  return new PlatformStack(app, environment, new ClusterStack(app, environment, network), network);
}

/** Adds the cluster stack of an environment, and a network for it to stand in. */
const addCluster = (app: App, environment: Environment): ClusterStack =>
  new ClusterStack(app, environment, standInNetwork(app, environment));

export const synthesizeCluster = (environment: Environment): Synthesized =>
  synthesize((app) => addCluster(app, environment)).get(`${environment.name}-cluster`) as Synthesized;

/** A value of the network stack, as the cluster stack reads it. */
export const fromNetwork = (output: string): string =>
  `\${data.terraform_remote_state.network-state.outputs.${output}}`;
