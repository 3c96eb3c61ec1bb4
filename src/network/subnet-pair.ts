import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Construct } from "constructs";
import type { AclEntry } from "./acl-entries";
import { NetworkAcl } from "./network-acl";

export interface SubnetPairProps {
  readonly name: string;
  readonly vpcId: string;
  readonly zones: readonly string[];
  /** One network for each zone. */
  readonly cidrs: readonly string[];
  /** What may cross the border of the subnets. */
  readonly aclEntries: readonly AclEntry[];
  /** `per-zone` where the zones leave by different gateways. @default "shared" */
  readonly routeTables?: "shared" | "per-zone";
}

export type RouteTarget =
  | { readonly gatewayId: string }
  | { readonly natGatewayId: string }
  | { readonly vpcPeeringConnectionId: string };

/**
 * The two subnets of one kind, one in each zone, with the network ACL around them and route tables of their own: the
 * VPC's main table is never used. New route tables reach the VPC and nothing else.
 *
 * Ids count zones instead of naming them, so that a change of zone replaces a subnet before its network is taken again.
 */
export class SubnetPair extends Construct {
  readonly subnetIds: string[];
  readonly routeTableIds: string[];
  readonly acl: NetworkAcl;

  constructor(scope: Construct, id: string, props: SubnetPairProps) {
    super(scope, id);
    this.subnetIds = props.zones.map((zone, index) => this.createSubnet(props, zone, index));
    this.routeTableIds = this.createRouteTables(props);
    this.acl = new NetworkAcl(this, "acl", {
      vpcId: props.vpcId,
      name: props.name,
      subnetIds: this.subnetIds,
      entries: props.aclEntries,
    });
  }

  /** Sends whatever has no nearer route to a gateway, which may be another one for each route table. */
  addDefaultRoutes(target: (index: number) => RouteTarget): void {
    this.routeTableIds.forEach((routeTableId, index) => {
      new Route(this, `default-route-${index + 1}`, {
        routeTableId,
        destinationCidrBlock: "0.0.0.0/0",
        ...target(index),
      });
    });
  }

  /** Sends what is for exactly these networks to a gateway, from every subnet. `name` is part of the routes' ids. */
  addRoutes(name: string, networks: readonly string[], target: RouteTarget): void {
    this.routeTableIds.forEach((routeTableId, table) => {
      networks.forEach((destinationCidrBlock, network) => {
        new Route(this, `${name}-route-${table + 1}-${network + 1}`, {
          routeTableId,
          destinationCidrBlock,
          ...target,
        });
      });
    });
  }

  private createSubnet(props: SubnetPairProps, zone: string, index: number): string {
    return new Subnet(this, `subnet-${index + 1}`, {
      vpcId: props.vpcId,
      availabilityZone: zone,
      cidrBlock: props.cidrs[index],
      // Public subnets too: NAT gateways and load balancers bring their own addresses.
      mapPublicIpOnLaunch: false,
      tags: { Name: `${props.name}-${zone}` },
    }).id;
  }

  private createRouteTables({ name, vpcId, zones, routeTables }: SubnetPairProps): string[] {
    const names = routeTables === "per-zone" ? zones.map((zone) => `${name}-${zone}`) : [name];
    const tables = names.map(
      (Name, index) => new RouteTable(this, `route-table-${index + 1}`, { vpcId, tags: { Name } }).id,
    );
    this.subnetIds.forEach((subnetId, index) => {
      const routeTableId = tables[index] ?? (tables[0] as string);
      new RouteTableAssociation(this, `association-${index + 1}`, { subnetId, routeTableId });
    });
    return tables;
  }
}
