import { z } from "zod";
import { parseNetwork } from "../cidr";
import { clientRange, judgeTogether, shortestPrefix } from "./ranges";
import { type PartialComplaint, rule } from "./rule";

/** The number of addresses of two of the widest ranges. */
const mostAddresses = 2 * 2 ** (32 - shortestPrefix);

/**
 * Each range needs two of the twenty entries per direction of a network ACL. Three more are for the load balancer and
 * AWS's default entry, and two remain free, so that a range can be added before another is removed.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-nacls
 */
const mostRanges = 7;

const range = clientRange({
  tooWide: "List the public addresses of your offices, VPN gateways or partners.",
  reserved: {
    found: "never the source of a packet from the Internet",
    allowed: "public addresses, as the load balancer sees clients",
    fix: "List the address that the network has outside; a network inside needs peering or PrivateLink instead.",
  },
});

const allowedCidrs = rule(z.array(range).min(1).max(mostRanges), (ranges) => [
  ...judgeTogether(ranges),
  ...judgeTotal(ranges),
]);

function judgeTotal(ranges: readonly string[]): PartialComplaint[] {
  const narrow = ranges.map(parseNetwork).filter(({ prefix }) => prefix >= shortestPrefix);
  const total = narrow.reduce((sum, { size }) => sum + size, 0);
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
        "Refuse to delete the load balancer, whose DNS name would be lost, and refuse every plan that would destroy the stack of the database or the network.",
      ),
  })
  .describe("An internet-facing load balancer for listed ranges. Absent: no access from outside.");
