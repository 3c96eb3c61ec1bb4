import { Lb, type LbConfig } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { databasePort } from "../config/names";
import { shortName } from "../foundation/short-name";

/** Maximum length of the name of a load balancer or target group. */
const longestName = 32;

/** Clients of a load balancer: an endpoint service of PrivateLink, or the internet. */
export type Purpose = "endpoint-service" | "external";

const settings: Readonly<Record<Purpose, Partial<LbConfig>>> = {
  "endpoint-service": {
    internal: true,
    // The group admits no source in this VPC. Clients through PrivateLink were admitted by the endpoint's group, and
    // have addresses of another VPC, whose range may overlap with this one, so rules here could not identify them.
    enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "off",
  },
  external: {
    internal: false,
    // There is no endpoint service. If one is added later, its clients must pass the group's rules as well.
    enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "on",
  },
};

export interface DatabaseLoadBalancerProps {
  /** Name of the load balancer and its target group, shortened to their maximum length. */
  readonly name: string;
  readonly purpose: Purpose;
  readonly vpcId: string;
  /** One subnet per zone. */
  readonly subnetIds: string[];
  /**
   * Security group that decides which clients may connect, and that may reach the target. AWS cannot add one after
   * creation.
   */
  readonly securityGroupId: string;
  /** Refuse to delete the load balancer, and thereby its DNS name. @default false */
  readonly deletionProtection?: boolean;
}

/**
 * A network load balancer in front of one database instance.
 *
 * Its target is the current address of the instance, which changes with a failover. So it is not part of Terraform's
 * state: `TargetRegistration` updates it.
 */
export class DatabaseLoadBalancer extends Construct {
  /** The full name, used for metrics and alarms. */
  readonly name: string;
  readonly purpose: Purpose;
  readonly arn: string;
  readonly dnsName: string;
  readonly targetGroupArn: string;
  /** Load balancer and target group, as dimensions of their metrics. */
  readonly metricDimensions: { readonly LoadBalancer: string; readonly TargetGroup: string };
  /** For `dependsOn`: a target group without a listener has no health status. */
  readonly listener: ITerraformDependable;

  constructor(scope: Construct, id: string, props: DatabaseLoadBalancerProps) {
    super(scope, id);
    const name = shortName(props.name, longestName);
    const targetGroup = this.createTargetGroup(name, props.vpcId);
    const loadBalancer = this.createLoadBalancer(name, props);
    this.listener = new LbListener(this, "listener", {
      loadBalancerArn: loadBalancer.arn,
      protocol: "TCP",
      port: databasePort,
      defaultAction: [{ type: "forward", targetGroupArn: targetGroup.arn }],
    });

    this.name = props.name;
    this.purpose = props.purpose;
    this.arn = loadBalancer.arn;
    this.dnsName = loadBalancer.dnsName;
    this.targetGroupArn = targetGroup.arn;
    this.metricDimensions = { LoadBalancer: loadBalancer.arnSuffix, TargetGroup: targetGroup.arnSuffix };
  }

  private createLoadBalancer(name: string, props: DatabaseLoadBalancerProps): Lb {
    return new Lb(this, "Resource", {
      name,
      loadBalancerType: "network",
      ipAddressType: "ipv4",
      ...settings[props.purpose],
      subnets: props.subnetIds,
      securityGroups: [props.securityGroupId],
      // The target is in one zone, and clients connect in both.
      enableCrossZoneLoadBalancing: true,
      enableDeletionProtection: props.deletionProtection ?? false,
    });
  }

  private createTargetGroup(name: string, vpcId: string): LbTargetGroup {
    return new LbTargetGroup(this, "target-group", {
      name,
      vpcId,
      targetType: "ip",
      protocol: "TCP",
      port: databasePort,
      // The instance sees the load balancer's addresses, which its security group admits by the load balancer's group.
      preserveClientIp: "false",
      // After a failover, connections to the old primary are closed at once instead of hanging until they time out.
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
    });
  }
}
