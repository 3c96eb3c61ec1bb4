import type { Organization } from "../config/model";

/** One value of a secret on its way to a pod. */
export interface SecretEntry {
  /** File below the mount path and name of the environment variable. */
  readonly alias: string;
  /** Key in the Kubernetes secret that the driver makes of it. */
  readonly key: string;
  /** Where the value is in the secret's JSON. @default - the secret's whole text is the value */
  readonly path?: string;
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

/** Kubernetes secret that the driver keeps equal to the mounted credentials of an application. */
export const credentialsKubernetesSecret = (application: string): string =>
  `database-credentials-${application}`;
