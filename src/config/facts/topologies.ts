import { enumerate } from "../problem";

/** Whether a topology supports a feature, or why not. */
export type Ability = "yes" | { readonly no: string };

/** What distinguishes a topology. Checks, messages and constructs read these traits and never compare names. */
export interface Traits {
  /** How the network is built: src/network/topologies.ts. */
  readonly network: "one-vpc" | "peered-vpcs" | "separate-vpcs";
  /** How clients reach an instance: src/database/paths.ts. */
  readonly path: "direct" | "endpoint-service" | "resource-gateway";
  /** Whether the database has a VPC of its own, with an address range of its own. */
  readonly ownVpc: boolean;
  /** Whether packets are routed between the subnets of cluster and database, so that their ranges must not overlap. */
  readonly routed: boolean;
  /** Whether a proxy can stand between clients and an instance. */
  readonly pooling: Ability;
  /** Whether listed ranges of the Internet can reach the shared instance. */
  readonly externalAccess: Ability;
  /**
   * Size of the contiguous block of addresses that the path to each instance reserves per private subnet; 0 for none.
   */
  readonly addressBlock: number;
}

const endpointFollowsInstance = "endpoints of this topology follow the one address of the instance";

export const topologies = {
  "same-vpc": {
    network: "one-vpc",
    path: "direct",
    ownVpc: false,
    routed: true,
    pooling: "yes",
    externalAccess: "yes",
    addressBlock: 0,
  },
  peering: {
    network: "peered-vpcs",
    path: "direct",
    ownVpc: true,
    routed: true,
    pooling: "yes",
    externalAccess: "yes",
    addressBlock: 0,
  },
  "private-link": {
    network: "separate-vpcs",
    path: "endpoint-service",
    ownVpc: true,
    routed: false,
    pooling: { no: endpointFollowsInstance },
    externalAccess: "yes",
    addressBlock: 0,
  },
  "resource-endpoint": {
    network: "separate-vpcs",
    path: "resource-gateway",
    ownVpc: true,
    routed: false,
    pooling: { no: endpointFollowsInstance },
    // VPC Lattice follows changes of the instance's address, so no function here updates targets of a load balancer.
    externalAccess: { no: "this one has no load balancer, and leads in from VPCs only" },
    // An elastic network interface of a resource gateway, or of an endpoint of one, reserves a block of sixteen
    // addresses.
    // https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html
    addressBlock: 16,
  },
} as const satisfies Readonly<Record<string, Traits>>;

export type TopologyName = keyof typeof topologies;

/** All topologies, in the order of the documentation. */
export const topologyNames = Object.keys(topologies) as [TopologyName, ...TopologyName[]];

/** The traits of an environment's topology. */
export const traitsOf = ({ topology }: { readonly topology: TopologyName }): Traits => topologies[topology];

/** Topologies with a trait, formatted for messages: `peering or private-link`. */
export const topologiesWith = (has: (traits: Traits) => boolean, conjunction: "and" | "or" = "or"): string =>
  enumerate(
    topologyNames.filter((topology) => has(topologies[topology])),
    conjunction,
  );
