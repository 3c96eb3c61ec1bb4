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

/** An environment variable of a container. In values, `$(NAME)` stands for a variable that comes before. */
export type Variable = DeploymentV1SpecTemplateSpecContainerEnv;

/** A variable whose value is written in the manifest. Never a secret. */
export const plainVariable = (name: string, value: string): Variable => ({ name, value });

/** Settings of a configuration file, as they are written there. */
export const plainVariables = (settings: Readonly<Record<string, string>>): Variable[] =>
  Object.entries(settings).map(([name, value]) => plainVariable(name, literal(value)));

/** A variable whose value stays in a Kubernetes secret. */
export const secretVariable = (name: string, secret: string, key: string): Variable => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});

/** Where a file of the mounted secrets is. */
export const secretFile = (alias: string): string => `${secretsMountPath}/${alias}`;

/** A variable that names a mounted file, by the custom of images for containers: `NAME_FILE` in place of `NAME`. */
export const fileVariable = (name: string, alias = name): Variable =>
  plainVariable(`${name}_FILE`, secretFile(alias));

/** The parts of the organization's login, each from the synced secret: DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD. */
export const loginVariables = (organization: Organization, application: string): Variable[] =>
  credentialEntries(organization).flatMap(({ alias, key }) =>
    key ? [secretVariable(alias, credentialsKubernetesSecret(application), key)] : [],
  );

/**
 * PGSSLMODE and PGSSLROOTCERT are for clients that connect from the parts: left alone, libpq and many drivers neither
 * insist on TLS nor check the certificate.
 */
export const verifyingVariables = [
  plainVariable("PGSSLMODE", "verify-full"),
  plainVariable("PGSSLROOTCERT", DatabaseCertificates.file),
];

/**
 * How a PostgreSQL client connects: the parts, and DATABASE_URL made of them by Kubernetes when the container starts,
 * so that the password is in no manifest.
 */
export function databaseVariables(organization: Organization, application: string): Variable[] {
  const user = organization.authentication === "iam" ? "$(DB_USER)" : "$(DB_USER):$(DB_PASSWORD)";
  return [
    ...loginVariables(organization, application),
    plainVariable("DATABASE_URL", `postgresql://${user}@$(DB_HOST):$(DB_PORT)/$(DB_NAME)?${verifiedTls}`),
    ...verifyingVariables,
  ];
}

/** With these, libpq takes all it needs from the service file, at each connection. */
export const serviceVariables = [
  plainVariable("PGSERVICEFILE", secretFile(composedFiles.service)),
  plainVariable("PGSERVICE", serviceName),
];

/** How a PostgreSQL client finds its login in files: nothing of it is a variable, or in a Kubernetes secret. */
export const databaseFileVariables = (organization: Organization): Variable[] => [
  ...credentialEntries(organization).map(({ alias }) => fileVariable(alias)),
  fileVariable(composedFiles.url),
  ...serviceVariables,
  ...verifyingVariables,
];
