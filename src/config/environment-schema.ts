import { z } from "zod";
import { clusterSchema } from "./cluster-schema";
import { databaseSchema } from "./database-schema";
import { externalAccessSchema } from "./external-access-schema";
import { region } from "./fields";
import { networkSchema } from "./network-schema";
import { stateSchema } from "./state-schema";
import { tagsSchema } from "./tags-schema";

const charts = z.strictObject({
  repository: z
    .string()
    .regex(
      /^(oci|https):\/\/[a-z0-9.-]+(:\d+)?(\/[\w.-]+)*$/,
      "an oci:// or https:// address without user name, password or final slash",
    )
    .optional()
    .describe(
      "Mirror that holds both charts, such as oci://111122223333.dkr.ecr.eu-west-1.amazonaws.com/charts. Default: their public repositories.",
    ),
});

export const environmentSchema = z
  .strictObject({
    account: z
      .string()
      .regex(/^\d{12}$/, 'twelve digits in quotes, such as "111122223333"')
      .describe("AWS account id, in quotes."),
    region: region.describe("AWS region, such as eu-west-1."),
    zones: z
      .array(z.string())
      .length(2)
      .optional()
      .describe("The two availability zones. Default: a and b of the region."),
    topology: z
      .enum(["same-vpc", "peering", "private-link", "resource-endpoint"])
      .default("same-vpc")
      .describe("How the cluster reaches the database."),
    state: stateSchema,
    network: networkSchema.prefault({}).describe("Addresses, gateways and endpoints."),
    cluster: clusterSchema.describe("The EKS cluster and its nodes."),
    database: databaseSchema.prefault({}).describe("The RDS instance that organizations share."),
    externalAccess: externalAccessSchema.optional(),
    charts: charts.prefault({}).describe("Where the Helm charts of the platform come from."),
    tags: tagsSchema.default({}).describe("Tags for everything that can carry them."),
  })
  .meta({ title: "Environment", description: "One environment: config/<environment>/environment.yaml." });

export type EnvironmentFile = z.output<typeof environmentSchema>;
