import { z } from "zod";

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
  z.strictObject({ version: z.literal(2), task: z.literal("removeLeftovers"), organization: z.string() }),
]);

export type CredentialsRequest = z.output<typeof credentialsRequestSchema>;

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
