import { z } from "zod";
import { cidr, instanceType, retention, roleArn } from "./fields";
import { kubernetesVersion } from "./kubernetes-version";
import { clientRange } from "./ranges";
import { rule, unique } from "./rule";

const instanceTypes = rule(z.array(instanceType).min(1).max(20), (types) => unique("type", types));

const nodeGroup = rule(
  z.strictObject({
    name: z
      .string()
      .regex(
        /^[a-z]([a-z0-9]|-(?=[a-z0-9])){0,31}$/,
        "1 to 32 lower-case letters, digits and single hyphens, a letter first",
      )
      .describe("Name of the group, unique in its cluster."),
    instanceTypes: instanceTypes
      .default(["m7g.large"])
      .describe("EC2 instance types of one architecture, the preferred one first."),
    minSize: z
      .int()
      .min(0)
      .max(450)
      .default(2)
      .describe("Minimum number of nodes, and the number at creation; at least one over all groups."),
    maxSize: z.int().min(1).max(450).default(4).describe("Maximum number of nodes."),
    diskGiB: z.int().min(20).max(16384).default(50).describe("Encrypted root volume of a node, in GiB."),
    capacity: z
      .enum(["on-demand", "spot"])
      .default("on-demand")
      .describe(
        "`spot` is cheaper, and AWS may reclaim a node with two minutes' notice. List several types, because AWS may have no capacity of one.",
      ),
  }),
  ({ minSize, maxSize }) =>
    minSize <= maxSize
      ? undefined
      : {
          path: ["minSize"],
          found: `${minSize}, more than maxSize (${maxSize})`,
          allowed: `0 to ${maxSize}`,
          fix: "Lower minSize or raise maxSize.",
        },
);

/** Source: https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const mostNodeGroups = 30;

/**
 * Limited by the policies of the cluster's key and of the state bucket's key, which name each administrator: KMS
 * accepts 32 kB.
 */
const mostAdmins = 100;

/**
 * Together, so many ranges never cover a large part of the Internet.
 * https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
 */
const mostPublicRanges = 40;

const publicRange = clientRange({
  tooWide: "List the addresses of your offices, VPN and runners; an empty list keeps the endpoint private.",
  reserved: {
    found: "not an address on the Internet",
    allowed: "public addresses; EKS refuses others",
    fix: "Delete it: inside the VPC the private endpoint is always there. For a VPN, list the address it has outside.",
  },
});

const publicAccessCidrs = rule(z.array(publicRange).max(mostPublicRanges), (ranges) =>
  unique("range", ranges),
);

export const clusterSchema = z.strictObject({
  version: kubernetesVersion
    .default("1.35")
    .describe("Kubernetes minor version of control plane and nodes, in quotes."),
  admins: rule(z.array(roleArn).min(1).max(mostAdmins), (roles) => unique("role", roles)).describe(
    "IAM roles that administer the cluster; stacks are applied with one of them.",
  ),
  publicAccessCidrs: publicAccessCidrs
    .default([])
    .describe("Ranges that may reach the public API endpoint. None: the endpoint is private only."),
  serviceCidr: cidr
    .optional()
    .describe(
      "Range of the addresses that Kubernetes assigns to services, inside the cluster only. Default: 172.20.0.0/16, or 10.100.0.0/16 if a VPC uses that range.",
    ),
  nodeGroups: rule(z.array(nodeGroup).min(1).max(mostNodeGroups), (groups) =>
    unique(
      "name",
      groups.map(({ name }) => name),
      "name",
    ),
  )
    .prefault([{ name: "general" }])
    .describe("Managed node groups, all in the private subnets."),
  logRetentionDays: retention.default(90).describe("How long logs of the control plane are kept, in days."),
  deletionProtection: z
    .boolean()
    .default(true)
    .describe(
      "Refuse to delete the cluster, and refuse every plan that would destroy its stack, the platform's or the network's.",
    ),
});
