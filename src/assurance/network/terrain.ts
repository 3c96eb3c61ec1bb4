import type { SecurityGroups } from "./security-groups";
import type { Stage } from "./stages";
import type { Subnet } from "./vpcs";

export interface NatGateway {
  readonly key: string;
  readonly subnet: Subnet;
}

/** What packets cross between relays: security groups, NAT gateways and peerings. */
export interface Terrain {
  readonly groups: SecurityGroups;
  readonly nats: readonly NatGateway[];
  /** Keys of the peering connections between two VPCs. */
  peeringsBetween(a: string, b: string): string[];
  /** Stages by a key: thousands of pods share the few pairs of subnets between which they talk. */
  remembered(key: string, compute: () => readonly Stage[]): readonly Stage[];
}
