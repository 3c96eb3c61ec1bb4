import { z } from "zod";
import { applicationsSchema } from "./application";
import { dedicatedInstanceSchema } from "./database";
import { roleArn } from "./fields";
import { cpu, memory } from "./quantities";
import { rule, unique } from "./rule";
import { secretWritersSchema } from "./secrets";

/** In seconds. PostgreSQL stores the timeout in milliseconds as a signed 32-bit integer. */
const statementTimeout = z.int().min(0).max(2_147_483);

export const organizationSchema = z
  .strictObject({
    isolation: z
      .enum(["schema", "database", "instance"])
      .describe("Own schema in the shared database, own database on the shared instance, or own instance."),
    authentication: z
      .enum(["password", "iam"])
      .default("password")
      .describe("How its applications log in to PostgreSQL."),
    connectionLimit: z
      .int()
      .min(1)
      .default(20)
      .describe("Maximum number of connections of one database login of the organization."),
    statementTimeoutSeconds: statementTimeout
      .optional()
      .describe(
        "After how many seconds PostgreSQL cancels a statement of its applications, unless their session sets another limit; 0 means never. Default: 300, and 0 with Metabase, whose migrations may take hours.",
      ),
    readOnlyLogin: z
      .strictObject({
        connectionLimit: z.int().min(1).default(3).describe("Maximum number of its connections."),
        statementTimeoutSeconds: statementTimeout
          .default(60)
          .describe("After how many seconds PostgreSQL cancels one of its statements; 0 means never."),
      })
      .optional()
      .describe(
        "A login <organization>__ro for people, which may read its data and change nothing, with IAM tokens; docs/operations.md describes its use. Not with pooling `rds-proxy`. Absent: there is none.",
      ),
    instance: dedicatedInstanceSchema
      .optional()
      .describe("Only with isolation `instance`: settings that differ from the environment's `database`."),
    applications: applicationsSchema.describe("Its applications, one deployment each."),
    members: rule(z.array(roleArn), (roles) => unique("role", roles))
      .default([])
      .describe(
        "IAM roles of its members. In its namespace they may read pods, logs and events, and forward ports of pods by `kubectl port-forward`. None: only administrators may.",
      ),
    secretWriters: secretWritersSchema
      .default([])
      .describe(
        "IAM roles of this account that may write values into the secrets of its applications. They cannot read them.",
      ),
    quota: z
      .strictObject({
        cpu: cpu.default("8").describe("CPU that all its pods may request."),
        memory: memory.default("16Gi").describe("Memory that all its pods may request."),
        ephemeralStorage: memory
          .default("20Gi")
          .describe("Disk space of nodes that all its pods may request: temporary files and logs."),
        pods: z.int().min(1).default(20).describe("Maximum number of pods."),
      })
      .prefault({})
      .describe("Limits of its namespace."),
    credentialRotationDays: z
      .int()
      .min(1)
      .max(365)
      .default(30)
      .describe(
        "How often its database password changes, in days, rounded down to a calendar interval: 30 means monthly, 90 quarterly.",
      ),
    deletionProtection: z
      .boolean()
      .optional()
      .describe(
        "Refuse every plan that would destroy its stack; `false`, applied before its removal, releases only this organization. Default: `database.deletionProtection` of the environment.",
      ),
    dropDataOnRemoval: z
      .boolean()
      .default(false)
      .describe(
        "Drop its database or schema when its stack is destroyed. Apply it before; without it the data stays.",
      ),
  })
  .meta({
    title: "Organization",
    description: "One organization of an environment: config/<environment>/organizations/<name>.yaml.",
  });

export type OrganizationFile = z.output<typeof organizationSchema>;

/** The file as written, without defaults. */
export type DeclaredOrganization = z.input<typeof organizationSchema>;
