import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { policyJson } from "../foundation/policy";
import { SecurityGroup } from "../foundation/security-group";
import { interfaceEndpointPolicy, s3EndpointPolicy } from "./endpoint-policy";

/** Full name of the service behind an endpoint: `com.amazonaws.eu-west-1.sts`. */
const serviceName = ({ region }: Environment, service: string): string =>
  `com.amazonaws.${region}.${service}`;

export interface S3GatewayEndpointProps {
  readonly environment: Environment;
  readonly name: string;
  readonly vpcId: string;
  /** Route tables that receive a route to S3. */
  readonly routeTableIds: string[];
}

/** A gateway endpoint for S3, which stores image layers: they do not pass a NAT gateway. */
export class S3GatewayEndpoint extends Construct {
  readonly prefixListId: string;

  constructor(scope: Construct, id: string, { environment, name, ...props }: S3GatewayEndpointProps) {
    super(scope, id);
    const endpoint = new VpcEndpoint(this, "Resource", {
      ...props,
      vpcEndpointType: "Gateway",
      serviceName: serviceName(environment, "s3"),
      policy: policyJson(s3EndpointPolicy(environment)),
      tags: { Name: name },
    });
    this.prefixListId = endpoint.prefixListId;
  }
}

export interface InterfaceEndpointsProps {
  readonly environment: Environment;
  /** Name of the security group, and prefix of the endpoints' names. */
  readonly name: string;
  readonly vpcId: string;
  /** One subnet per zone, for one network interface per zone. */
  readonly subnetIds: string[];
  /** AWS services, such as `ecr.api`. */
  readonly services: readonly string[];
  /**
   * Whether the services' own names resolve to the endpoints in the whole VPC. In a VPC, only one endpoint per service
   * can enable this.
   */
  readonly privateDns: boolean;
}

/**
 * Interface endpoints of AWS services. Their security group admits no client until a rule is added, and their policies
 * admit only identities of this account.
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

  /** Host name of a service's endpoint, which works with and without private DNS. */
  dnsName(service: string): string {
    const endpoint = this.endpoints.get(service);
    if (!endpoint) {
      throw new Error(
        `${this.node.path} has no endpoint for ${service}; it has ${[...this.endpoints.keys()].join(", ")}`,
      );
    }
    // The first entry is the regional name; zonal names follow.
    return endpoint.dnsEntry.get(0).dnsName;
  }

  private createEndpoint(props: InterfaceEndpointsProps, service: string): VpcEndpoint {
    const { environment, name, vpcId, subnetIds, privateDns } = props;
    return new VpcEndpoint(this, service, {
      vpcId,
      vpcEndpointType: "Interface",
      serviceName: serviceName(environment, service),
      subnetIds,
      securityGroupIds: [this.securityGroupId],
      privateDnsEnabled: privateDns,
      policy: policyJson(interfaceEndpointPolicy(environment, service)),
      tags: { Name: `${name}-${service}` },
    });
  }
}
