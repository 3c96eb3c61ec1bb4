import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import type { ClusterStack } from "./cluster-stack";
import { EnvironmentStack } from "./environment-stack";

/** What every organization's workloads stand on: the Secrets Store CSI driver and its AWS provider. */
export class PlatformStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment, cluster: ClusterStack) {
    super(scope, environment, "platform");
    cluster.exports.readBy(this); // TODO
  }
}
