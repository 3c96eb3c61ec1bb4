import { writtenKey } from "../config/facts/copied-secrets";
import type { Organization } from "../config/model";
import { DatabaseCertificates } from "./database-certificates";
import { literal } from "./literal";

/** One value of a mounted secret. */
export interface SecretEntry {
  /** Name of the file below the mount path and, if there is one, of the variable. */
  readonly alias: string;
  /** JMESPath expression for the value in the secret's JSON. @default - the secret's whole text */
  readonly path?: string;
  /** Key in the Kubernetes secret to which the driver copies the value. @default - none: the value is a file only */
  readonly key?: string;
}

const entry = (alias: string, key: string): SecretEntry => ({ alias, key, path: key });

const login = [
  entry("DB_HOST", "host"),
  entry("DB_PORT", "port"),
  entry("DB_NAME", "database"),
  entry("DB_USER", "username"),
];

/**
 * Values of an organization's database secret, in the names of the platform guide. All values are JSON strings,
 * including the port (the driver's AWS provider refuses numbers). User and password need no escapes in a URL.
 */
export const credentialEntries = ({ authentication }: Organization): SecretEntry[] =>
  authentication === "iam" ? login : [...login, entry("DB_PASSWORD", "password")];

/**
 * The time at which the version was written, in a format that sorts by time. Copies in Kubernetes secrets contain it,
 * so that an older version does not overwrite a newer one. A secret without this key counts as the oldest.
 */
export const writtenEntry: SecretEntry = { alias: writtenKey, key: writtenKey, path: `${writtenKey} || '0'` };

/** Parameters with which every client verifies the server's certificate and host name. */
export const verifiedTls = `sslmode=verify-full&sslrootcert=${DatabaseCertificates.file}`;

/** Name of the service in libpq's service file. */
export const serviceName = "database";

/** Files with several values of the secret, in formats that programs read. */
export const composedFiles = {
  url: "DATABASE_URL",
  service: "pg_service.conf",
  /** The secret's whole text, which the AWS provider always mounts in addition to single values. */
  whole: "credentials.json",
} as const;

/** The connection as one URL, which the driver's provider composes at each mount. */
export const urlEntry = ({ authentication }: Organization): SecretEntry => ({
  alias: composedFiles.url,
  path: joined("", [
    "postgresql://",
    { key: "username" },
    ...(authentication === "iam" ? [] : [":", { key: "password" }]),
    "@",
    { key: "host" },
    ":",
    { key: "port" },
    "/",
    { key: "database" },
    `?${verifiedTls}`,
  ]),
});

/**
 * A service file, which libpq reads at each connection, so that a rotation needs no restart. A password file would not
 * work: libpq ignores one that other users can read, and mounted files belong to root.
 * https://www.postgresql.org/docs/current/libpq-pgservice.html
 */
export const serviceEntry = ({ authentication }: Organization): SecretEntry => {
  const line = (name: string, key: string) => `join('=', ['${name}', ${key}])`;
  return {
    alias: composedFiles.service,
    path: literal(
      `join(\`"\\n"\`, [${[
        `'[${serviceName}]'`,
        line("host", "host"),
        line("port", "port"),
        line("dbname", "database"),
        line("user", "username"),
        ...(authentication === "iam" ? [] : [line("password", "password")]),
        "'sslmode=verify-full'",
        `'sslrootcert=${DatabaseCertificates.file}'`,
        "''",
      ].join(", ")}])`,
    ),
  };
};

/** JMESPath expression that concatenates literal text and values of keys. */
export const joined = (glue: string, parts: readonly (string | { readonly key: string })[]): string =>
  `join('${glue}', [${parts.map((part) => (typeof part === "string" ? `'${part}'` : part.key)).join(", ")}])`;

/** Kubernetes secret to which the driver copies an application's mounted credentials. */
export const credentialsKubernetesSecret = (application: string): string =>
  `database-credentials-${application}`;
