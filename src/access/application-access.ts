import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import type { Environment, Organization } from "../config/model";
import { organizationStem } from "../config/names";
import { loadBalancersOf } from "../config/opened-applications";
import type { Opening } from "../workloads/workload-props";
import { ApplicationLoadBalancer } from "./application-load-balancer";
import { ApplicationTargets } from "./application-targets";

export interface ApplicationAccessProps {
  readonly environment: Environment;
  readonly organization: Organization;
  /** Name of the organization's namespace, as a reference to its resource. */
  readonly namespace: string;
  /** VPC of the cluster. */
  readonly vpcId: string;
  /** The public cluster subnets. */
  readonly subnetIds: string[];
  /** Security group that only this organization's pods hold. */
  readonly podSecurityGroupId: string;
  /** Topic that receives alarms. */
  readonly alarmTopicArn: string;
}

/**
 * Opens the applications of an organization that have `access`, with one load balancer per scheme. Creates nothing if
 * none has.
 */
export class ApplicationAccess extends Construct {
  private readonly openings = new Map<string, Opening>();

  constructor(scope: Construct, id: string, props: ApplicationAccessProps) {
    super(scope, id);
    const { environment, organization } = props;
    const settings = environment.applicationAccess;
    if (!settings) return;
    const stem = organizationStem(environment, organization);
    for (const opened of loadBalancersOf(organization)) {
      const loadBalancer = new ApplicationLoadBalancer(this, opened.scheme, {
        ...props,
        settings,
        opened,
        stem,
      });
      for (const application of opened.applications)
        this.openings.set(
          application.name,
          new ApplicationTargets(this, application.name, { ...props, application, loadBalancer, stem }),
        );
      this.outputName(opened.scheme, loadBalancer);
    }
  }

  /** The opening of an application; undefined for an application without `access`. */
  of({ name }: { readonly name: string }): Opening | undefined {
    return this.openings.get(name);
  }

  /** An output for people who create DNS records; no other stack reads it. */
  private outputName(scheme: string, loadBalancer: ApplicationLoadBalancer): void {
    new TerraformOutput(loadBalancer, "dns-name", {
      value: loadBalancer.dnsName,
      description: `Load balancer of the ${scheme} applications: create a CNAME or alias record from their host names to it.`,
    }).overrideLogicalId(`${scheme.replaceAll("-", "_")}_dns_name`);
  }
}
