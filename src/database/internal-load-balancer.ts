import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import { databasePort } from "../config/names";
import { shortName } from "./short-name";

/** Longest name of a load balancer or target group. */
const longestName = 32;

export interface InternalLoadBalancerProps {
  /** Name of the load balancer and its target group, shortened where it is too long for them. */
  readonly name: string;
  readonly vpcId: string;
  /** One private subnet in each zone. */
  readonly subnetIds: string[];
  /** Group that may reach the target, and that admits nobody. It cannot be given later. */
  readonly securityGroupId: string;
}

/**
 * A network load balancer that only an endpoint service of PrivateLink leads to.
 *
 * Its target is the address that the instance has at the moment. That changes with a failover, so it is no part of
 * Terraform's state: a function registers it.
 */
export class InternalLoadBalancer extends Construct {
  readonly arn: string;
  readonly targetGroupArn: string;

  constructor(scope: Construct, id: string, props: InternalLoadBalancerProps) {
    super(scope, id);
    const name = shortName(props.name, longestName);
    this.targetGroupArn = this.createTargetGroup(name, props.vpcId);
    this.arn = this.createLoadBalancer(name, props);
    new LbListener(this, "listener", {
      loadBalancerArn: this.arn,
      protocol: "TCP",
      port: databasePort,
      defaultAction: [{ type: "forward", targetGroupArn: this.targetGroupArn }],
    });
  }

  private createLoadBalancer(
    name: string,
    { subnetIds, securityGroupId }: InternalLoadBalancerProps,
  ): string {
    return new Lb(this, "Resource", {
      name,
      loadBalancerType: "network",
      internal: true,
      ipAddressType: "ipv4",
      subnets: subnetIds,
      securityGroups: [securityGroupId],
      // The group admits nobody in this VPC. Who comes through PrivateLink was admitted by the endpoint's group, and has
      // an address of another VPC, about which rules here could say nothing true: ranges may overlap.
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "off",
      // The one target is in one zone; clients come in both.
      enableCrossZoneLoadBalancing: true,
    }).arn;
  }

  private createTargetGroup(name: string, vpcId: string): string {
    return new LbTargetGroup(this, "target-group", {
      name,
      vpcId,
      targetType: "ip",
      protocol: "TCP",
      port: databasePort,
      // The instance sees the load balancer's addresses, which its group knows by the load balancer's.
      preserveClientIp: "false",
      // After a failover, connections to the old primary end at once instead of hanging until they time out.
      deregistrationDelay: "0",
      connectionTermination: true,
      targetHealthState: [{ enableUnhealthyConnectionTermination: true }],
      healthCheck: {
        protocol: "TCP",
        port: "traffic-port",
        interval: 10,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
    }).arn;
  }
}
