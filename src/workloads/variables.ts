import type { DeploymentV1SpecTemplateSpecContainerEnv } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import type { Organization } from "../config/model";
import { secretsMountPath } from "../config/names";
import {
  composedFiles,
  credentialEntries,
  credentialsKubernetesSecret,
  serviceName,
  verifiedTls,
} from "./credentials";
import { DatabaseCertificates } from "./database-certificates";
import { literal } from "./literal";

/** An environment variable of a container. In a value, `$(NAME)` refers to an earlier variable. */
export type Variable = DeploymentV1SpecTemplateSpecContainerEnv;

/** A variable with its value in the manifest. Never a secret. */
export const plainVariable = (name: string, value: string): Variable => ({ name, value });

/** Settings of a configuration file, unchanged. */
export const plainVariables = (settings: Readonly<Record<string, string>>): Variable[] =>
  Object.entries(settings).map(([name, value]) => plainVariable(name, literal(value)));

/** A variable whose value is in a Kubernetes secret. */
export const secretVariable = (name: string, secret: string, key: string): Variable => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});

/** Path of a mounted secret's file. */
export const secretFile = (alias: string): string => `${secretsMountPath}/${alias}`;

/** A variable with the path of a mounted file, by the convention of container images: `NAME_FILE` instead of `NAME`. */
export const fileVariable = (name: string, alias = name): Variable =>
  plainVariable(`${name}_FILE`, secretFile(alias));

/**
 * The organization's login as single variables from the copied secret: DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD.
 */
export const loginVariables = (organization: Organization, application: string): Variable[] =>
  credentialEntries(organization).flatMap(({ alias, key }) =>
    key ? [secretVariable(alias, credentialsKubernetesSecret(application), key)] : [],
  );

/**
 * PGSSLMODE and PGSSLROOTCERT are for clients that connect with single values: by default, libpq and many drivers
 * neither require TLS nor verify the certificate.
 */
export const verifyingVariables = [
  plainVariable("PGSSLMODE", "verify-full"),
  plainVariable("PGSSLROOTCERT", DatabaseCertificates.file),
];

/**
 * Variables for a PostgreSQL client: single values, and DATABASE_URL, which Kubernetes composes of them when the
 * container starts, so that no manifest contains the password.
 */
export function databaseVariables(organization: Organization, application: string): Variable[] {
  const user = organization.authentication === "iam" ? "$(DB_USER)" : "$(DB_USER):$(DB_PASSWORD)";
  return [
    ...loginVariables(organization, application),
    plainVariable("DATABASE_URL", `postgresql://${user}@$(DB_HOST):$(DB_PORT)/$(DB_NAME)?${verifiedTls}`),
    ...verifyingVariables,
  ];
}

/** With these, libpq reads the whole connection from the service file, at each connection. */
export const serviceVariables = [
  plainVariable("PGSERVICEFILE", secretFile(composedFiles.service)),
  plainVariable("PGSERVICE", serviceName),
];

/**
 * Variables for a PostgreSQL client with the paths of files: neither a variable nor a Kubernetes secret contains a
 * value of the login.
 */
export const databaseFileVariables = (organization: Organization): Variable[] => [
  ...credentialEntries(organization).map(({ alias }) => fileVariable(alias)),
  fileVariable(composedFiles.url),
  ...serviceVariables,
  ...verifyingVariables,
];
