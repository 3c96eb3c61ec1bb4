import { z } from "zod";
import { contains, networkAt, overlaps, parseNetwork } from "../cidr";
import { reservedNetworks } from "../facts/networks";
import { show } from "../problem";
import { sameNumber } from "../range-numbers";
import { cidr } from "./fields";
import { type PartialComplaint, rule } from "./rule";

/** No range wider than this, and no more addresses than two of them: each listed range has one owner. */
const shortestPrefix = 16;
const mostAddresses = 2 * 2 ** (32 - shortestPrefix);

/**
 * Each range takes two of the twenty entries that AWS allows in one direction of a network ACL, its own last one included.
 * Three more are the load balancer's and AWS's, and two are left for a range that comes before another one goes.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-nacls
 */
const mostRanges = 7;

const allowedCidrs = rule(z.array(cidr).min(1).max(mostRanges), (ranges) => [
  ...ranges.flatMap(judgeRange),
  ...ranges.flatMap((range, index) => judgeOverlap(range, index, ranges.slice(0, index))),
  ...ranges.flatMap((range, index) => judgeNumber(range, index, ranges.slice(0, index))),
  ...judgeTotal(ranges),
]);

/** Two halves of the internet are the internet: no range is wide enough to be a part of such a disguise. */
function judgeRange(range: string, index: number): PartialComplaint[] {
  const network = parseNetwork(range);
  if (network.prefix < shortestPrefix) {
    const share = network.prefix === 0 ? "the whole Internet" : `1/${2 ** network.prefix} of the Internet`;
    return [
      {
        path: [index],
        found: `${show(range)}: ${share}`,
        allowed: `ranges of yours, /${shortestPrefix} or smaller`,
        fix: "List the public addresses of your offices, VPN gateways or partners.",
      },
    ];
  }
  const reserved = reservedNetworks.find((other) => overlaps(network, parseNetwork(other)));
  if (!reserved) return [];
  return [
    {
      path: [index],
      found: `${show(range)}, inside ${reserved}: never the source of a packet from the Internet`,
      allowed: "public addresses, as the load balancer sees clients",
      fix: "List the address that the network has outside; a network inside needs peering or PrivateLink instead.",
    },
  ];
}

function judgeOverlap(range: string, index: number, earlier: readonly string[]): PartialComplaint[] {
  const network = parseNetwork(range);
  return earlier
    .filter((other) => overlaps(network, parseNetwork(other)))
    .map((other) => {
      const [inner, outer] = contains(parseNetwork(other), network) ? [range, other] : [other, range];
      return {
        path: [index],
        found: inner === outer ? `${show(range)} a second time` : `${show(range)}, which overlaps ${other}`,
        allowed: "each address in one range: otherwise a range that is taken out stays open through another",
        fix: `Delete ${inner === outer ? "one of them" : `${inner}: ${outer} covers it`}.`,
      };
    });
}

/** Two rules of a network ACL cannot have one number, and a number that depended on the list would move with it. */
function judgeNumber(range: string, index: number, earlier: readonly string[]): PartialComplaint[] {
  const other = sameNumber(parseNetwork(range), earlier.map(parseNetwork));
  if (!other) return [];
  return [
    {
      path: [index],
      found: `${show(range)}, which by coincidence gets the rule number of ${other.text} in network ACLs`,
      allowed: "ranges whose numbers differ; a number follows from its range alone",
      fix: splitOne(range, other.text),
    },
  ];
}

/** Other ranges with the same addresses have other numbers; a single address has a range around it. */
function splitOne(...ranges: [string, string]): string {
  const networks = ranges.map(parseNetwork);
  const wide = networks.find(({ prefix }) => prefix < 32);
  if (!wide) {
    const pairs = ranges.map((range) => parseNetwork(range.replace("/32", "/31")).canonical);
    return `List one of them with its neighbour, where its owner has both: ${pairs.join(" or ")}.`;
  }
  const prefix = wide.prefix + 1;
  const halves = [0, 2 ** (32 - prefix)].map((offset) => networkAt(wide, offset, prefix));
  return `List ${wide.text} as its halves, ${halves.join(" and ")}.`;
}

function judgeTotal(ranges: readonly string[]): PartialComplaint[] {
  const narrow = ranges.map(parseNetwork).filter(({ prefix }) => prefix >= shortestPrefix);
  const total = narrow.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  if (total <= mostAddresses) return [];
  return [
    {
      found: `ranges of ${total} addresses together`,
      allowed: `at most ${mostAddresses}, as many as two /${shortestPrefix} have`,
      fix: "List what connects to the database, not all that its owner has.",
    },
  ];
}

export const externalAccessSchema = z
  .strictObject({
    allowedCidrs: allowedCidrs.describe(
      "Public ranges, /16 or smaller, whose clients may open connections to the shared instance.",
    ),
    deletionProtection: z
      .boolean()
      .default(true)
      .describe(
        "Refuse to delete the load balancer, whose DNS name goes with it, and every plan that would destroy the stack of the database or the network.",
      ),
  })
  .describe("A load balancer on the Internet for listed ranges. Absent: no way in from outside.");
