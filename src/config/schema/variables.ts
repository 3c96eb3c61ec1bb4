import { z } from "zod";
import { writtenKey } from "../facts/copied-secrets";
import { type Complaint, show } from "../problem";
import { rule } from "./rule";

/** Variables that the platform sets from the organization's secret, and variables that AWS and Kubernetes inject. */
const reservedVariable = /^(DATABASE_URL|DB_.*|PG[A-Z]*|AWS_.*|KUBERNETES_.*)$/;

/**
 * Words in names of secrets: long ones match anywhere (DBPASSWORD), short ones only between underscores (MONKEY and
 * PATH do not match). Names of token limits and types, of password rules and of public keys are excluded.
 */
const secretWords = [
  /PASSWORD(?!_(COMPLEXITY|LENGTH|LOGIN|MAX|MIN|POLICY|RESET_(URL|TTL)))|PASSWD|PASSPHRASE|SECRET(?!AR)|CREDENTIAL/i,
  /(?<!(MAX|MIN|NUM)_?)TOKEN(?!I[SZ]|S?_(TYPE|LIMIT|COUNT|URL))/i,
  /(API|ACCESS|PRIVATE|SIGNING|ENCRYPTION|MASTER)_?KEY/i,
  /(^|_)(?<!PUBLIC_)KEYS?(_|$)/i,
  /(^|_|DB)(PASS|PWD|PAT)(_|$)/i,
];

/** Values that are recognizable as secrets. A password that refers to another variable, `$(NAME)`, is not a secret. */
const secretValues = [
  // A URL with a password, with or without a user.
  /:\/\/[^/\s:@]*:(?!\$\(\w+\)@)[^/\s@]+@/,
  // AWS access keys.
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  // Tokens of GitHub, GitLab, Slack and Stripe, by their prefixes.
  /\b(gh[oprsu]_|github_pat_|glpat-|xox[abeoprs]-|[rs]k_live_)\w/,
  // JSON web tokens: the prefix is `{"` in base64.
  /\beyJ[\w-]{5,}\.[\w-]/,
];

/** Checks the name of a variable that an organization sets: the platform must not set it. */
function judgeName(name: string): Complaint | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return {
      found: `the name ${show(name)}`,
      allowed: "letters, digits and underscores, no digit first",
      fix: "Rename it.",
    };
  if (!reservedVariable.test(name)) return undefined;
  return {
    found: `the variable ${name}`,
    allowed: "names that the platform does not set: not DATABASE_URL, DB_*, PG*, AWS_*, KUBERNETES_*",
    fix: "Delete it: the platform sets what belongs to the database and the AWS identity.",
  };
}

const variableName = rule(
  z.string(),
  (name) =>
    judgeName(name) ??
    (secretWords.some((words) => words.test(name))
      ? secretComplaint(name, `the variable ${name}, by its name a secret`)
      : undefined),
);

/** Settings that are not secret, by variable. */
export const variablesSchema = rule(z.record(variableName, z.string()), (variables) =>
  Object.entries(variables).flatMap(([name, value]) =>
    judgeValue(name, value).map((complaint) => ({ path: [name], ...complaint })),
  ),
);

function judgeValue(name: string, value: string): Complaint[] {
  if (secretValues.some((values) => values.test(value)))
    return [secretComplaint(name, "a value that holds a password, a key or a token")];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (!/[\u0000-\u001f\u007f]/.test(value)) return [];
  return [
    {
      found: "line breaks or control characters",
      allowed: "one line of text",
      fix: "Put longer texts in a file of the image.",
    },
  ];
}

/** Variables that the platform sets for Metabase, or that would select another database or a port without a probe. */
const metabaseVariable =
  /^(MB_DB_.*|MB_ENCRYPTION_SECRET_KEY|MB_.*_MAX_CONNECTION_POOL_SIZE|MB_PLUGINS_DIR|MB_ANON_TRACKING_ENABLED|MB_JETTY_(HOST|PORT|SSL.*)|JAVA_OPTS)$/;

/** Variables of a Metabase application, without those that the platform sets. */
export const withoutMetabaseVariables = <T extends z.ZodType<Readonly<Record<string, unknown>>>>(
  schema: T,
): T =>
  rule(schema, (variables) =>
    Object.keys(variables)
      .filter((name) => metabaseVariable.test(name))
      .map((name) => ({
        path: [name],
        found: `the variable ${name}`,
        allowed:
          "names that the platform does not set for Metabase: not MB_DB_*, its encryption key, pools, plugins and where it listens",
        fix: "Delete it: the platform sets what belongs to Metabase's own database and to its pod.",
      })),
  );

/** Name of a variable whose value is in a secret. */
export const secretVariableName = rule(z.string(), (name) =>
  name === writtenKey
    ? { found: `the name ${name}`, allowed: "names other than that of a file beside it", fix: "Rename it." }
    : judgeName(name),
);

function secretComplaint(name: string, found: string): Complaint {
  const [secret = "settings", ...key] = name
    .toLowerCase()
    .split("_")
    .filter((word) => word !== "");
  const reference = `{ secret: ${/^[a-z]/.test(secret) ? secret : "settings"}, key: ${key.join("_") || "value"} }`;
  return {
    found,
    allowed: "plain settings: they can be read in Terraform's state and in the cluster",
    fix: `Write \`secrets: { ${name}: ${reference} }\` beside \`env\`, and list in \`secretWriters\` of the organization who puts the value in: docs/applications.md. Rename the variable if it is no secret.`,
  };
}
