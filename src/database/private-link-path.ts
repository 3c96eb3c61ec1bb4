import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcEndpointService } from "@cdktf/provider-aws/lib/vpc-endpoint-service";
import type { Construct } from "constructs";
import { DatabaseLoadBalancer } from "../exposure/database-load-balancer";
import { iamArn } from "../foundation/arn";
import { EndpointPath } from "./endpoint-path";
import { calledByInstanceName, type PathEnd, type PathProps, type PathTarget } from "./path";

/**
 * An endpoint service of PrivateLink: an internal load balancer in the instance's VPC, and an interface endpoint in the
 * pods' VPC. A private hosted zone of the cluster's VPC resolves the instance's name to the endpoint. In the database's
 * VPC, the name still resolves to the instance, for the function that registers the load balancer's target.
 */
export class PrivateLinkPath extends EndpointPath {
  constructor(scope: Construct, id: string, props: PathProps) {
    super(scope, id, props, "load-balancer");
  }

  override connectTo(instance: PathTarget): PathEnd {
    const loadBalancer = this.createLoadBalancer();
    const endpoint = this.createEndpoint(this.createService(loadBalancer));
    this.nameEndpoint(endpoint, instance.address);
    return calledByInstanceName(instance, [loadBalancer]);
  }

  private createLoadBalancer(): DatabaseLoadBalancer {
    const { network, database } = this.props;
    return new DatabaseLoadBalancer(this, "load-balancer", {
      name: database.identifier,
      purpose: "endpoint-service",
      vpcId: network.databaseVpcId,
      subnetIds: network.databasePrivateSubnetIds,
      securityGroupId: this.gatewaySecurityGroupId,
    });
  }

  /**
   * Only this account may request an endpoint, and each request must be accepted: Terraform accepts its own below; all
   * others wait for a person.
   */
  private createService({ arn }: DatabaseLoadBalancer): VpcEndpointService {
    const { environment, database } = this.props;
    return new VpcEndpointService(this, "endpoint-service", {
      networkLoadBalancerArns: [arn],
      allowedPrincipals: [iamArn(environment, "root")],
      acceptanceRequired: true,
      supportedIpAddressTypes: ["ipv4"],
      tags: { Name: database.identifier },
    });
  }

  private createEndpoint({ serviceName }: VpcEndpointService): VpcEndpoint {
    const { network, database } = this.props;
    return new VpcEndpoint(this, EndpointPath.endpointId, {
      vpcId: network.clusterVpcId,
      vpcEndpointType: "Interface",
      serviceName,
      autoAccept: true,
      subnetIds: network.clusterPrivateSubnetIds,
      securityGroupIds: [this.endpointSecurityGroupId],
      // Private DNS would require proof of ownership of the domain, which is rds.amazonaws.com.
      privateDnsEnabled: false,
      tags: { Name: database.identifier },
    });
  }

  /**
   * A zone for this name only, so that other names in rds.amazonaws.com resolve as before. It waits for the endpoint,
   * because an endpoint of another topology before it had the same name.
   */
  private nameEndpoint(endpoint: VpcEndpoint, address: string): void {
    const { network, database } = this.props;
    const zone = new Route53Zone(this, "zone", {
      name: address,
      comment: `Leads pods to the endpoint of ${database.identifier} by the name of the instance`,
      vpc: [{ vpcId: network.clusterVpcId }],
      dependsOn: [endpoint],
    });
    // The first entry is the regional name; zonal names follow.
    const { dnsName, hostedZoneId } = endpoint.dnsEntry.get(0);
    new Route53Record(this, "record", {
      zoneId: zone.zoneId,
      name: address,
      type: "A",
      alias: { name: dnsName, zoneId: hostedZoneId, evaluateTargetHealth: false },
    });
  }
}
