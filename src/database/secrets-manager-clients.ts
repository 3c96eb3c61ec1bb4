import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { allowConnection, Port, SecurityGroup } from "../foundation/security-group";

export interface SecretsManagerClientsProps {
  readonly environment: Environment;
  /** VPC of the databases. */
  readonly vpcId: string;
  /** Security group of the endpoints next to the databases. */
  readonly endpointSecurityGroupId: string;
}

/**
 * Security group whose holders may reach the Secrets Manager endpoint next to the databases. All credentials functions
 * hold it, so the endpoint's group has one rule for any number of instances.
 */
export class SecretsManagerClients extends Construct {
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: SecretsManagerClientsProps) {
    super(scope, id);
    const { environment, vpcId, endpointSecurityGroupId } = props;
    this.securityGroupId = new SecurityGroup(this, "group", {
      vpcId,
      name: `${environment.name}-secrets-manager-clients`,
      description:
        "Credentials functions: may call Secrets Manager through the endpoint beside the databases",
    }).id;
    allowConnection(this, "https", {
      from: this.securityGroupId,
      to: endpointSecurityGroupId,
      port: Port.tcp(443),
      description: "Credentials functions read and write secrets through the endpoint of Secrets Manager",
    });
  }
}
