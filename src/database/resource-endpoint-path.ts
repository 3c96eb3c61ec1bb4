import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpclatticeResourceConfiguration } from "@cdktf/provider-aws/lib/vpclattice-resource-configuration";
import { VpclatticeResourceGateway } from "@cdktf/provider-aws/lib/vpclattice-resource-gateway";
import type { Construct } from "constructs";
import { shortName } from "../foundation/short-name";
import { EndpointPath } from "./endpoint-path";
import { calledByInstanceName, type PathEnd, type PathProps, type PathTarget } from "./path";

/** Maximum length of the name of a resource gateway or resource configuration. */
const longestName = 40;

/**
 * A resource endpoint of VPC Lattice. It refers to the instance by ARN, so Lattice follows a failover. Each instance
 * has its own resource gateway, whose security group can thus be limited to that instance.
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
      // AWS's default, stated because a check of config relies on it for the size of subnets.
      ipv4AddressesPerEni: 16,
    }).id;
  }

  private createConfiguration(resourceGatewayIdentifier: string, { arn }: PathTarget): string {
    return new VpclatticeResourceConfiguration(this, "resource-configuration", {
      name: shortName(this.props.database.identifier, longestName),
      type: "ARN",
      resourceGatewayIdentifier,
      resourceConfigurationDefinition: [{ arnResource: [{ arn }] }],
      // Otherwise a service network that is shared with other accounts could include the database.
      allowAssociationToShareableServiceNetwork: false,
    }).arn;
  }

  /**
   * Private DNS resolves the instance's own name to this endpoint inside the VPC. If it failed, the name would resolve
   * to an address without a route: connections would fail and not take another path. A private hosted zone would need
   * the endpoint's DNS names, which only a data source returns (aws_vpc_endpoint_associations), so every plan would
   * call AWS.
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
