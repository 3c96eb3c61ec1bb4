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
  /** One network per zone. */
  readonly cidrs: readonly string[];
  /** Entries of the subnets' network ACL. */
  readonly aclEntries: readonly AclEntry[];
  /** `per-zone` if the zones use different gateways. @default "shared" */
  readonly routeTables?: "shared" | "per-zone";
}

export type RouteTarget =
  | { readonly gatewayId: string }
  | { readonly natGatewayId: string }
  | { readonly vpcPeeringConnectionId: string };

/**
 * The two subnets of one kind, one per zone, with their network ACL and route tables: the VPC's main route table is
 * never used. Initially they have only the local route.
 *
 * Ids contain the index of the zone instead of its name, so that a change of zones replaces a subnet before another
 * uses its network.
 */
export class SubnetPair extends Construct {
  readonly subnetIds: string[];
  readonly routeTableIds: string[];

  constructor(scope: Construct, id: string, props: SubnetPairProps) {
    super(scope, id);
    this.subnetIds = props.zones.map((zone, index) => this.createSubnet(props, zone, index));
    this.routeTableIds = this.createRouteTables(props);
    new NetworkAcl(this, "acl", {
      vpcId: props.vpcId,
      name: props.name,
      subnetIds: this.subnetIds,
      entries: props.aclEntries,
    });
  }

  /** Adds a default route to a gateway, which may differ per route table. */
  addDefaultRoutes(target: (index: number) => RouteTarget): void {
    this.routeTableIds.forEach((routeTableId, index) => {
      new Route(this, `default-route-${index + 1}`, {
        routeTableId,
        destinationCidrBlock: "0.0.0.0/0",
        ...target(index),
      });
    });
  }

  /** Adds routes for exactly these networks to each route table. `name` is part of the routes' ids. */
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
      // In public subnets too: NAT gateways and load balancers have their own addresses.
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
