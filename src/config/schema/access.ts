import { z } from "zod";
import { cidr } from "./fields";
import { judgeTogether } from "./ranges";
import { rule } from "./rule";

/**
 * Maximum length of a host in a listener rule.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#host-conditions
 */
const longestHostname = 128;

const hostname = z
  .string()
  .max(longestHostname)
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "a whole host name in lower case, such as reports.example.com, without https:// and wildcards",
  );

const certificateArn = z
  .string()
  .regex(
    /^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
    "the ARN of a certificate of AWS Certificate Manager",
  );

/**
 * Each range needs two of the 60 rules that AWS allows per direction of a security group. Two remain free, so that a
 * range can be added before another is removed.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
 */
const mostRanges = 29;

/** Schemes of Elastic Load Balancing. */
export const schemes = ["internal", "internet-facing"] as const;

/** How people open an application. */
export const accessSchema = z.strictObject({
  hostname: hostname.describe(
    "Host name under which browsers open it. Create its DNS record, to the load balancer's name, yourself.",
  ),
  certificateArn: certificateArn.describe("Issued certificate for the host name, in the same region."),
  allowedCidrs: rule(z.array(cidr).min(1).max(mostRanges), judgeTogether).describe(
    "Ranges that may open it, inside those of `applicationAccess`. All applications of one organization and scheme have the same ranges.",
  ),
  scheme: z
    .enum(schemes)
    .describe(
      "`internet-facing`: for public ranges. `internal`: for private ranges, to which your own routes must lead.",
    ),
});

/** Access to a container application, whose image may need more time to drain. */
export const containerAccessSchema = accessSchema.extend({
  drainSeconds: z
    .int()
    .min(1)
    .max(30)
    .optional()
    .describe(
      "How long a terminating pod waits before it receives SIGTERM, in seconds, while the load balancer stops sending requests to it; the image needs `sleep`. Default: none, so that a request may fail in a rollout.",
    ),
});
