import type { Construct } from "constructs";
import { SecurityGroup } from "../foundation/security-group";
import { Path, type PathProps } from "./path";

/**
 * The client security group opens an endpoint in the cluster's VPC, which leads to the instance through a gateway in
 * the database's VPC.
 *
 * The instance sees the gateway's address instead of the pod's, so clients are checked at the endpoint: its group
 * admits holders of the client group, the instance's group admits only the gateway, and the gateway reaches only the
 * instance.
 */
export abstract class EndpointPath extends Path {
  /** Subnets that contain the first address of the path. */
  static readonly entrance = "clusterPrivate";

  /**
   * Id of the endpoint in every topology, so that a change of topology replaces one resource: Terraform destroys the
   * old endpoint before it creates the new one. AWS refuses two endpoints with the same private DNS name in a VPC
   * (`ConflictingDomainExists`).
   */
  protected static readonly endpointId = "vpc-endpoint";

  protected readonly endpointSecurityGroupId: string;
  protected readonly gatewaySecurityGroupId: string;

  /** @param gateway name of the component in front of the instance */
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
}
