import { z } from "zod";
import { isPrivateNetwork } from "../facts/networks";
import { bucketName } from "./fields";
import { clientRange, judgeTogether } from "./ranges";
import { rule, unique } from "./rule";

/** Bounds for each list; a check counts the entries of the network ACL for both lists together. */
const mostRanges = 8;
const mostPorts = 5;

const range = clientRange(
  {
    tooWide: "List the ranges of your offices, VPN gateways or partners.",
    reserved: {
      found: "never the source of a packet",
      allowed: "public ranges, or private ones that routes lead to",
      fix: "List the addresses that the load balancer sees.",
    },
  },
  isPrivateNetwork,
);

const allowedCidrs = rule(z.array(range).min(1).max(mostRanges), judgeTogether);

const accessLogs = z.strictObject({
  bucket: bucketName("Name a bucket of yours.").describe(
    "Bucket in the same region, encrypted with S3 managed keys, whose policy lets load balancers write.",
  ),
  // ELB appends AWSLogs to the prefix, and refuses a prefix that contains it:
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
  prefix: z
    .string()
    .regex(
      /^(?!.*(AWSLogs|awslogs))[\w.-]+(\/[\w.-]+)*$/,
      "a path such as applications/dev, without slashes at its ends and without AWSLogs",
    )
    .optional()
    .describe("Prefix of the objects' names. Default: none."),
});

export const applicationAccessSchema = z
  .strictObject({
    allowedCidrs: allowedCidrs.describe(
      "Ranges that organizations may open applications to: public ones of /16 or smaller, and private ones.",
    ),
    ports: rule(z.array(z.int().min(1024).max(65535)).min(1).max(mostPorts), (ports) =>
      unique("port", ports.map(String)),
    )
      .default([3000, 8080])
      .describe("Ports on which opened applications may listen; Metabase listens on 3000."),
    idleTimeoutSeconds: z
      .int()
      .min(1)
      .max(4000)
      .default(60)
      .describe(
        "After how many seconds without data a load balancer closes a connection. Applications must keep idle connections open for longer.",
      ),
    accessLogs: accessLogs
      .optional()
      .describe("Where load balancers write access logs, which include query strings. Absent: nowhere."),
    webAclArn: z
      .string()
      .regex(
        /^arn:aws:wafv2:[a-z0-9-]+:\d{12}:regional\/webacl\/[\w-]+\/[\w-]+$/,
        "the ARN of a regional web ACL of AWS WAF",
      )
      .optional()
      .describe("Web ACL of AWS WAF in front of each load balancer. Absent: none."),
    deletionProtection: z
      .boolean()
      .default(true)
      .describe("Refuse to delete load balancers of applications, because their DNS names would be lost."),
  })
  .describe(
    "Limits for load balancers of applications: organizations open applications within them. Absent: no application can be opened.",
  );
