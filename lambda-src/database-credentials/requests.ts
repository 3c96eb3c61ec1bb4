import * as z from "zod/mini";
import { check } from "./check";
import { RefusedError } from "./errors";

const arn = z.string().check(z.startsWith("arn:"));
const isolation = z.enum(["schema", "database", "instance"]);
const authentication = z.enum(["password", "iam"]);

/** What one kind of login may take of the instance. */
const loginSchema = z.strictObject({
  /** Most connections that one login may hold. */
  connectionLimit: z.int().check(z.minimum(1)),
  /** A statement that runs longer is cancelled, so that it cannot hold the instance for ever. 0: none is. */
  statementTimeoutSeconds: z.int().check(z.minimum(0)),
  /** A transaction that idles longer is ended: it would keep its locks and stop vacuum. */
  idleInTransactionTimeoutSeconds: z.int().check(z.minimum(1)),
});

/** An organization as it has to be. Everything here ends in Terraform's state: names and ARNs only. */
const organizationFields = {
  organization: z.string(),
  isolation,
  authentication,
  /** The organization's `...-database-credentials`. */
  secretArn: arn,
  /** Secrets that get a random text once, such as an application's encryption key. */
  generatedSecretArns: z.array(arn),
  logins: z.strictObject({
    /** Of applications: two that take turns, or one with tokens of IAM. */
    application: loginSchema,
    /** One that reads and changes nothing, with tokens of IAM. @default - there is none */
    readOnly: z.optional(loginSchema),
  }),
};

/**
 * What the function can be asked for. `version` tells how to read the rest: an event that was written for a later
 * function is refused by an older one, not misread.
 */
export const requestSchema = z.discriminatedUnion("task", [
  /** Terraform, when an organization is made or changed (`lifecycle_scope = "CREATE_ONLY"`). */
  z.strictObject({ version: z.literal(2), task: z.literal("provision"), ...organizationFields }),
  /** A command, when something of an organization has come undone. Answers what it has done. */
  z.strictObject({ version: z.literal(2), task: z.literal("repair"), ...organizationFields }),
  /** Commands, about an organization that was removed (drop what it left, lock it out) or whose sessions are in the way. */
  z.strictObject({
    version: z.literal(2),
    task: z.enum(["removeLeftovers", "lockOut", "endSessions"]),
    organization: z.string(),
  }),
  /** A command that asks who holds what of the instance. */
  z.strictObject({ version: z.literal(2), task: z.literal("sessions") }),
]);

/** What Terraform sent before there were versions. It stays in states, and comes from there again. */
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

/** What Terraform sends throughout an organization's life (`lifecycle_scope = "CRUD"`, which adds `tf`): its end counts. */
const removalSchema = z.strictObject({
  removal: z.strictObject({
    organization: z.string(),
    /** The organization's `...-database-credentials`: who cannot name it cannot remove the organization. */
    secretArn: arn,
  }),
  tf: z.object({ action: z.enum(["create", "update", "delete"]) }),
});

/** What EventBridge sends on a schedule. */
const checkSchema = z.strictObject({ check: z.literal("credential-age") });

/** What Secrets Manager sends, once for each step of a rotation. */
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
  /** `stand-by`: the organization is there, and will be removed one day. */
  | { readonly task: "remove" | "stand-by"; readonly request: Removal }
  | { readonly task: "rotate"; readonly request: RotationStep }
  | { readonly task: "check"; readonly request?: undefined };

/** Tells the events apart and checks them. */
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
