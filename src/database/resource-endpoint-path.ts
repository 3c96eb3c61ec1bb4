import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpclatticeResourceConfiguration } from "@cdktf/provider-aws/lib/vpclattice-resource-configuration";
import { VpclatticeResourceGateway } from "@cdktf/provider-aws/lib/vpclattice-resource-gateway";
import type { Construct } from "constructs";
import { shortName } from "../foundation/short-name";
import { EndpointPath } from "./endpoint-path";
import { calledByInstanceName, type PathEnd, type PathProps, type PathTarget } from "./path";

/** Longest name of a resource gateway or configuration. */
const longestName = 40;

/**
 * A resource endpoint of VPC Lattice. It leads to the instance by its ARN, so a failover needs no attention: Lattice
 * knows where the instance is. Each instance has a gateway of its own, whose group can then name that instance alone.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-resources.html
 */
export class ResourceEndpointPath extends EndpointPath {
  constructor(scope: Construct, id: string, props: PathProps) {
    super(scope, id, props, "resource-gateway");
  }

  override connectTo(instance: PathTarget): PathEnd {
    const gatewayId = this.createGateway();
    const configuration = this.createConfiguration(gatewayId, instance);
    this.createEndpoint(configuration);
    return calledByInstanceName(instance);
  }

  /** In both zones, since the instance may be in either. It opens connections and accepts none. */
  private createGateway(): string {
    const { network, database } = this.props;
    return new VpclatticeResourceGateway(this, "resource-gateway", {
      name: shortName(database.identifier, longestName),
      vpcId: network.databaseVpcId,
      subnetIds: network.databasePrivateSubnetIds,
      securityGroupIds: [this.gatewaySecurityGroupId],
      ipAddressType: "IPV4",
      // AWS's own choice, stated because config counts on it when it judges the size of subnets.
      ipv4AddressesPerEni: 16,
    }).id;
  }

  private createConfiguration(resourceGatewayIdentifier: string, { arn }: PathTarget): string {
    return new VpclatticeResourceConfiguration(this, "resource-configuration", {
      name: shortName(this.props.database.identifier, longestName),
      type: "ARN",
      resourceGatewayIdentifier,
      resourceConfigurationDefinition: [{ arnResource: [{ arn }] }],
      // A network that is shared with other accounts would carry the database along.
      allowAssociationToShareableServiceNetwork: false,
    }).arn;
  }

  /**
   * Private DNS makes the instance's own name lead here, for this VPC. If it ever did not, the name would lead to an
   * address that the VPC has no route to: connections fail, and none goes another way. A hosted zone of our own would
   * need the endpoint's DNS names, which only a data source tells (aws_vpc_endpoint_associations): every plan would ask AWS.
   */
  private createEndpoint(resourceConfigurationArn: string): void {
    const { network, database } = this.props;
    new VpcEndpoint(this, EndpointPath.endpointId, {
      vpcId: network.clusterVpcId,
      vpcEndpointType: "Resource",
      resourceConfigurationArn,
      subnetIds: network.clusterPrivateSubnetIds,
      securityGroupIds: [this.endpointSecurityGroupId],
      privateDnsEnabled: true,
      tags: { Name: database.identifier },
    });
  }
}
