import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { databasePort } from "../config/names";
import { aclEntries } from "./acl-entries";
import { InterfaceEndpoints, S3GatewayEndpoint } from "./endpoints";
import { type Flow, Traffic } from "./flow";
import { FlowLogs } from "./flow-logs";
import { NatGateways } from "./nat-gateways";
import { SubnetCouple, type SubnetCoupleProps } from "./subnet-couple";
import type { Topology } from "./topology";
import { Vpc } from "./vpc";

/**
 * Who talks to whom, and nobody else. Security groups say the same between single machines; these hold even where a
 * group is attached by mistake.
 *
 * Answers from the internet may come to any port above 1023: what keeps strangers out there is that private subnets
 * cannot be addressed from outside, that requests may leave to port 443 only, and that security groups are stateful.
 *
 * Nothing crosses the border of the public database subnets yet: what is put there brings its flows, and its routes,
 * along. The same goes for load balancers of applications in the public cluster subnets.
 */
const flows: readonly Flow[] = [
  {
    id: "cluster",
    number: 100,
    from: "clusterPrivate",
    to: "clusterPrivate",
    traffic: Traffic.anything,
    why: "Control plane, nodes, pods and interface endpoints reach each other in both zones",
  },
  {
    id: "database",
    number: 120,
    from: "clusterPrivate",
    to: "databasePrivate",
    traffic: Traffic.tcp(databasePort),
    why: "Pods with the client security group open connections to PostgreSQL",
  },
  {
    id: "credentials",
    number: 140,
    from: "databasePrivate",
    to: "databasePrivate",
    traffic: Traffic.tcp(databasePort, 443),
    why: "The credentials function reaches PostgreSQL and Secrets Manager's endpoint in the other zone",
  },
  {
    id: "internet",
    number: 160,
    from: "clusterPrivate",
    through: "clusterPublic",
    to: "internet",
    traffic: Traffic.tcpToInternet(443),
    why: "Nodes and pods fetch images and call APIs through the NAT gateways",
  },
];

/** Cluster and database in one VPC: network ACLs, route tables and security groups keep them apart. */
export class SameVpc extends Construct implements Topology {
  readonly clusterVpcId: string;
  readonly clusterPrivate: SubnetCouple;
  readonly clusterPublic: SubnetCouple;
  readonly clusterEndpoints: InterfaceEndpoints;
  readonly s3: S3GatewayEndpoint;
  readonly databaseVpcId: string;
  readonly databasePrivate: SubnetCouple;
  readonly databasePublic: SubnetCouple;
  readonly databaseEndpoints: InterfaceEndpoints;

  private readonly vpc: Vpc;

  constructor(
    scope: Construct,
    id: string,
    private readonly environment: Environment,
  ) {
    super(scope, id);
    const { name, network } = environment;
    this.vpc = new Vpc(this, "vpc", { name, cidr: network.cidr });
    this.clusterVpcId = this.vpc.id;
    this.databaseVpcId = this.vpc.id;

    this.clusterPrivate = this.createCouple("clusterPrivate", "cluster-private", {
      routeTables: "per-zone",
      subnetTags: { "kubernetes.io/role/internal-elb": "1" },
    });
    this.clusterPublic = this.createCouple("clusterPublic", "cluster-public", {
      subnetTags: { "kubernetes.io/role/elb": "1" },
    });
    // No default routes: neither side of the database reaches the internet, or is reached from it.
    this.databasePrivate = this.createCouple("databasePrivate", "database-private");
    this.databasePublic = this.createCouple("databasePublic", "database-public");
    this.connectClusterToInternet();

    this.s3 = this.createS3Endpoint();
    this.clusterEndpoints = this.createClusterEndpoints();
    this.databaseEndpoints = this.createDatabaseEndpoints();
    new FlowLogs(this, "flow-logs", { environment, name: `${name}-vpc-flow-logs`, vpcId: this.vpc.id });
  }

  private createCouple(
    place: keyof Environment["network"]["subnets"],
    id: string,
    options: Pick<SubnetCoupleProps, "routeTables" | "subnetTags"> = {},
  ): SubnetCouple {
    const { name, zones, network } = this.environment;
    return new SubnetCouple(this, id, {
      name: `${name}-${id}`,
      vpcId: this.vpc.id,
      zones,
      cidrs: network.subnets[place],
      aclEntries: aclEntries(place, {
        flows,
        addresses: { ...network.subnets, internet: ["0.0.0.0/0"] },
        privateNetworks: [network.cidr],
      }),
      ...options,
    });
  }

  private connectClusterToInternet(): void {
    const { name, network } = this.environment;
    const internetGateway = new InternetGateway(this, "internet-gateway", {
      vpcId: this.vpc.id,
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
  }

  private createS3Endpoint(): S3GatewayEndpoint {
    return new S3GatewayEndpoint(this, "s3", {
      environment: this.environment,
      name: `${this.environment.name}-s3`,
      vpcId: this.vpc.id,
      routeTableIds: this.clusterPrivate.routeTableIds,
    });
  }

  private createClusterEndpoints(): InterfaceEndpoints {
    return new InterfaceEndpoints(this, "cluster-endpoints", {
      environment: this.environment,
      name: `${this.environment.name}-cluster-endpoints`,
      vpcId: this.vpc.id,
      subnetIds: this.clusterPrivate.subnetIds,
      services: this.environment.network.interfaceEndpoints,
      privateDns: true,
    });
  }

  /**
   * Secrets Manager for the credentials function, out of the cluster's reach. Its callers use the endpoint's host name:
   * in one VPC the service's own name leads to the cluster's endpoint, which they cannot reach.
   */
  private createDatabaseEndpoints(): InterfaceEndpoints {
    return new InterfaceEndpoints(this, "database-endpoints", {
      environment: this.environment,
      name: `${this.environment.name}-database-endpoints`,
      vpcId: this.vpc.id,
      subnetIds: this.databasePrivate.subnetIds,
      services: ["secretsmanager"],
      privateDns: false,
    });
  }
}
