import { overlaps, parseNetwork } from "../cidr";
import { topologiesWith, traitsOf } from "../facts/topologies";
import { databaseInstances } from "../instances";
import type { Environment } from "../model";
import type { Problem } from "../problem";
import { prefixFor, subnetsBelow } from "./subnets";

/** A range for the database's VPC has no effect in topologies with one VPC. */
export function databaseRangeIsUsed(environment: Environment): Problem[] {
  const { cidr, databaseCidr } = environment.network;
  if (traitsOf(environment).ownVpc || databaseCidr === cidr) return [];
  return [
    {
      path: ["network", "databaseCidr"],
      found: `${databaseCidr}, with topology "${environment.topology}"`,
      allowed: "a separate range, if the database has its own VPC",
      fix: `Delete it, or choose the topology ${topologiesWith(({ ownVpc }) => ownVpc)}.`,
    },
  ];
}

/**
 * Ranges of VPCs with routes to each other must not overlap. Without routes they may.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations
 */
export function routedVpcsApart(environment: Environment): Problem[] {
  const { cidr, databaseCidr } = environment.network;
  const { ownVpc, routed } = traitsOf(environment);
  if (!ownVpc || !routed || !overlaps(parseNetwork(cidr), parseNetwork(databaseCidr))) return [];
  return [
    {
      path: ["network", "databaseCidr"],
      found: `${databaseCidr}, which overlaps ${cidr} (network.cidr)`,
      allowed: "ranges that share no address: AWS refuses to connect VPCs that do",
      fix: `Move one of the two, or choose the topology ${topologiesWith(({ routed }) => !routed)}.`,
    },
  ];
}

/** Addresses for other interfaces in these subnets, and those that AWS reserves. */
const reserves = [
  { tier: "databasePrivate", reserve: 32 },
  { tier: "clusterPrivate", reserve: 128 },
] as const;

/** Private subnets must have room for the block of addresses that the path to each instance reserves there. */
export function addressBlocksFit(environment: Environment): Problem[] {
  const { topology } = environment;
  const { addressBlock: block } = traitsOf(environment);
  if (block === 0) return [];
  const instances = databaseInstances(environment).length;
  return reserves.flatMap(({ tier, reserve }) => {
    const prefix = prefixFor(instances * block + reserve);
    return subnetsBelow(environment, tier, prefix).map(({ network, path }) => ({
      path,
      found: `${network.text}, ${network.size} addresses for ${count(instances)}`,
      allowed: `/${prefix} or larger: with topology ${topology} each instance takes ${block} addresses here, and ${reserve} are for the rest`,
      fix: `Give it a prefix length of ${prefix} or less, or have fewer organizations with isolation instance.`,
    }));
  });
}

const count = (instances: number): string =>
  instances === 1 ? "one database instance" : `${instances} database instances`;
