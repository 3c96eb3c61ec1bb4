import { z } from "zod";
import { topologyNames } from "../facts/topologies";
import { regionsWithoutDefaultZones } from "../facts/zones";
import { applicationAccessSchema } from "./application-access";
import { clusterSchema } from "./cluster";
import { databaseSchema } from "./database";
import { exceptionsSchema } from "./exceptions";
import { externalAccessSchema } from "./external-access";
import { databaseRegion } from "./fields";
import { imagesSchema } from "./images";
import { networkSchema } from "./network";
import { notificationsSchema } from "./notifications";
import { plannerSchema } from "./planner";
import { quotasSchema } from "./quotas";
import { type PartialComplaint, rule } from "./rule";
import { stateSchema } from "./state";
import { tagsSchema } from "./tags";

const charts = z.strictObject({
  repository: z
    .string()
    .regex(
      /^(oci|https):\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[\w.-]+)*$/,
      "an oci:// or https:// address without user name, password or final slash",
    )
    .optional()
    .describe(
      "Mirror that holds the charts, such as oci://111122223333.dkr.ecr.eu-west-1.amazonaws.com/charts. Default: their public repositories.",
    ),
});

const functions = z.strictObject({
  reserveConcurrency: z
    .boolean()
    .default(false)
    .describe(
      "Reserve concurrency of the account for each function, so that other functions cannot throttle it: 5 for the environment's credentials function, 1 for each other function. AWS refuses this if fewer than 100 would stay unreserved, as in accounts with the initial quota of 10.",
    ),
});

const credentials = z.strictObject({
  delivery: z
    .enum(["environment", "files"])
    .default("environment")
    .describe(
      "`environment`: as variables, through Kubernetes secrets, which the CSI driver's service account on every node can read. `files`: only as files mounted into pods; docs/applications.md says what an image must do.",
    ),
});

/** Explicit zones are those of the account; default zones must exist in every account. */
function judgeMissingZones(file: { region: string; zones?: string[] | undefined }): PartialComplaint[] {
  if (file.zones || !regionsWithoutDefaultZones.includes(file.region)) return [];
  return [
    {
      path: ["zones"],
      found: `nothing, in ${file.region}`,
      allowed: `two zones of your account: not every account has ${file.region}a and ${file.region}b`,
      fix: `Add two that \`aws ec2 describe-availability-zones --region ${file.region}\` lists, such as \`zones: [${file.region}a, ${file.region}c]\`.`,
    },
  ];
}

export const environmentSchema = rule(
  z.strictObject({
    account: z
      .string()
      .regex(/^\d{12}$/, 'twelve digits in quotes, such as "111122223333"')
      .describe("AWS account id, in quotes."),
    region: databaseRegion.describe("AWS region, such as eu-west-1."),
    zones: z
      .array(z.string())
      .length(2)
      .optional()
      .describe("The two availability zones. Default: a and b of the region, where every account has these."),
    topology: z.enum(topologyNames).default("same-vpc").describe("How the cluster reaches the database."),
    state: stateSchema,
    network: networkSchema.prefault({}).describe("Addresses, gateways and endpoints."),
    cluster: clusterSchema.describe("The EKS cluster and its nodes."),
    database: databaseSchema
      .prefault({})
      .describe("The shared RDS instance, and defaults for those of organizations."),
    externalAccess: externalAccessSchema.optional(),
    applicationAccess: applicationAccessSchema.optional(),
    credentials: credentials.prefault({}).describe("How pods receive credentials."),
    exceptions: exceptionsSchema
      .default([])
      .describe("Findings of the proof that are accepted, each with its reason."),
    notifications: notificationsSchema.prefault({}),
    planner: plannerSchema.optional(),
    functions: functions.prefault({}).describe("The Lambda functions."),
    charts: charts.prefault({}).describe("Where the Helm charts of the platform come from."),
    quotas: quotasSchema,
    images: imagesSchema.prefault({}).describe("Where images come from, except those of organizations."),
    tags: tagsSchema.default({}).describe("Tags for every resource that supports them."),
  }),
  judgeMissingZones,
).meta({ title: "Environment", description: "One environment: config/<environment>/environment.yaml." });

export type EnvironmentFile = z.output<typeof environmentSchema>;

/** The file as written, without defaults. */
export type DeclaredEnvironment = z.input<typeof environmentSchema>;
