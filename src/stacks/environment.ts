import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { ClusterStack } from "./cluster-stack";
import { DatabaseStack } from "./database-stack";
import { NetworkStack } from "./network-stack";
import { OrganizationStack } from "./organization-stack";
import { PlatformStack } from "./platform-stack";

/** Creates the stacks of one environment, in the order of their application. */
export function buildEnvironment(scope: Construct, environment: Environment): void {
  const network = new NetworkStack(scope, environment);
  const cluster = new ClusterStack(scope, environment, network);
  const database = new DatabaseStack(scope, environment, network);
  const platform = new PlatformStack(scope, environment, cluster, network);
  for (const organization of environment.organizations) {
    new OrganizationStack(scope, environment, { organization, network, cluster, database, platform });
  }
}
