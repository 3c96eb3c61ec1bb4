import { overlaps, parseNetwork } from "../cidr";
import { databaseInstances } from "../instances";
import type { Environment } from "../model";
import type { Problem } from "../problem";
import { hasOneVpc } from "../resolve";
import type { Tier } from "../subnet-places";

/** A second range is given only where there is a second VPC. */
export function databaseRangeIsUsed(environment: Environment): Problem[] {
  const { cidr, databaseCidr } = environment.network;
  if (!hasOneVpc(environment) || databaseCidr === cidr) return [];
  return [
    {
      path: ["network", "databaseCidr"],
      found: `${databaseCidr}, with topology "${environment.topology}"`,
      allowed: "a range of its own where the database has a VPC of its own",
      fix: "Delete it, or choose the topology peering, private-link or resource-endpoint.",
    },
  ];
}

/**
 * Peered VPCs have one address space. The other topologies do not route between theirs, so ranges may be the same.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations
 */
export function peeredVpcsApart({ topology, network: { cidr, databaseCidr } }: Environment): Problem[] {
  if (topology !== "peering" || !overlaps(parseNetwork(cidr), parseNetwork(databaseCidr))) return [];
  return [
    {
      path: ["network", "databaseCidr"],
      found: `${databaseCidr}, which overlaps ${cidr} (network.cidr)`,
      allowed: "ranges that share no address: AWS refuses to peer VPCs that do",
      fix: "Move one of the two, or choose the topology private-link or resource-endpoint.",
    },
  ];
}

/**
 * Addresses that a resource gateway, or an endpoint of one, takes in each of its subnets: a block of its own.
 * https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html
 */
const block = 16;

/** What else needs addresses there, and what AWS keeps. */
const others: Partial<Record<Tier, number>> = { databasePrivate: 32, clusterPrivate: 128 };

/** Each instance has a gateway in the database's private subnets and an endpoint in the cluster's. */
export function blocksForGateways(environment: Environment): Problem[] {
  if (environment.topology !== "resource-endpoint") return [];
  const instances = databaseInstances(environment).length;
  return (Object.entries(others) as [Tier, number][]).flatMap(([tier, reserve]) => {
    const prefix = 32 - Math.ceil(Math.log2(instances * block + reserve));
    return environment.network.subnets[tier]
      .map((text, index) => ({ network: parseNetwork(text), path: ["network", "subnets", tier, index] }))
      .filter(({ network }) => network.prefix > prefix)
      .map(({ network, path }) => ({
        path,
        found: `${network.text}, ${2 ** (32 - network.prefix)} addresses for ${count(instances)}`,
        allowed: `/${prefix} or larger: with resource endpoints each instance takes ${block} addresses here, and ${reserve} are for the rest`,
        fix: `Give it a prefix length of ${prefix} or less, or have fewer organizations with isolation instance.`,
      }));
  });
}

const count = (instances: number): string =>
  instances === 1 ? "one database instance" : `${instances} database instances`;
