import { z } from "zod";
import { RefusedError } from "./errors";

/**
 * What Terraform sends when an organization is made or changed (`aws_lambda_invocation` with
 * `lifecycle_scope = "CREATE_ONLY"`). Everything here ends in Terraform's state: names and ARNs only.
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
});

/** What Terraform sends throughout an organization's life (`lifecycle_scope = "CRUD"`, which adds `tf`): its end counts. */
const removalEventSchema = z.strictObject({
  removal: z.strictObject({
    organization: z.string(),
    /** The organization's `...-database-credentials`: whoever cannot name it cannot remove the organization. */
    secretArn: z.string().startsWith("arn:"),
  }),
  tf: z.object({ action: z.enum(["create", "update", "delete"]) }),
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
export type Removal = z.output<typeof removalEventSchema>["removal"];
export type RotationEvent = z.output<typeof rotationEventSchema>;
export type Request =
  | { readonly kind: "provision"; readonly event: OrganizationEvent }
  /** `stand-by`: the organization is there, and will be removed one day. */
  | { readonly kind: "remove" | "stand-by"; readonly event: Removal }
  | { readonly kind: "rotate"; readonly event: RotationEvent }
  | { readonly kind: "check" };

/** Tells the events apart and checks them. */
export function parseEvent(event: unknown): Request {
  if (isRecord(event) && "Step" in event) return { kind: "rotate", event: check(rotationEventSchema, event) };
  if (isRecord(event) && "check" in event) {
    check(checkEventSchema, event);
    return { kind: "check" };
  }
  if (isRecord(event) && "removal" in event) {
    const { removal, tf } = check(removalEventSchema, event);
    return { kind: tf.action === "delete" ? "remove" : "stand-by", event: removal };
  }
  return { kind: "provision", event: check(organizationEventSchema, event) };
}

const isRecord = (event: unknown): event is object => typeof event === "object" && event !== null;

function check<T>(schema: z.ZodType<T>, event: unknown): T {
  const parsed = schema.safeParse(event);
  if (!parsed.success) throw new RefusedError(`Not a valid event: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
