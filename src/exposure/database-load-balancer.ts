import { Lb, type LbConfig } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { databasePort } from "../config/names";
import { shortName } from "../foundation/short-name";

/** Longest name of a load balancer or target group. */
const longestName = 32;

/** What leads to a load balancer: an endpoint service of PrivateLink, or the internet. */
export type Purpose = "endpoint-service" | "external";

const settings: Readonly<Record<Purpose, Partial<LbConfig>>> = {
  "endpoint-service": {
    internal: true,
    // The group admits no source in this VPC. What comes through PrivateLink was admitted by the endpoint's group, and has an
    // address of another VPC, about which rules here could say nothing true: ranges may overlap.
    enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "off",
  },
  external: {
    internal: false,
    // No endpoint service leads here. One that is added later opens no way around the group's rules.
    enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "on",
  },
};

export interface DatabaseLoadBalancerProps {
  /** Name of the load balancer and its target group, shortened where it is too long for them. */
  readonly name: string;
  readonly purpose: Purpose;
  readonly vpcId: string;
  /** One subnet in each zone. */
  readonly subnetIds: string[];
  /** Group that says who may come in, and that may reach the target. AWS takes none later. */
  readonly securityGroupId: string;
  /** Refuse to delete the load balancer: its DNS name goes with it. @default false */
  readonly deletionProtection?: boolean;
}

/**
 * A network load balancer in front of one database instance.
 *
 * Its target is the address that the instance has at the moment. That changes with a failover, so it is no part of
 * Terraform's state: `TargetRegistration` keeps it right.
 */
export class DatabaseLoadBalancer extends Construct {
  /** The name as given, which is its name in metrics and alarms. */
  readonly name: string;
  readonly purpose: Purpose;
  readonly arn: string;
  readonly dnsName: string;
  readonly targetGroupArn: string;
  /** Load balancer and target group as the dimensions of their metrics name them. */
  readonly metricDimensions: { readonly LoadBalancer: string; readonly TargetGroup: string };
  /** Connects the two: a target group without a listener has no health. */
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
      // The one target is in one zone; clients come in both.
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
    });
  }
}
