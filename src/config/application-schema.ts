import { z } from "zod";
import { quantity } from "./fields";
import type { Complaint } from "./problem";
import { show } from "./problem";
import { rule, unique } from "./rule";

const resources = z.strictObject({
  cpu: quantity.describe("CPU request."),
  memory: quantity.describe("Memory request and limit."),
});

/** A Service's name, the strictest of the names made from it. Room is left for what is put around it. */
const applicationName = z
  .string()
  .regex(
    /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/,
    "1 to 40 lower-case letters, digits and hyphens, a letter first, no hyphen last",
  );

const image = rule(z.string(), (reference) => {
  const [, name, tag, digest] =
    /^([a-z0-9][\w./:-]*?)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(reference) ?? [];
  const allowed = "a tag that names a version, or a digest: what runs must not change without a change here";
  if (!name)
    return {
      found: show(reference),
      allowed: "registry/name:tag or registry/name@sha256:… with 64 hexadecimal digits",
      fix: "Copy the reference from your registry.",
    };
  if (digest) return undefined;
  if (!tag)
    return {
      found: `${show(reference)}, without a tag`,
      allowed,
      fix: `Write ${show(`${name}:1.2.3`)} or add the digest.`,
    };
  if (tag === "latest")
    return {
      found: `${show(reference)}, a tag that moves`,
      allowed,
      fix: "Name the version, or add the digest after @.",
    };
  return undefined;
});

/** Variables that the platform sets from the organization's secret, and those that AWS and Kubernetes inject. */
const reservedVariable = /^(DATABASE_URL|DB_.*|PG[A-Z]*|AWS_.*|KUBERNETES_.*)$/;

const secretWord =
  /(^|_)(PASSWORD|PASSWD|PASS|PWD|PASSPHRASE|SECRETS?|TOKENS?|(API)?KEYS?|CREDENTIALS?)(_|$)/i;

/** Values that give themselves away: an address with a password, an AWS access key, a private key. */
const secretValue = /:\/\/[^/\s:@]+:[^/\s@]+@|\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY/;

const variableName = rule(z.string(), (name) => {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return {
      found: `the name ${show(name)}`,
      allowed: "letters, digits and underscores, no digit first",
      fix: "Rename it.",
    };
  if (reservedVariable.test(name))
    return {
      found: `the variable ${name}`,
      allowed: "names that the platform does not set: not DATABASE_URL, DB_*, PG*, AWS_*, KUBERNETES_*",
      fix: "Delete it: the platform sets what belongs to the database and the AWS identity.",
    };
  if (secretWord.test(name)) return secretComplaint(`the variable ${name}, by its name a secret`);
  return undefined;
});

const variableValue = rule(z.string(), (value) => {
  if (secretValue.test(value)) return secretComplaint("a value that holds a password or a key");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (!/[\u0000-\u001f\u007f]/.test(value)) return undefined;
  return {
    found: "line breaks or control characters",
    allowed: "one line of text",
    fix: "Put longer texts in a file of the image.",
  };
});

const secretComplaint = (found: string): Complaint => ({
  found,
  allowed: "plain settings: they can be read in Terraform's state and in the cluster",
  fix: "Keep it in AWS Secrets Manager and let the application read it; rename the variable if it is no secret.",
});

const container = z.strictObject({
  kind: z.literal("container").describe("An image of your own."),
  name: applicationName.describe("Name of the application, unique in its organization."),
  image: image.describe("Image with a tag or, better, a digest."),
  port: z
    .int()
    .min(1024)
    .max(65535)
    .default(8080)
    .describe("Port the container listens on; it runs unprivileged, so 1024 or above."),
  healthPath: z
    .string()
    .regex(/^\/[\w./~%?=&-]*$/, "a path that starts with /, such as /healthz")
    .default("/healthz")
    .describe("Path that answers when the application is well."),
  replicas: z.int().min(1).max(200).default(2).describe("How many pods run."),
  resources: resources.default({ cpu: "250m", memory: "256Mi" }).describe("What one pod gets."),
  poolSize: z.int().min(1).default(5).describe("Most database connections one replica opens."),
  env: z
    .record(variableName, variableValue)
    .default({})
    .describe("Plain settings. Never a secret: they end in Terraform state."),
});

const metabase = z.strictObject({
  kind: z.literal("metabase").describe("Metabase, with its settings in the organization's database."),
  name: applicationName.default("metabase").describe("Name of the application, unique in its organization."),
  replicas: z.int().min(1).max(200).default(1).describe("How many pods run."),
  resources: resources.default({ cpu: "500m", memory: "2Gi" }).describe("What one pod gets."),
  poolSize: z.int().min(1).default(15).describe("Most connections one replica opens to its own database."),
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
