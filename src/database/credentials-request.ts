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
 * What the credentials function can be asked for, as lambda-src/database-credentials/requests.ts reads it. That folder is
 * deployed by itself and shares no code with this one; a test holds both to the same schema.
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

/** What it answers to a repair: a sentence for each fault that it found. */
export const repairedSchema = z.object({ organization: z.string(), repaired: z.array(z.string()) });

/** What it answers to a removal. */
export const removedSchema = z.object({
  organization: z.string(),
  dataDropped: z.boolean(),
  /** Roles, locked, that objects of others still name. */
  rolesLeft: z.array(z.string()).optional(),
});

/** What it answers when it has locked out a removed organization. */
export const lockedOutSchema = z.object({
  organization: z.string(),
  /** Logins that are there, and cannot log in. */
  locked: z.array(z.string()),
  ended: z.number(),
});

export const endedSchema = z.object({ organization: z.string(), ended: z.number() });

/** What it answers about who holds what of the instance. */
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
  /** Of the secrets that get a random text once. */
  readonly generated: string[];
}

/** Asks for an organization as config has it. */
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

/** A transaction that idles longer is ended. */
const idleInTransactionTimeoutSeconds = 60;

/** What config says of an organization's logins. */
export interface ConfiguredLogins {
  readonly connectionLimit: number;
  readonly statementTimeoutSeconds: number;
  readonly readOnlyLogin?: { readonly connectionLimit: number; readonly statementTimeoutSeconds: number };
}

/** The logins of a request. */
export const requestedLogins = ({
  connectionLimit,
  statementTimeoutSeconds,
  readOnlyLogin,
}: ConfiguredLogins) => ({
  application: { connectionLimit, statementTimeoutSeconds, idleInTransactionTimeoutSeconds },
  ...(readOnlyLogin && { readOnly: { ...readOnlyLogin, idleInTransactionTimeoutSeconds } }),
});
