import type { DeploymentV1SpecTemplateSpecContainerEnv } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import type { Organization } from "../config/model";
import { credentialEntries, credentialsKubernetesSecret } from "./credentials";
import { DatabaseCertificates } from "./database-certificates";

/** An environment variable of a container. In values, `$(NAME)` stands for a variable that comes before. */
export type Variable = DeploymentV1SpecTemplateSpecContainerEnv;

/** A variable whose value is written in the manifest. Never a secret. */
export const plainVariable = (name: string, value: string): Variable => ({ name, value });

/** A variable whose value stays in a Kubernetes secret. */
export const secretVariable = (name: string, secret: string, key: string): Variable => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});

/** Parameters with which every client checks that it talks to the database it asked for. */
export const verifiedTls = `sslmode=verify-full&sslrootcert=${DatabaseCertificates.file}`;

/** The parts of the organization's login, each from the synced secret: DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD. */
export const loginVariables = (organization: Organization, application: string): Variable[] =>
  credentialEntries(organization).map(({ alias, key }) =>
    secretVariable(alias, credentialsKubernetesSecret(application), key),
  );

/**
 * How a PostgreSQL client connects: the parts, and DATABASE_URL made of them by Kubernetes when the container starts,
 * so that the password is in no manifest. PGSSLMODE and PGSSLROOTCERT are for clients that connect from the parts:
 * left alone, libpq and many drivers neither insist on TLS nor check the certificate.
 */
export function databaseVariables(organization: Organization, application: string): Variable[] {
  const user = organization.authentication === "iam" ? "$(DB_USER)" : "$(DB_USER):$(DB_PASSWORD)";
  return [
    ...loginVariables(organization, application),
    plainVariable("DATABASE_URL", `postgresql://${user}@$(DB_HOST):$(DB_PORT)/$(DB_NAME)?${verifiedTls}`),
    plainVariable("PGSSLMODE", "verify-full"),
    plainVariable("PGSSLROOTCERT", DatabaseCertificates.file),
  ];
}
