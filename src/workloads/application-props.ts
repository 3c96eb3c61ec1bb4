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

/** Properties of an application of any kind. */
export interface ApplicationProps<T extends Application> {
  readonly environment: Environment;
  readonly organization: Organization;
  readonly application: T;
  /** Name of the organization's namespace, as a reference to its resource. */
  readonly namespace: string;
  /** Name of the organization's service account, as a reference to its resource. */
  readonly serviceAccount: string;
  readonly secrets: OrganizationSecrets;
  /** ConfigMap with the CA certificates, as a reference to its resource. */
  readonly certificates: string;
  /** Host name of the database for clients. */
  readonly databaseHost: string;
  /** Opening of the application to people. @default - only pods of its organization call it */
  readonly opening?: Opening | undefined;
  /** Resources to create before the first pod. */
  readonly dependsOn: ITerraformDependable[];
}

/** Name of an application's SecretProviderClass (defined by the platform guide). */
export const secretProviderClassName = ({ name }: Application): string => `${name}-database-secrets`;

/**
 * Workload properties common to all kinds.
 *
 * @param secrets SecretProviderClass that its pods mount
 */
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
    // With IAM authentication, the application requests a token, valid for 15 minutes, instead of a password.
    awsCredentials: organization.authentication === "iam",
    update,
    ephemeralStorage,
    ...restarts(props, secrets.name),
    opening,
    dependsOn: [...dependsOn, secrets.manifest],
  };
};

/** Whether credentials are delivered as files only, without a Kubernetes secret. */
export const isDeliveredAsFiles = ({ credentials }: Pick<Environment, "credentials">): boolean =>
  credentials.delivery === "files";

/**
 * The organization's database login, as an application mounts it.
 *
 * @param url file with the connection in this kind's format, if credentials are delivered as files
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
 * What replaces an application's pods when its secrets change. If a variable contains a secret, Reloader does at each
 * new version. Without a password, a rotation changes only the version, so only another host matters.
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
