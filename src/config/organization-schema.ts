import { z } from "zod";
import { dedicatedInstanceSchema } from "./environment-schema";

const quantity = z.string().regex(/^\d+(\.\d+)?(m|Ki|Mi|Gi)?$/, "a Kubernetes quantity such as 500m or 1Gi");
const resources = z.strictObject({
  cpu: quantity.describe("CPU request."),
  memory: quantity.describe("Memory request and limit."),
});

const applicationName = z.string();

const plain = z.strictObject({
  kind: z.literal("container"),
  name: applicationName,
  image: z.string().describe("Image with a tag or, better, a digest."),
  port: z
    .int()
    .min(1024)
    .max(65535)
    .default(8080)
    .describe("Port the container listens on; it runs unprivileged, so 1024 or above."),
  healthPath: z.string().startsWith("/").default("/healthz"),
  replicas: z.int().min(1).default(2),
  resources: resources.default({ cpu: "250m", memory: "256Mi" }),
  poolSize: z.int().min(1).default(5).describe("Most database connections one replica opens."),
  env: z
    .record(z.string(), z.string())
    .default({})
    .describe("Plain settings. Never a secret: they end in Terraform state."),
});

const metabase = z.strictObject({
  kind: z.literal("metabase"),
  name: applicationName.default("metabase"),
  replicas: z.int().min(1).default(1),
  resources: resources.default({ cpu: "500m", memory: "2Gi" }),
  poolSize: z.int().min(1).default(15).describe("Most connections one replica opens to its own database."),
});

export const organizationSchema = z.strictObject({
  isolation: z
    .enum(["schema", "database", "instance"])
    .describe(
      "Own schema in the shared database, own database on the shared instance, or an instance of its own.",
    ),
  authentication: z
    .enum(["password", "iam"])
    .default("password")
    .describe("How its applications log in to PostgreSQL."),
  connectionLimit: z
    .int()
    .min(1)
    .default(20)
    .describe("Most connections one database login of the organization may hold."),
  instance: dedicatedInstanceSchema
    .optional()
    .describe("Only with isolation `instance`: what differs from the environment's `database`."),
  applications: z.array(z.discriminatedUnion("kind", [plain, metabase])).min(1),
  quota: z
    .strictObject({
      cpu: quantity.default("8"),
      memory: quantity.default("16Gi"),
      pods: z.int().min(1).default(20),
    })
    .prefault({}),
  credentialRotationDays: z.int().min(1).max(365).default(30),
});

export type OrganizationFile = z.output<typeof organizationSchema>;
