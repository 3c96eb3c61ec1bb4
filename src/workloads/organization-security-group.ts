import { Construct } from "constructs";
import type { Environment, Organization } from "../config/model";
import { organizationStem } from "../config/names";
import { allowConnection, Port, SecurityGroup } from "../foundation/security-group";

export interface OrganizationSecurityGroupProps {
  readonly environment: Environment;
  readonly organization: Organization;
  /** VPC of the cluster. */
  readonly vpcId: string;
}

/**
 * Security group that only an organization's pods hold. Rules in it let the organization's applications call each
 * other; the baseline group, which all organizations hold, must not have such rules.
 */
export class OrganizationSecurityGroup extends Construct {
  readonly id: string;

  constructor(
    scope: Construct,
    id: string,
    { environment, organization, vpcId }: OrganizationSecurityGroupProps,
  ) {
    super(scope, id);
    const group = new SecurityGroup(this, "group", {
      vpcId,
      name: `${organizationStem(environment, organization)}-pods`,
      description: `Pods of organization ${organization.name}: they reach each other`,
    });
    this.id = group.id;
    allowConnection(this, "each-other", {
      from: this.id,
      to: this.id,
      port: Port.tcpRange(1024, 65535),
      description: `Applications of ${organization.name} call each other; pods listen on unprivileged ports`,
    });
  }
}
