import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Construct } from "constructs";
import { traitsOf } from "../config/facts/topologies";
import type { Environment } from "../config/model";
import { serviceRoleNames } from "../config/names";
import { aclEntries } from "./acl-entries";
import { InterfaceEndpoints, S3GatewayEndpoint } from "./endpoints";
import type { Flow } from "./flow";
import { FlowLogs } from "./flow-logs";
import { applicationAccessFlows, externalAccessFlows } from "./flows";
import { NatGateways } from "./nat-gateways";
import { SubnetPair, type SubnetPairProps } from "./subnet-pair";
import type { Topology } from "./topology";
import { Vpc } from "./vpc";

export interface EnvironmentNetworkProps {
  readonly environment: Environment;
  /** All connections between subnets; network ACLs deny all others. */
  readonly flows: readonly Flow[];
}

/**
 * Parts that all topologies have in common: four pairs of subnets, internet access of the cluster, endpoints next to
 * the cluster and the database, flow logs.
 *
 * Network ACLs, derived from flows, limit connections between subnets; security groups limit them between interfaces.
 * Each protects against a mistake in the other.
 */
export abstract class EnvironmentNetwork extends Construct {
  /** Properties for other stacks. */
  readonly topology: Topology;

  protected readonly environment: Environment;
  protected readonly clusterVpcId: string;
  protected readonly clusterPrivate: SubnetPair;
  protected readonly databaseVpcId: string;
  protected readonly databasePrivate: SubnetPair;
  private readonly clusterPublic: SubnetPair;
  private readonly databasePublic: SubnetPair;
  private readonly flows: readonly Flow[];

  constructor(scope: Construct, id: string, { environment, flows }: EnvironmentNetworkProps) {
    super(scope, id);
    const { network } = environment;
    const { ownVpc } = traitsOf(environment);
    this.environment = environment;
    this.flows = [...flows, ...flowsFromOutside(environment)];
    this.clusterVpcId = this.createVpc("vpc", environment.name, network.cidr);
    this.databaseVpcId = ownVpc
      ? this.createVpc("database-vpc", `${environment.name}-database`, network.databaseCidr)
      : this.clusterVpcId;

    this.clusterPrivate = this.createPair("clusterPrivate", "cluster-private", this.clusterVpcId, {
      routeTables: "per-zone",
    });
    this.clusterPublic = this.createPair("clusterPublic", "cluster-public", this.clusterVpcId);
    // No default routes: the database's subnets neither reach the internet nor are reached from it, unless config opens
    // them.
    this.databasePrivate = this.createPair("databasePrivate", "database-private", this.databaseVpcId);
    this.databasePublic = this.createPair("databasePublic", "database-public", this.databaseVpcId);
    const internetGateway = this.connectClusterToInternet();
    if (environment.externalAccess)
      this.connectDatabaseToInternet(ownVpc ? this.createDatabaseGateway() : internetGateway);

    const s3 = this.createS3Endpoint();
    const clusterEndpoints = this.createClusterEndpoints();
    const databaseEndpoints = this.createDatabaseEndpoints(ownVpc);
    this.logFlows(ownVpc);

    this.topology = {
      clusterVpcId: this.clusterVpcId,
      clusterPrivateSubnetIds: this.clusterPrivate.subnetIds,
      clusterPublicSubnetIds: this.clusterPublic.subnetIds,
      clusterEndpointSecurityGroupId: clusterEndpoints.securityGroupId,
      s3PrefixListId: s3.prefixListId,
      databaseVpcId: this.databaseVpcId,
      databasePrivateSubnetIds: this.databasePrivate.subnetIds,
      databasePublicSubnetIds: this.databasePublic.subnetIds,
      databaseEndpointSecurityGroupId: databaseEndpoints.securityGroupId,
      databaseSecretsManagerEndpoint: databaseEndpoints.dnsName("secretsmanager"),
    };
  }

  private createVpc(id: string, name: string, cidr: string): string {
    return new Vpc(this, id, { name, cidr }).id;
  }

