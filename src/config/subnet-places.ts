import { networkAt, parseNetwork } from "./cidr";

/**
 * Where subnets lie in their VPC unless the file says otherwise: offset in networks of 256 addresses, and prefix length.
 * In 10.0.0.0/16 these are 10.0.0.0/23 to 10.0.11.0/24; any range of /20 or larger has the same places.
 */
const places = {
  clusterPrivate: [0, 2, 23],
  databasePrivate: [4, 5, 24],
  clusterPublic: [6, 8, 23],
  databasePublic: [10, 11, 24],
} as const;

export type Tier = keyof typeof places;

/** One network of each tier in each of the two zones. */
export type Subnets = Readonly<Record<Tier, string[]>>;

/** Which of the two ranges a tier lies in. They are one and the same where the topology has one VPC. */
export const rangeOf = (tier: Tier): "cidr" | "databaseCidr" =>
  tier === "databasePrivate" || tier === "databasePublic" ? "databaseCidr" : "cidr";

export function defaultSubnets(ranges: Readonly<Record<"cidr" | "databaseCidr", string>>): Subnets {
  const pairs = Object.entries(places).map(([tier, [first, second, prefix]]) => {
    const vpc = parseNetwork(ranges[rangeOf(tier as Tier)]);
    return [tier, [first, second].map((offset) => networkAt(vpc, offset * 256, prefix))];
  });
  return Object.fromEntries(pairs);
}
