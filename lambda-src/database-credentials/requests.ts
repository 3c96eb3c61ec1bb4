import * as z from "zod/mini";
import { check } from "./check";
import { RefusedError } from "./errors";

const arn = z.string().check(z.startsWith("arn:"));
const isolation = z.enum(["schema", "database", "instance"]);
const authentication = z.enum(["password", "iam"]);

/** Limits of one kind of login. */
const loginSchema = z.strictObject({
  /** Maximum of connections per login. */
  connectionLimit: z.int().check(z.minimum(1)),
  /** Seconds after which a statement is cancelled, so that it cannot hold resources for ever. 0 means never. */
  statementTimeoutSeconds: z.int().check(z.minimum(0)),
  /** Seconds after which an idle transaction is ended, since it holds locks and stops vacuum. */
  idleInTransactionTimeoutSeconds: z.int().check(z.minimum(1)),
});

/** Configuration of an organization. Terraform stores it in its state: names and ARNs only. */
const organizationFields = {
  organization: z.string(),
  isolation,
  authentication,
  /** ARN of the organization's secret `...-database-credentials`. */
  secretArn: arn,
  /** ARNs of secrets whose random value is generated once, such as an application's encryption key. */
  generatedSecretArns: z.array(arn),
  logins: z.strictObject({
    /** Logins of applications: two alternating ones, or one with IAM authentication. */
    application: loginSchema,
    /** Login with read-only access and IAM authentication. @default - none */
    readOnly: z.optional(loginSchema),
  }),
};

/**
 * Requests to the function. `version` selects the schema: an older function refuses an event for a newer one instead of
 * misreading it.
 */
export const requestSchema = z.discriminatedUnion("task", [
  /** From Terraform, when an organization is created or changed (`lifecycle_scope = "CREATE_ONLY"`). */
  z.strictObject({ version: z.literal(2), task: z.literal("provision"), ...organizationFields }),
  /** From a command, to repair an organization. The response lists the repaired faults. */
  z.strictObject({ version: z.literal(2), task: z.literal("repair"), ...organizationFields }),
  /** From commands, about a removed organization (drop its data, lock it) or one whose sessions block others. */
  z.strictObject({
    version: z.literal(2),
    task: z.enum(["removeLeftovers", "lockOut", "endSessions"]),
    organization: z.string(),
  }),
  /** From a command that lists sessions and what they hold. */
  z.strictObject({ version: z.literal(2), task: z.literal("sessions") }),
]);

/** Event of Terraform before versions were introduced. Existing states contain it, and Terraform sends it again. */
const firstProvisionSchema = z.strictObject({
  organization: z.string(),
  isolation,
  authentication,
  connectionLimit: z.int().check(z.minimum(1)),
  secretArn: arn,
  generatedSecretArns: z._default(z.array(arn), []),
  statementTimeoutSeconds: z._default(z.int().check(z.minimum(1)), 300),
  idleInTransactionTimeoutSeconds: z._default(z.int().check(z.minimum(1)), 60),
});

/**
 * Event of Terraform during an organization's lifetime (`lifecycle_scope = "CRUD"`, which adds `tf`): only `delete` has
 * an effect.
 */
const removalSchema = z.strictObject({
  removal: z.strictObject({
    organization: z.string(),
    /**
     * ARN of the organization's secret `...-database-credentials`: a caller without it cannot remove the organization.
     */
    secretArn: arn,
  }),
  tf: z.object({ action: z.enum(["create", "update", "delete"]) }),
});

/** Event of EventBridge's schedule. */
const checkSchema = z.strictObject({ check: z.literal("credential-age") });

/** Event of Secrets Manager, one per step of a rotation. */
const rotationSchema = z.object({
  SecretId: z.string(),
  ClientRequestToken: z.string(),
  Step: z.enum(["createSecret", "setSecret", "testSecret", "finishSecret"]),
});

type Versioned = z.output<typeof requestSchema>;

export type Provision = Omit<Extract<Versioned, { task: "provision" }>, "version" | "task">;
export type Removal = z.output<typeof removalSchema>["removal"];
export type RotationStep = z.output<typeof rotationSchema>;
export type Request =
  | { readonly task: "provision" | "repair"; readonly request: Provision }
  | {
      readonly task: "removeLeftovers" | "lockOut" | "endSessions";
      readonly request: { readonly organization: string };
    }
  | { readonly task: "sessions"; readonly request?: undefined }
  /** `stand-by`: the organization exists, and is to be removed at the end of its lifetime. */
  | { readonly task: "remove" | "stand-by"; readonly request: Removal }
  | { readonly task: "rotate"; readonly request: RotationStep }
  | { readonly task: "check"; readonly request?: undefined };

/** Parses an event and selects its task. */
export function parseEvent(event: unknown): Request {
  if (has(event, "version")) return versioned(check(requestSchema, event, refusal));
  if (has(event, "Step")) return { task: "rotate", request: check(rotationSchema, event, refusal) };
  if (has(event, "check")) {
    check(checkSchema, event, refusal);
    return { task: "check" };
  }
  if (has(event, "removal")) {
    const { removal, tf } = check(removalSchema, event, refusal);
    return { task: tf.action === "delete" ? "remove" : "stand-by", request: removal };
  }
  return { task: "provision", request: translated(check(firstProvisionSchema, event, refusal)) };
}

const has = (event: unknown, key: string): boolean =>
  typeof event === "object" && event !== null && key in event;

function versioned({ version, ...event }: Versioned): Request {
  switch (event.task) {
    case "provision":
    case "repair": {
      const { task, ...request } = event;
      return { task, request };
    }
    case "sessions":
      return event;
    default:
      return { task: event.task, request: event };
  }
}

function translated(first: z.output<typeof firstProvisionSchema>): Provision {
  const { connectionLimit, statementTimeoutSeconds, idleInTransactionTimeoutSeconds, ...others } = first;
  const application = { connectionLimit, statementTimeoutSeconds, idleInTransactionTimeoutSeconds };
  return { ...others, logins: { application } };
}

const refusal = (problems: string): Error => new RefusedError(`Not a valid event: ${problems}`);
