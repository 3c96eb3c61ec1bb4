import type { Construct } from "constructs";
import type { Environment, Organization } from "../config/model";
import type { ClusterStack } from "./cluster-stack";
import type { DatabaseStack } from "./database-stack";
import { EnvironmentStack } from "./environment-stack";
import type { NetworkStack } from "./network-stack";
import type { PlatformStack } from "./platform-stack";

export interface OrganizationStackProps {
  readonly organization: Organization;
  readonly network: NetworkStack;
  readonly cluster: ClusterStack;
  readonly database: DatabaseStack;
  readonly platform: PlatformStack;
}

/** One organization: its namespace, identity, secret, workloads, and its instance where it has one. */
export class OrganizationStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment, props: OrganizationStackProps) {
    super(scope, environment, `org-${props.organization.name}`, { Organization: props.organization.name });
    this.addDependency(props.platform);
  }
}
