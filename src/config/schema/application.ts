import { z } from "zod";
import { accessSchema, containerAccessSchema } from "./access";
import { image } from "./image";
import { cpu, memory } from "./quantities";
import { rule, unique } from "./rule";
import { secretsSchema } from "./secrets";
import { variablesSchema, withoutMetabaseVariables } from "./variables";

const resources = z.strictObject({
  cpu: cpu.describe("CPU request."),
  memory: memory.describe("Memory request and limit."),
});

/**
 * A Service's name is the strictest of the derived names. The limit leaves room for the parts that derived names add.
 */
const applicationName = z
  .string()
  .regex(
    /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/,
    "1 to 40 lower-case letters, digits and hyphens, a letter first, no hyphen last",
  );

const secrets = secretsSchema
  .default({})
  .describe("Variables whose values are secrets, each with the name of the secret and the key in its JSON.");

/** Name of a Kubernetes Secret: a DNS subdomain, limited to the length of a label. */
const imagePullSecret = z
  .string()
  .regex(
    /^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
    "1 to 63 lower-case letters, digits, dots and hyphens, as Kubernetes names a secret, with a letter or digit on both sides of each dot",
  )
  .optional()
  .describe(
    "Secret of the type kubernetes.io/dockerconfigjson in the organization's namespace, with which nodes pull the image. Create it there yourself. Default: the node's own rights, which are enough for registries of the account.",
  );

const container = z.strictObject({
  kind: z.literal("container").describe("Your own image."),
  name: applicationName.describe("Name of the application, unique in its organization."),
  image: image.describe("Image with a tag or, better, a digest."),
  imagePullSecret,
  port: z
    .int()
    .min(1024)
    .max(65535)
    .default(8080)
    .describe("Port the container listens on; it runs unprivileged, so 1024 or above."),
  // The maximum length of a target group's health check path:
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
  healthPath: z
    .string()
    .max(1024)
    .regex(/^\/[\w./~%?=&-]*$/, "a path that starts with /, such as /healthz")
    .default("/healthz")
    .describe("Path that answers with success while the application is healthy."),
  userId: z
    .int()
    .min(1)
    .max(65535)
    .optional()
    .describe(
      "Numeric user id of the container, needed if its image names a user by name or none: runAsNonRoot needs a number.",
    ),
  replicas: z
    .int()
    .min(1)
    .max(200)
    .default(2)
    .describe(
      "Number of pods when the deployment is created; nodes, quotas and connections are checked for this number.",
    ),
  resources: resources.default({ cpu: "250m", memory: "256Mi" }).describe("Resources of one pod."),
  onRotation: z
    .enum(["reread", "restart"])
    .optional()
    .describe(
      "Required with `credentials.delivery: files`: `reread` if the application reads its credentials for each new connection; `restart` if it reads them once, so that its container must be restarted when they change (the image needs sh, cat and sha256sum).",
    ),
  poolSize: z.int().min(1).default(5).describe("Maximum number of database connections of one replica."),
  env: variablesSchema
    .default({})
    .describe("Plain settings. Never a secret: Terraform's state contains them."),
  secrets,
  access: containerAccessSchema
    .optional()
    .describe(
      "Opens it to browsers through a load balancer. Absent: only pods of its organization reach it.",
    ),
});

const metabase = z.strictObject({
  kind: z.literal("metabase").describe("Metabase, with its settings in the organization's database."),
  name: applicationName.default("metabase").describe("Name of the application, unique in its organization."),
  image: image
    .optional()
    .describe(
      "Image of Metabase with a tag or a digest, instead of the environment's; 0.58 or later if pods log in by IAM. Default: metabase/metabase of the version in src/foundation/container-image.ts, from `images.registry`.",
    ),
  imagePullSecret,
  replicas: z
    .int()
    .min(1)
    .max(200)
    .default(1)
    .describe(
      "Number of pods when the deployment is created; nodes, quotas and connections are checked for this number.",
    ),
  resources: resources.default({ cpu: "500m", memory: "2Gi" }).describe("Resources of one pod."),
  poolSize: z
    .int()
    .min(1)
    .default(15)
    .describe("Maximum number of connections of one replica to its own database."),
  env: withoutMetabaseVariables(variablesSchema)
    .default({})
    .describe(
      "Plain settings of Metabase, such as MB_REPORT_TIMEZONE, or MB_SITE_URL without `access`, which sets it. Never a secret: Terraform's state contains them.",
    ),
  secrets: withoutMetabaseVariables(secretsSchema)
    .default({})
    .describe(
      "Variables whose values are secrets, each with the name of the secret and the key in its JSON.",
    ),
  access: accessSchema
    .optional()
    .describe(
      "Opens it to browsers through a load balancer. Set Metabase up by port-forward first: its first visitor becomes its administrator.",
    ),
});

export const applicationsSchema = rule(
  z.array(z.discriminatedUnion("kind", [container, metabase])).min(1),
  (applications) =>
    unique(
      "name",
      applications.map(({ name }) => name),
      "name",
    ),
);
