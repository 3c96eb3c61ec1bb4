import type { Peering } from "./peerings";
import type { SecurityGroups } from "./security-groups";
import type { Subnet } from "./vpcs";

export interface NatGateway {
  readonly key: string;
  readonly subnet: Subnet;
}

/** The network between relays: security groups, NAT gateways and peerings. */
export interface RoutedNetwork {
  readonly groups: SecurityGroups;
  readonly nats: readonly NatGateway[];
  readonly peerings: readonly Peering[];
}
