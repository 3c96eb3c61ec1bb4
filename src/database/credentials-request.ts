import { z } from "zod";
import { statementTimeoutOf } from "../config/application-kinds";
import type { Organization } from "../config/model";

const arn = z.string().startsWith("arn:");

const loginSchema = z.strictObject({
  connectionLimit: z.int().min(1),
  statementTimeoutSeconds: z.int().min(0),
  idleInTransactionTimeoutSeconds: z.int().min(1),
});

const organizationFields = {
  organization: z.string(),
  isolation: z.enum(["schema", "database", "instance"]),
  authentication: z.enum(["password", "iam"]),
  secretArn: arn,
  generatedSecretArns: z.array(arn),
  logins: z.strictObject({ application: loginSchema, readOnly: loginSchema.optional() }),
};

/**
 * Requests that the credentials function accepts: lambda-src/database-credentials/requests.ts parses them. That folder
 * is bundled separately and shares no code with this one; a test compares both schemas.
 */
export const credentialsRequestSchema = z.discriminatedUnion("task", [
  z.strictObject({ version: z.literal(2), task: z.literal("provision"), ...organizationFields }),
  z.strictObject({ version: z.literal(2), task: z.literal("repair"), ...organizationFields }),
  z.strictObject({
    version: z.literal(2),
    task: z.enum(["removeLeftovers", "lockOut", "endSessions"]),
    organization: z.string(),
  }),
  z.strictObject({ version: z.literal(2), task: z.literal("sessions") }),
]);

/** Response to a repair, with one sentence per repaired fault. */
export const repairedSchema = z.object({ organization: z.string(), repaired: z.array(z.string()) });

/** Response to a removal. */
export const removedSchema = z.object({
  organization: z.string(),
  dataDropped: z.boolean(),
  /** Locked roles that remain because objects of other roles refer to them. */
  rolesLeft: z.array(z.string()).optional(),
});

/** Response to locking out a removed organization. */
export const lockedOutSchema = z.object({
  organization: z.string(),
  /** Logins that exist and cannot log in. */
  locked: z.array(z.string()),
  ended: z.number(),
});

export const endedSchema = z.object({ organization: z.string(), ended: z.number() });

/** Response about sessions of the instance and their owners. */
export const sessionsSchema = z.object({
  sessions: z.array(
    z.object({
      login: z.string(),
      database: z.string(),
      sessions: z.number(),
      idleInTransaction: z.number(),
      transactionSeconds: z.number(),
      transactionIds: z.number(),
      locks: z.number(),
    }),
  ),
});

export type CredentialsRequest = z.output<typeof credentialsRequestSchema>;

/** ARNs of an organization's secrets. */
export interface SecretArns {
  readonly credentials: string;
  /** ARNs of secrets with a random value that is generated once. */
  readonly generated: string[];
}

/** Request for an organization, from config. */
export const organizationRequest = (
  task: "provision" | "repair",
  organization: Organization,
  { credentials, generated }: SecretArns,
): CredentialsRequest => ({
  version: 2,
  task,
  organization: organization.name,
  isolation: organization.isolation,
  authentication: organization.authentication,
  secretArn: credentials,
  generatedSecretArns: generated,
  logins: requestedLogins({ ...organization, statementTimeoutSeconds: statementTimeoutOf(organization) }),
});

/** Seconds after which PostgreSQL ends a session with an idle transaction. */
const idleInTransactionTimeoutSeconds = 60;

/** Settings of an organization's logins from config. */
export interface ConfiguredLogins {
  readonly connectionLimit: number;
  readonly statementTimeoutSeconds: number;
  readonly readOnlyLogin?: { readonly connectionLimit: number; readonly statementTimeoutSeconds: number };
}

/** Logins of a request. */
export const requestedLogins = ({
  connectionLimit,
  statementTimeoutSeconds,
  readOnlyLogin,
}: ConfiguredLogins) => ({
  application: { connectionLimit, statementTimeoutSeconds, idleInTransactionTimeoutSeconds },
  ...(readOnlyLogin && { readOnly: { ...readOnlyLogin, idleInTransactionTimeoutSeconds } }),
});
