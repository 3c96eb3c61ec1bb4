import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { policyJson } from "../foundation/policy";
import { SecurityGroup } from "../foundation/security-group";
import { interfaceEndpointPolicy, s3EndpointPolicy } from "./endpoint-policy";
import { gatewayEndpointService, interfaceEndpointService } from "./endpoint-service";

export interface S3GatewayEndpointProps {
  readonly environment: Environment;
  readonly name: string;
  readonly vpcId: string;
  /** Tables that get a route to S3. */
  readonly routeTableIds: string[];
}

/** A way to S3 that needs no NAT gateway: image layers come from there. */
export class S3GatewayEndpoint extends Construct {
  readonly prefixListId: string;

  constructor(scope: Construct, id: string, { environment, name, ...props }: S3GatewayEndpointProps) {
    super(scope, id);
    const endpoint = new VpcEndpoint(this, "Resource", {
      ...props,
      vpcEndpointType: "Gateway",
      serviceName: gatewayEndpointService(environment, "s3"),
      policy: policyJson(s3EndpointPolicy(environment)),
      tags: { Name: name },
    });
    this.prefixListId = endpoint.prefixListId;
  }
}

export interface InterfaceEndpointsProps {
  readonly environment: Environment;
  /** Name of the security group, and the first part of the endpoints' names. */
  readonly name: string;
  readonly vpcId: string;
  /** One subnet for each zone: an endpoint has one network interface per zone. */
  readonly subnetIds: string[];
  /** AWS services, such as `ecr.api`. */
  readonly services: readonly string[];
  /**
   * Whether the services' own names lead to the endpoints, for the whole VPC. Only one endpoint of a service can have
   * its name in a VPC.
   */
  readonly privateDns: boolean;
}

/**
 * AWS services inside the VPC. Their security group admits no client until a rule is added for it, and
 * their policies let only this account's identities pass.
 */
export class InterfaceEndpoints extends Construct {
  readonly securityGroupId: string;
  private readonly endpoints: ReadonlyMap<string, VpcEndpoint>;

  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    this.securityGroupId = new SecurityGroup(this, "security-group", {
      vpcId: props.vpcId,
      name: props.name,
      description: "Interface endpoints of AWS services; its rules say who may reach them",
    }).id;
    this.endpoints = new Map(props.services.map((service) => [service, this.createEndpoint(props, service)]));
  }

  /** Host name of a service's endpoint, which works whether or not the service's own name leads there. */
  dnsName(service: string): string {
    const endpoint = this.endpoints.get(service);
    if (!endpoint) {
      throw new Error(
        `${this.node.path} has no endpoint for ${service}; it has ${[...this.endpoints.keys()].join(", ")}`,
      );
    }
    // The first entry is the regional name, those of single zones follow.
    return endpoint.dnsEntry.get(0).dnsName;
  }

  private createEndpoint(props: InterfaceEndpointsProps, service: string): VpcEndpoint {
    const { environment, name, vpcId, subnetIds, privateDns } = props;
    return new VpcEndpoint(this, service, {
      vpcId,
      vpcEndpointType: "Interface",
      serviceName: interfaceEndpointService(environment, service),
      subnetIds,
      securityGroupIds: [this.securityGroupId],
      privateDnsEnabled: privateDns,
      policy: policyJson(interfaceEndpointPolicy(environment, service)),
      tags: { Name: `${name}-${service}` },
    });
  }
}