  private createPair(
    place: keyof Environment["network"]["subnets"],
    id: string,
    vpcId: string,
    options: Pick<SubnetPairProps, "routeTables"> = {},
  ): SubnetPair {
    const { name, zones, network, externalAccess, applicationAccess } = this.environment;
    return new SubnetPair(this, id, {
      name: `${name}-${id}`,
      vpcId,
      zones,
      cidrs: network.subnets[place],
      aclEntries: aclEntries(place, {
        flows: this.flows,
        addresses: {
          ...network.subnets,
          externalClients: externalAccess?.allowedCidrs ?? [],
          applicationClients: applicationAccess?.allowedCidrs ?? [],
          internet: ["0.0.0.0/0"],
        },
        privateNetworks: [...new Set([network.cidr, network.databaseCidr])],
      }),
      ...options,
    });
  }

  private connectClusterToInternet(): InternetGateway {
    const { name, network } = this.environment;
    const internetGateway = new InternetGateway(this, "internet-gateway", {
      vpcId: this.clusterVpcId,
      tags: { Name: name },
    });
    const natGateways = new NatGateways(this, "nat", {
      name: `${name}-nat`,
      count: network.natGateways,
      subnetIds: this.clusterPublic.subnetIds,
      internetGateway,
    });
    this.clusterPublic.addDefaultRoutes(() => ({ gatewayId: internetGateway.id }));
    this.clusterPrivate.addDefaultRoutes((zone) => ({ natGatewayId: natGateways.ofZone(zone) }));
    return internetGateway;
  }

  private createDatabaseGateway(): InternetGateway {
    return new InternetGateway(this, "database-internet-gateway", {
      vpcId: this.databaseVpcId,
      tags: { Name: `${this.environment.name}-database` },
    });
  }

  /** For responses of the load balancer. The instances' own subnets have no such route. */
  private connectDatabaseToInternet({ id: gatewayId }: InternetGateway): void {
    this.databasePublic.addDefaultRoutes(() => ({ gatewayId }));
  }

  private createS3Endpoint(): S3GatewayEndpoint {
    return new S3GatewayEndpoint(this, "s3", {
      environment: this.environment,
      name: `${this.environment.name}-s3`,
      vpcId: this.clusterVpcId,
      routeTableIds: this.clusterPrivate.routeTableIds,
    });
  }

  private createClusterEndpoints(): InterfaceEndpoints {
    return new InterfaceEndpoints(this, "cluster-endpoints", {
      environment: this.environment,
      name: `${this.environment.name}-cluster-endpoints`,
      vpcId: this.clusterVpcId,
      subnetIds: this.clusterPrivate.subnetIds,
      services: this.environment.network.interfaceEndpoints,
      privateDns: true,
    });
  }

  /**
   * Secrets Manager endpoint for the credentials functions, which the cluster cannot reach. Functions use the
   * endpoint's host name: with one VPC, the service's own name resolves to the cluster's endpoint, which they cannot
   * reach.
   */
  private createDatabaseEndpoints(privateDns: boolean): InterfaceEndpoints {
    return new InterfaceEndpoints(this, "database-endpoints", {
      environment: this.environment,
      name: `${this.environment.name}-database-endpoints`,
      vpcId: this.databaseVpcId,
      subnetIds: this.databasePrivate.subnetIds,
      services: ["secretsmanager"],
      privateDns,
    });
  }

  private logFlows(ownVpc: boolean): void {
    const { environment, clusterVpcId, databaseVpcId } = this;
    const names = serviceRoleNames(environment);
    new FlowLogs(this, "flow-logs", { environment, name: names.flowLogs, vpcId: clusterVpcId });
    if (!ownVpc) return;
    new FlowLogs(this, "database-flow-logs", {
      environment,
      name: names.databaseFlowLogs,
      vpcId: databaseVpcId,
    });
  }
}

const flowsFromOutside = ({ externalAccess, applicationAccess }: Environment): Flow[] => [
  ...(externalAccess ? Object.values(externalAccessFlows) : []),
  ...(applicationAccess ? applicationAccessFlows(applicationAccess) : []),
];
