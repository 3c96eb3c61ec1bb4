import { Eip } from "@cdktf/provider-aws/lib/eip";
import type { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Construct } from "constructs";
import type { Environment } from "../config/model";

export interface NatGatewaysProps {
  readonly name: string;
  /** One per zone, or a single one in the first zone. */
  readonly count: Environment["network"]["natGateways"];
  /** Public subnets, one per zone. */
  readonly subnetIds: readonly string[];
  readonly internetGateway: InternetGateway;
}

/** Outgoing internet access of private subnets, without incoming connections. */
export class NatGateways extends Construct {
  private readonly gatewayIds: string[];

  constructor(scope: Construct, id: string, props: NatGatewaysProps) {
    super(scope, id);
    const subnetIds = props.count === "single" ? props.subnetIds.slice(0, 1) : props.subnetIds;
    this.gatewayIds = subnetIds.map((subnetId, index) => this.createGateway(props, subnetId, index + 1));
  }

  /** The gateway of a zone, so that zones fail independently, or the single one. */
  ofZone(index: number): string {
    return this.gatewayIds[index] ?? (this.gatewayIds[0] as string);
  }

  private createGateway({ name, internetGateway }: NatGatewaysProps, subnetId: string, number: number) {
    const tags = { Name: `${name}-${number}` };
    // When one of two gateways is removed, routes change to the remaining one before it is deleted, which takes one or
    // two minutes.
    const lifecycle = { createBeforeDestroy: true };
    // Terraform sees no reference, but AWS refuses both resources in a VPC without an attached internet gateway.
    const dependsOn = [internetGateway];
    const address = new Eip(this, `address-${number}`, { domain: "vpc", tags, dependsOn });
    return new NatGateway(this, `gateway-${number}`, {
      subnetId,
      allocationId: address.id,
      tags,
      dependsOn,
      lifecycle,
    }).id;
  }
}
