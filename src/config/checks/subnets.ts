import { type AddressRange, contains, overlaps, parseNetwork, withPrefix } from "../cidr";
import { largestPrefix, networkOfAwsServices, privateNetworks, smallestPrefix } from "../facts/networks";
import { traitsOf } from "../facts/topologies";
import type { Environment } from "../model";
import { enumerate, type Path, type Problem } from "../problem";
import { defaultSubnets, rangeOf, type Tier } from "../subnet-places";

interface Subnet {
  readonly path: Path;
  readonly label: string;
  readonly tier: Tier;
  readonly network: AddressRange;
}

/** The longest prefix that a tier supports, and the reason. */
const room: Record<Tier, { readonly prefix: number; readonly reason: string }> = {
  clusterPrivate: {
    prefix: 24,
    reason: "every node, pod and endpoint takes an address, and the control plane up to sixteen",
  },
  databasePrivate: {
    prefix: 27,
    reason: "instances, their replacements, endpoints and functions take addresses side by side",
  },
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
  clusterPublic: { prefix: 27, reason: "load balancers refuse smaller subnets" },
  databasePublic: { prefix: 27, reason: "load balancers refuse smaller subnets" },
};

const tiers = Object.keys(room) as Tier[];

/** Whether a subnet meets the minimum size of its tier. */
export const hasRoom = (tier: Tier, { prefix }: AddressRange): boolean => prefix <= room[tier].prefix;

/** Prefix length of the smallest network with a number of addresses. */
export const prefixFor = (addresses: number): number => 32 - Math.ceil(Math.log2(addresses));

/** Subnets of a tier that are smaller than a prefix length, each with its path. */
export const subnetsBelow = (environment: Environment, tier: Tier, prefix: number) =>
  environment.network.subnets[tier]
    .map((text, index) => ({ network: parseNetwork(text), path: ["network", "subnets", tier, index] }))
    .filter(({ network }) => network.prefix > prefix);

/** The config key of the range that contains a tier. */
const rangeKey = (environment: Environment, tier: Tier) =>
  traitsOf(environment).ownVpc ? rangeOf(tier) : "cidr";

/** The range of the VPC that contains a tier. */
const vpcOf = (environment: Environment, tier: Tier): AddressRange =>
  parseNetwork(environment.network[rangeKey(environment, tier)]);

/** Tiers without explicit subnets for whose default subnets the VPC is too small. */
function tiersWithoutPlace(environment: Environment): Tier[] {
  const { subnets, ...ranges } = environment.network;
  const defaults = defaultSubnets(ranges);
  return tiers.filter(
    (tier) =>
      subnets[tier].join() === defaults[tier].join() &&
      !subnets[tier].every((subnet) => contains(vpcOf(environment, tier), parseNetwork(subnet))),
  );
}

/** Subnets that have a place; those without are reported as one problem of the VPC's range. */
function subnetsOf(environment: Environment): Subnet[] {
  const unplaced = tiersWithoutPlace(environment);
  const { subnets } = environment.network;
  return tiers
    .filter((tier) => !unplaced.includes(tier))
    .flatMap((tier) =>
      subnets[tier].map((text, index) => ({
        tier,
        path: ["network", "subnets", tier, index],
        label: `${tier}[${index}]`,
        network: parseNetwork(text),
      })),
    );
}

/** The range of each VPC must be private, of a size that AWS accepts, and outside of ranges that AWS uses itself. */
export function vpcRanges(environment: Environment): Problem[] {
  const ranges = traitsOf(environment).ownVpc ? (["cidr", "databaseCidr"] as const) : (["cidr"] as const);
  return ranges.flatMap((range) => judgeRange(environment, range));
}

function judgeRange(environment: Environment, range: "cidr" | "databaseCidr"): Problem[] {
  const cidr = environment.network[range];
  const vpc = parseNetwork(cidr);
  const problem = (found: string, allowed: string, fix: string): Problem[] => [
    { path: ["network", range], found, allowed, fix },
  ];
  if (vpc.prefix < largestPrefix || vpc.prefix > smallestPrefix)
    return problem(
      `${cidr}, a /${vpc.prefix}`,
      `/${largestPrefix} to /${smallestPrefix}, as AWS takes for a VPC`,
      `Change the prefix length, such as ${withPrefix(vpc, 16).canonical}.`,
    );
  if (!privateNetworks.some((range) => contains(parseNetwork(range), vpc)))
    return problem(
      `${cidr}, addresses that belong to others on the Internet`,
      `a part of ${privateNetworks.join(", ")}`,
      "Choose a private range; whatever has these addresses could not be reached.",
    );
  if (overlaps(vpc, parseNetwork(networkOfAwsServices)))
    return problem(
      `${cidr}, which overlaps ${networkOfAwsServices}`,
      "any other private range: AWS services and container runtimes use this one themselves",
      "Choose another range.",
    );
  const unplaced = tiersWithoutPlace(environment).filter((tier) => rangeKey(environment, tier) === range);
  if (unplaced.length > 0)
    return problem(
      `${cidr}, too small for the default subnets ${enumerate(unplaced)}`,
      "/20 or larger, or a smaller range with all its subnets listed",
      `Write ${withPrefix(vpc, 20).canonical}, or list these under network.subnets.`,
    );
  return [];
}

/** Each subnet must lie in its VPC and meet the minimum size of its tier. */
export function subnetsFit(environment: Environment): Problem[] {
  return subnetsOf(environment).flatMap(({ path, tier, network }) => {
    const range = rangeKey(environment, tier);
    const vpc = vpcOf(environment, tier);
    const problems: Problem[] = [];
    if (!contains(vpc, network))
      problems.push({
        path,
        found: `${network.text}, outside the VPC`,
        allowed: `networks inside ${vpc.text} (network.${range})`,
        fix: `Move the subnet, or change network.${range}. A VPC smaller than /20 lists all its subnets.`,
      });
    if (!hasRoom(tier, network))
      problems.push({
        path,
        found: `${network.text}, ${network.size} addresses of which AWS keeps 5`,
        allowed: `/${room[tier].prefix} or larger: ${room[tier].reason}`,
        fix: `Give it a prefix length of ${room[tier].prefix} or less.`,
      });
    return problems;
  });
}

/** Subnets of a VPC must not overlap. */
export function subnetsApart(environment: Environment): Problem[] {
  const subnets = subnetsOf(environment);
  const together = (a: Subnet, b: Subnet) =>
    !traitsOf(environment).ownVpc || rangeOf(a.tier) === rangeOf(b.tier);
  return subnets.flatMap((subnet, index) =>
    subnets
      .slice(0, index)
      .filter((earlier) => together(earlier, subnet) && overlaps(earlier.network, subnet.network))
      .map((earlier) => ({
        path: subnet.path,
        found: `${subnet.network.text}, which overlaps ${earlier.network.text} of ${earlier.label}`,
        allowed: "subnets that share no address",
        fix: "Move one of the two.",
      })),
  );
}
