import { z } from "zod";

const cidr = z.cidrv4({ error: "an IPv4 network such as 10.0.0.0/16" });
const couple = z
  .array(cidr)
  .length(2)
  .describe("One network for each of the two zones, in the order of `zones`.");
const roleArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
    "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/platform",
  );

/** Where Terraform keeps its state. There is no default: losing state by accident must not be possible. */
const state = z.discriminatedUnion("backend", [
  z.strictObject({
    backend: z
      .literal("local")
      .describe("Files under state/ in this project: for a first try by one person."),
  }),
  z.strictObject({
    backend: z.literal("s3").describe("One encrypted object a stack, locked by S3 itself."),
    bucket: z.string().min(3).max(63),
    region: z.string().optional().describe("Region of the bucket. Default: the region of the environment."),
    kmsKeyArn: z
      .string()
      .optional()
      .describe("Key for the state objects. Default: the bucket's own encryption."),
  }),
]);

const network = z.strictObject({
  cidr: cidr.default("10.0.0.0/16").describe("Address range of the VPC."),
  subnets: z
    .strictObject({
      clusterPrivate: couple
        .default(["10.0.0.0/23", "10.0.2.0/23"])
        .describe("Nodes, pods, interface endpoints."),
      databasePrivate: couple
        .default(["10.0.4.0/24", "10.0.5.0/24"])
        .describe("Database instances and what sits beside them."),
      clusterPublic: couple
        .default(["10.0.6.0/23", "10.0.8.0/23"])
        .describe("NAT gateways and public load balancers."),
      databasePublic: couple
        .default(["10.0.10.0/24", "10.0.11.0/24"])
        .describe("The external load balancer, where there is one."),
    })
    .prefault({}),
  natGateways: z
    .enum(["one-per-zone", "single"])
    .default("one-per-zone")
    .describe("`single` is cheaper and fails with its zone."),
  interfaceEndpoints: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9.-]*$/))
    .default(["ec2", "ecr.api", "ecr.dkr", "eks", "logs", "secretsmanager", "sts"])
    .describe("AWS services that the cluster reaches inside the VPC."),
  flowLogRetentionDays: z.int().default(90).describe("How long flow logs are kept, in days."),
});

const nodeGroup = z.strictObject({
  name: z.string(),
  instanceTypes: z.array(z.string()).min(1).default(["m7g.large"]),
  minSize: z.int().min(0).default(2),
  maxSize: z.int().min(1).default(4),
  diskGiB: z.int().min(20).default(50),
  capacity: z.enum(["on-demand", "spot"]).default("on-demand"),
});

const cluster = z.strictObject({
  version: z
    .enum(["1.34", "1.35"])
    .default("1.35")
    .describe("Kubernetes minor version of control plane and nodes."),
  admins: z
    .array(roleArn)
    .min(1)
    .describe("IAM roles that administer the cluster; whoever applies the platform stack holds one of them."),
  publicAccessCidrs: z
    .array(cidr)
    .default([])
    .describe("Ranges that may reach the public API endpoint. None: the endpoint is private only."),
  nodeGroups: z
    .array(nodeGroup)
    .min(1)
    .prefault([{ name: "general" }]),
  logRetentionDays: z.int().default(90),
  deletionProtection: z.boolean().default(true),
});

const database = z.strictObject({
  version: z.enum(["16", "17"]).default("17").describe("PostgreSQL major version; AWS chooses the minor."),
  instanceClass: z.string().default("db.m7g.large"),
  multiAz: z.boolean().default(true),
  storageGiB: z.int().min(20).default(50),
  maxStorageGiB: z.int().default(200).describe("Storage autoscaling stops here."),
  backupRetentionDays: z.int().min(1).max(35).default(14),
  logRetentionDays: z.int().default(90),
  deletionProtection: z.boolean().default(true),
});

/** Overrides of `database` that an organization with a dedicated instance may give. */
export const dedicatedInstanceSchema = database.partial();

const charts = z.strictObject({
  repository: z
    .string()
    .optional()
    .describe(
      "Mirror that holds both charts, such as oci://111122223333.dkr.ecr.eu-west-1.amazonaws.com/charts. Default: their public repositories.",
    ),
});

export const environmentSchema = z.strictObject({
  account: z
    .string()
    .regex(/^\d{12}$/, 'twelve digits in quotes, such as "111122223333"')
    .describe("AWS account id, in quotes."),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region such as eu-west-1"),
  zones: z
    .array(z.string())
    .length(2)
    .optional()
    .describe("The two availability zones. Default: a and b of the region."),
  topology: z.enum(["same-vpc"]).default("same-vpc").describe("How the cluster reaches the database."),
  state,
  network: network.prefault({}),
  cluster,
  database: database.prefault({}),
  charts: charts.prefault({}),
  tags: z.record(z.string(), z.string()).default({}).describe("Tags for everything that can carry them."),
});

export type EnvironmentFile = z.output<typeof environmentSchema>;
