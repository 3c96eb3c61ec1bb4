import type { ITerraformDependable } from "cdktf";
import type { Application, Environment, Organization } from "../config/model";
import { credentialEntries, credentialsKubernetesSecret } from "./credentials";
import type { OrganizationSecrets } from "./organization-secrets";
import type { MountedSecret } from "./secret-provider-class";

/** What every kind of application needs from its organization. */
export interface ApplicationProps<T extends Application> {
  readonly environment: Environment;
  readonly organization: Organization;
  readonly application: T;
  /** Name of the organization's namespace, as a reference. */
  readonly namespace: string;
  /** Name of the organization's service account, as a reference. */
  readonly serviceAccount: string;
  readonly secrets: OrganizationSecrets;
  /** ConfigMap with the certificates of the region's databases, as a reference. */
  readonly certificates: string;
  /** What must be there before the first pod. */
  readonly dependsOn: ITerraformDependable[];
}

/** Name of an application's SecretProviderClass (fixed by the platform guide). */
export const secretProviderClassName = ({ name }: Application): string => `${name}-database-secrets`;

/** The organization's login to its database, as an application mounts it. */
export const databaseCredentials = ({
  organization,
  application,
  secrets,
}: ApplicationProps<Application>): MountedSecret => ({
  name: secrets.credentials.name,
  entries: credentialEntries(organization),
  kubernetesSecret: credentialsKubernetesSecret(application.name),
});
