import { networkAt, parseNetwork } from "./cidr";

/**
 * Default positions of subnets in their VPC: offsets of the two subnets in units of 256 addresses, and prefix length.
 * In 10.0.0.0/16 they are 10.0.0.0/23 to 10.0.11.0/24; every range of /20 or larger has the same positions.
 */
const places = {
  clusterPrivate: [0, 2, 23],
  databasePrivate: [4, 5, 24],
  clusterPublic: [6, 8, 23],
  databasePublic: [10, 11, 24],
} as const;

export type Tier = keyof typeof places;

/** Networks of each tier, one per zone. */
export type Subnets = Readonly<Record<Tier, string[]>>;

/** The key of the range that contains a tier. In topologies with one VPC, both ranges are equal. */
export const rangeOf = (tier: Tier): "cidr" | "databaseCidr" =>
  tier === "databasePrivate" || tier === "databasePublic" ? "databaseCidr" : "cidr";

export function defaultSubnets(ranges: Readonly<Record<"cidr" | "databaseCidr", string>>): Subnets {
  const pairs = Object.entries(places).map(([tier, [first, second, prefix]]) => {
    const vpc = parseNetwork(ranges[rangeOf(tier as Tier)]);
    return [tier, [first, second].map((offset) => networkAt(vpc, offset * 256, prefix))];
  });
  return Object.fromEntries(pairs);
}
