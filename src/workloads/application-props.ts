import type { ITerraformDependable } from "cdktf";
import { traitsOfKind } from "../config/application-kinds";
import { referencesOf } from "../config/application-secrets";
import type { Application, Environment, Organization } from "../config/model";
import {
  composedFiles,
  credentialEntries,
  credentialsKubernetesSecret,
  type SecretEntry,
  serviceEntry,
  writtenEntry,
} from "./credentials";
import type { OrganizationSecrets } from "./organization-secrets";
import type { MountedSecret, SecretProviderClass } from "./secret-provider-class";
import type { Opening, WorkloadProps } from "./workload-props";

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
  /** Host name of its database, as clients call it. */
  readonly databaseHost: string;
  /** What opens it to people. @default - pods of its organization alone call it */
  readonly opening?: Opening | undefined;
  /** What must be there before the first pod. */
  readonly dependsOn: ITerraformDependable[];
}

/** Name of an application's SecretProviderClass (fixed by the platform guide). */
export const secretProviderClassName = ({ name }: Application): string => `${name}-database-secrets`;

/** What a workload of any kind takes from its application and its organization. @param secrets what its pods mount */
export const workloadOf = (
  props: ApplicationProps<Application>,
  secrets: SecretProviderClass,
): Omit<WorkloadProps, "image" | "port" | "variables" | "mounts" | "probes" | "rolloutMinutes"> => {
  const { organization, application, namespace, serviceAccount, opening, dependsOn } = props;
  const { name, imagePullSecret, replicas, resources } = application;
  const { update, ephemeralStorage } = traitsOfKind(application);
  return {
    organization: organization.name,
    namespace,
    serviceAccount,
    name,
    ...(imagePullSecret !== undefined && { imagePullSecret }),
    replicas,
    resources,
    // With IAM authentication the application asks AWS for a token of 15 minutes wherever others send a password.
    awsCredentials: organization.authentication === "iam",
    update,
    ephemeralStorage,
    ...restarts(props, secrets.name),
    opening,
    dependsOn: [...dependsOn, secrets.manifest],
  };
};

/** Whether credentials come as files alone, and no Kubernetes secret is made of them. */
export const isDeliveredAsFiles = ({ credentials }: Pick<Environment, "credentials">): boolean =>
  credentials.delivery === "files";

/**
 * The organization's login to its database, as an application mounts it.
 *
 * @param url where credentials are delivered as files: the file that holds the connection as this kind of program reads it
 */
export const databaseCredentials = (
  { environment, organization, application, secrets }: ApplicationProps<Application>,
  url: SecretEntry,
): MountedSecret => {
  const secret = {
    name: secrets.credentials.name,
    entries: credentialEntries(organization),
    whole: composedFiles.whole,
  };
  return isDeliveredAsFiles(environment)
    ? { ...secret, entries: [...secret.entries, url, serviceEntry(organization)] }
    : {
        ...secret,
        entries: [...secret.entries, writtenEntry],
        kubernetesSecret: credentialsKubernetesSecret(application.name),
      };
};

/**
 * What replaces an application's pods when its secrets change. Where variables hold one, Reloader does for each new
 * version. Without a password rotations change nothing but the version, and only another host is a change.
 */
const restarts = (
  { environment, organization, application, databaseHost }: ApplicationProps<Application>,
  secretProviderClass: string,
): Pick<WorkloadProps, "restartedBy" | "connectsTo"> => {
  if (isDeliveredAsFiles(environment)) return {};
  return organization.authentication === "iam" && referencesOf(application).length === 0
    ? { connectsTo: databaseHost }
    : { restartedBy: secretProviderClass };
};
