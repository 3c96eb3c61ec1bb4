import { z } from "zod";
import { databaseClass, retention } from "./fields";
import { postgresqlVersion } from "./postgresql-version";
import { proxyFields, proxySchema } from "./proxy";

/**
 * Maximum size of a gp3 volume in GiB.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage
 */
export const largestVolume = 65536;

const gibibytes = z.int().min(20).max(largestVolume);

/** Identifier of a snapshot (`rds:...` for automated ones) or its ARN. */
const snapshot = z
  .string()
  .max(255)
  .regex(
    /^(arn:aws:rds:[a-z0-9-]+:\d{12}:snapshot:)?(rds:)?[a-zA-Z](-?[a-zA-Z0-9])*$/,
    "the name or the ARN of a DB snapshot, such as prod-shared-before-upgrade",
  );

/** Settings of an instance, without defaults. */
const fields = {
  version: postgresqlVersion.describe(
    'PostgreSQL version, in quotes. With a major version ("17"), AWS chooses the minor version and keeps it current; a minor version ("17.9") is fixed, for the day of a major upgrade.',
  ),
  extendedSupport: z
    .boolean()
    .describe(
      "Stay on a version after its standard support has ended, at a price per vCPU-hour. If false, AWS upgrades the instance then.",
    ),
  instanceClass: databaseClass.describe("RDS instance class, such as db.m7g.large."),
  instanceMemoryGiB: z
    .number()
    .min(1)
    .max(4096)
    .describe("Memory of a class that is not in this project's table, in GiB; only for such a class."),
  multiAz: z.boolean().describe("A standby in the other zone takes over when the first fails."),
  storageGiB: gibibytes.describe("Initial storage, in GiB."),
  maxStorageGiB: gibibytes.describe(
    "Maximum of storage autoscaling, in GiB; at least 10 % above storageGiB.",
  ),
  backupRetentionDays: z.int().min(1).max(35).describe("How long automated backups are kept, in days."),
  logRetentionDays: retention.describe("How long PostgreSQL's logs are kept, in days."),
  deletionProtection: z
    .boolean()
    .describe("Refuse to delete the instance, and refuse every plan that would destroy its stack."),
  applyImmediately: z
    .boolean()
    .describe(
      "Make changes that restart the instance during the apply, not in the next maintenance window (Sunday 03:30 to 04:30 UTC).",
    ),
  restoreFrom: snapshot.describe(
    "Snapshot from which the instance is created, with the snapshot's storage. It has an effect only when the instance is created; later it may stay or be removed.",
  ),
  pooling: z
    .enum(["none", "rds-proxy"])
    .describe(
      "Connection pooling in front of the instance: none, or RDS Proxy, which accepts only logins by IAM.",
    ),
};

export const databaseSchema = z.strictObject({
  shared: z
    .boolean()
    .default(true)
    .describe(
      "Whether there is a shared instance. With false, each organization has its own, with the other settings here as defaults.",
    ),
  version: fields.version.default("17"),
  extendedSupport: fields.extendedSupport.default(false),
  instanceClass: fields.instanceClass.default("db.m7g.large"),
  instanceMemoryGiB: fields.instanceMemoryGiB.optional(),
  multiAz: fields.multiAz.default(true),
  storageGiB: fields.storageGiB.default(50),
  maxStorageGiB: fields.maxStorageGiB.default(200),
  backupRetentionDays: fields.backupRetentionDays.default(14),
  logRetentionDays: fields.logRetentionDays.default(90),
  deletionProtection: z
    .boolean()
    .default(true)
    .describe(
      "Refuse to delete the instance, and refuse every plan that would destroy its stack, the network's, or that of an organization that does not set its own `deletionProtection`.",
    ),
  applyImmediately: fields.applyImmediately.default(false),
  restoreFrom: fields.restoreFrom.optional(),
  pooling: fields.pooling.default("none"),
  proxy: proxySchema,
});

/** Overrides of a dedicated instance. No defaults: other settings are inherited from the environment. */
export const dedicatedInstanceSchema = z
  .strictObject({ ...fields, proxy: proxyFields.partial().describe("Settings of its RDS Proxy.") })
  .partial();
