import type { Organization } from "../config/model";
import { writtenKey } from "../foundation/copied-secrets";
import { DatabaseCertificates } from "./database-certificates";
import { literal } from "./literal";

/** One value of a secret on its way to a pod. */
export interface SecretEntry {
  /** File below the mount path, and name of the environment variable where there is one. */
  readonly alias: string;
  /** Where the value is in the secret's JSON, as JMESPath. @default - the secret's whole text is the value */
  readonly path?: string;
  /** Key in the Kubernetes secret that the driver makes of it. @default - it is in files alone */
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
 * What an organization's database secret holds, in the names of the platform guide. All values are JSON strings, the
 * port too (the driver's AWS provider refuses numbers), and user and password need no escape in a URL.
 */
export const credentialEntries = ({ authentication }: Organization): SecretEntry[] =>
  authentication === "iam" ? login : [...login, entry("DB_PASSWORD", "password")];

/**
 * When the version was written, in a form whose order is that of time. Copies in Kubernetes secrets carry it, so that an
 * older one is not written over a newer one. A secret from before there was such a key counts as oldest.
 */
export const writtenEntry: SecretEntry = { alias: writtenKey, key: writtenKey, path: `${writtenKey} || '0'` };

/** Parameters with which every client checks that it talks to the database it asked for. */
export const verifiedTls = `sslmode=verify-full&sslrootcert=${DatabaseCertificates.file}`;

/** Name of the service in the service file of libpq. */
export const serviceName = "database";

/** Files that hold several values of the secret, in the forms that programs read. */
export const composedFiles = {
  url: "DATABASE_URL",
  service: "pg_service.conf",
  /** The secret's own text. The AWS provider mounts it beside the values, whether asked to or not. */
  whole: "credentials.json",
} as const;

/** The whole connection as one URL. The driver's provider puts it together at each mount. */
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
 * do: libpq refuses one that others than its owner may read, and the owner of what is mounted is root.
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

/** The parts of a text one after the other, as JMESPath: literal text, or the value of a key. */
export const joined = (glue: string, parts: readonly (string | { readonly key: string })[]): string =>
  `join('${glue}', [${parts.map((part) => (typeof part === "string" ? `'${part}'` : part.key)).join(", ")}])`;

/** Kubernetes secret that the driver keeps equal to the mounted credentials of an application. */
export const credentialsKubernetesSecret = (application: string): string =>
  `database-credentials-${application}`;
