import { z } from "zod";
import { RefusedError } from "./errors";

/**
 * What Terraform sends (`aws_lambda_invocation` with `lifecycle_scope = "CRUD"`, which adds `tf`) when an
 * organization is applied or destroyed. Everything here ends in Terraform's state: names and ARNs only.
 */
const organizationEventSchema = z.strictObject({
  organization: z.string(),
  isolation: z.enum(["schema", "database", "instance"]),
  authentication: z.enum(["password", "iam"]),
  /** Most connections one login may hold. */
  connectionLimit: z.int().min(1),
  /** The organization's `...-database-credentials`. */
  secretArn: z.string().startsWith("arn:"),
  /** Secrets that get a random text once, such as an application's encryption key. */
  generatedSecretArns: z.array(z.string().startsWith("arn:")).default([]),
  /** A statement that runs longer is cancelled, so that it cannot hold the instance for ever. */
  statementTimeoutSeconds: z.int().min(1).default(300),
  /** A transaction that idles longer is ended: it would keep its locks and stop vacuum. */
  idleInTransactionTimeoutSeconds: z.int().min(1).default(60),
  /** Removal also drops the organization's data. It must have been applied before the removal. */
  dropDataOnRemoval: z.boolean().default(false),
  /** What Terraform does with the organization. Without it: provision. */
  tf: z.object({ action: z.enum(["create", "update", "delete"]) }).optional(),
});

/** What EventBridge sends on a schedule. */
const checkEventSchema = z.strictObject({ check: z.literal("credential-age") });

/** What Secrets Manager sends, once for each step of a rotation. */
const rotationEventSchema = z.object({
  SecretId: z.string(),
  ClientRequestToken: z.string(),
  Step: z.enum(["createSecret", "setSecret", "testSecret", "finishSecret"]),
});

export type OrganizationEvent = z.output<typeof organizationEventSchema>;
export type RotationEvent = z.output<typeof rotationEventSchema>;
export type Request =
  | { readonly kind: "provision" | "remove"; readonly event: OrganizationEvent }
  | { readonly kind: "rotate"; readonly event: RotationEvent }
  | { readonly kind: "check" };

/** Tells the events apart and checks them. */
export function parseEvent(event: unknown): Request {
  if (isRecord(event) && "Step" in event) return { kind: "rotate", event: check(rotationEventSchema, event) };
  if (isRecord(event) && "check" in event) {
    check(checkEventSchema, event);
    return { kind: "check" };
  }
  const organization = check(organizationEventSchema, event);
  return { kind: organization.tf?.action === "delete" ? "remove" : "provision", event: organization };
}

const isRecord = (event: unknown): event is object => typeof event === "object" && event !== null;

function check<T>(schema: z.ZodType<T>, event: unknown): T {
  const parsed = schema.safeParse(event);
  if (!parsed.success) throw new RefusedError(`Not a valid event: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
