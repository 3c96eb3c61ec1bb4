import type { Construct } from "constructs";
import { databasePort } from "../config/names";
import { allowConnection, Port, SecurityGroup } from "../foundation/security-group";
import { Path, type PathProps } from "./path";

/**
 * The client group opens an endpoint in the cluster's VPC, behind which a gateway in the database's opens the instance.
 *
 * The instance sees the gateway's address instead of the pod's, so the key is checked at the endpoint: its group admits
 * holders of the client group, the instance's group admits the gateway alone, and the gateway reaches nothing else.
 */
export abstract class EndpointPath extends Path {
  /** Subnets in which pods meet the path. */
  static readonly entrance = "clusterPrivate";

  /**
   * Id of the endpoint in every topology. A change of topology then replaces one resource: Terraform ends the old endpoint
   * before it makes the new one. Two that go by one name in one VPC are refused (`ConflictingDomainExists`).
   */
  protected static readonly endpointId = "vpc-endpoint";

  protected readonly endpointSecurityGroupId: string;
  protected readonly gatewaySecurityGroupId: string;

  /** @param gateway what stands before the instance, as part of a name */
  constructor(
    scope: Construct,
    id: string,
    protected readonly props: PathProps,
    gateway: string,
  ) {
    super(scope, id, props);
    const { network, database } = props;
    const instanceIdentifier = database.identifier;
    this.endpointSecurityGroupId = new SecurityGroup(this, "endpoint", {
      vpcId: network.clusterVpcId,
      name: `${instanceIdentifier}-endpoint`,
      description: `Endpoint of ${instanceIdentifier} beside the pods: accepts its client group only`,
    }).id;
    this.gatewaySecurityGroupId = new SecurityGroup(this, "gateway", {
      vpcId: network.databaseVpcId,
      name: `${instanceIdentifier}-${gateway}`,
      description: `What the endpoint of ${instanceIdentifier} leads to: reaches the instance only`,
    }).id;
    this.openPort("postgresql", {
      from: this.clientSecurityGroupId,
      to: this.endpointSecurityGroupId,
      description: `PostgreSQL from holders of the client group to the endpoint of ${instanceIdentifier}`,
    });
    this.openPort("behind-endpoint", {
      from: this.gatewaySecurityGroupId,
      to: this.instanceSecurityGroupId,
      description: `PostgreSQL from what stands behind the endpoint to ${instanceIdentifier}`,
    });
  }

  private openPort(id: string, connection: { from: string; to: string; description: string }): void {
    allowConnection(this, id, { ...connection, port: Port.tcp(databasePort) });
  }
}
