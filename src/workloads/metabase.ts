import { Construct } from "constructs";
import { healthPathOf, portOf, traitsOfKind } from "../config/application-kinds";
import { referencesOf } from "../config/application-secrets";
import type { MetabaseApplication, Organization } from "../config/model";
import { settingsOfOpening } from "../config/opened-applications";
import { ContainerImage } from "../foundation/container-image";
import {
  type ApplicationProps,
  databaseCredentials,
  isDeliveredAsFiles,
  secretProviderClassName,
  workloadOf,
} from "./application-props";
import { mountedSecrets, secretVariables } from "./application-secrets";
import { joined, type SecretEntry, verifiedTls } from "./credentials";
import { Mount } from "./mount";
import { httpGet, type Probes, tcpSocket } from "./probes";
import { credentialsAreThoseOfStart, noteOfCredentials } from "./rotation";
import { type MountedSecret, SecretProviderClass } from "./secret-provider-class";
import {
  fileVariable,
  loginVariables,
  plainVariable,
  plainVariables,
  secretFile,
  secretVariable,
  type Variable,
  verifyingVariables,
} from "./variables";
import { Workload } from "./workload";

/** The image starts as root only to switch to this user; started as another user, it keeps that one. */
const userId = 2000;

const pluginsFolder = "/plugins";
const encryptionKeyVariable = "MB_ENCRYPTION_SECRET_KEY";

/** Metabase, which stores its own data in the organization's database. */
export class Metabase extends Construct {
  constructor(scope: Construct, id: string, props: ApplicationProps<MetabaseApplication>) {
    super(scope, id);
    const { environment, application, namespace } = props;
    const inFiles = isDeliveredAsFiles(environment);
    const secrets = new SecretProviderClass(this, "secrets", {
      name: secretProviderClassName(application),
      namespace,
      region: environment.region,
      secrets: [databaseCredentials(props, connectionUri), encryptionKey(props), ...mountedSecrets(props)],
    });
    new Workload(this, "workload", {
      ...workloadOf(props, secrets),
      image: application.image ?? ContainerImage.METABASE.from(environment.images).reference,
      port: portOf(application),
      ...(inFiles && { command: ["/bin/sh", "-c", startFromFiles(application)] }),
      variables: variables(props),
      mounts: mounts(props, secrets.name),
      probes: inFiles
        ? { ...probes(application), livenessProbe: credentialsAreThoseOfStart }
        : probes(application),
      userId,
      rolloutMinutes: 40,
    });
  }
}

function variables(props: ApplicationProps<MetabaseApplication>): Variable[] {
  const { environment, organization, application } = props;
  const inFiles = isDeliveredAsFiles(environment);
  return [
    ...(inFiles ? fileVariables(organization) : loginSettings(props)),
    ...settings(props),
    ...(inFiles ? [] : secretVariables(props)),
    ...plainVariables(application.env),
  ];
}

const mounts = (
  { certificates }: ApplicationProps<MetabaseApplication>,
  secretProviderClass: string,
): Mount[] => [
  Mount.secrets(secretProviderClass),
  Mount.databaseCertificates(certificates),
  Mount.scratch("tmp", "/tmp", "1Gi"),
  // Metabase unpacks drivers into this folder when it starts.
  Mount.scratch("plugins", pluginsFolder, "1Gi"),
];

/**
 * Key with which Metabase encrypts credentials of data sources in its database, so that a dump does not reveal them.
 */
const encryptionKey = ({
  environment,
  application,
  secrets,
}: ApplicationProps<MetabaseApplication>): MountedSecret => ({
  name: secrets.encryptionKeyOf(application).name,
  entries: [{ alias: encryptionKeyVariable, key: "key" }],
  ...(!isDeliveredAsFiles(environment) && { kubernetesSecret: encryptionKeyKubernetesSecret(application) }),
});

const encryptionKeyKubernetesSecret = ({ name }: MetabaseApplication): string => `encryption-key-${name}`;

/**
 * The address is a URL, because Metabase supports TLS parameters only there; user and password are separate, because
 * Metabase would not decode a password in a URL. With MB_DB_AWS_IAM, it generates the token itself, from the same URL
 * and user.
 */
function loginSettings({ organization, application }: ApplicationProps<MetabaseApplication>): Variable[] {
  return [
    ...loginVariables(organization, application.name),
    plainVariable(
      "MB_DB_CONNECTION_URI",
      `jdbc:postgresql://$(DB_HOST):$(DB_PORT)/$(DB_NAME)?${verifiedTls}`,
    ),
    plainVariable("MB_DB_USER", "$(DB_USER)"),
    ...(organization.authentication === "iam" ? [] : [plainVariable("MB_DB_PASS", "$(DB_PASSWORD)")]),
    secretVariable(encryptionKeyVariable, encryptionKeyKubernetesSecret(application), "key"),
  ];
}

/** The same settings as files. The image's start script supports files for these three variables only. */
const fileVariables = ({ authentication }: Organization): Variable[] => [
  fileVariable("MB_DB_CONNECTION_URI"),
  fileVariable("MB_DB_USER", "DB_USER"),
  ...(authentication === "iam" ? [] : [fileVariable("MB_DB_PASS", "DB_PASSWORD")]),
  // For clients that connect with single values; the proof requires them of every pod.
  ...verifyingVariables,
];

const connectionUri: SecretEntry = {
  alias: "MB_DB_CONNECTION_URI",
  path: joined("", [
    "jdbc:postgresql://",
    { key: "host" },
    ":",
    { key: "port" },
    "/",
    { key: "database" },
    `?${verifiedTls}`,
  ]),
};

/**
 * The start script does not support a file for the encryption key: without the variable, Metabase would start and store
 * credentials unencrypted. Most other variables have the same limitation.
 * https://github.com/metabase/metabase/issues/43575
 */
const startFromFiles = (application: MetabaseApplication): string =>
  [
    "set -e",
    noteOfCredentials,
    ...[encryptionKeyVariable, ...referencesOf(application).map(([variable]) => variable)].flatMap(
      (variable) => [`${variable}=$(cat ${secretFile(variable)})`, `export ${variable}`],
    ),
    "exec /app/run_metabase.sh",
  ].join("; ");

const settings = ({
  environment,
  organization,
  application,
}: ApplicationProps<MetabaseApplication>): Variable[] => [
  plainVariable("MB_DB_TYPE", "postgres"),
  ...(organization.authentication === "iam" ? [plainVariable("MB_DB_AWS_IAM", "true")] : []),
  plainVariable("MB_APPLICATION_DB_MAX_CONNECTION_POOL_SIZE", String(application.poolSize)),
  ...Object.entries(traitsOfKind(application).furtherPools).map(([name, size]) =>
    plainVariable(name, String(size)),
  ),
  plainVariable("MB_PLUGINS_DIR", pluginsFolder),
  plainVariable("MB_ANON_TRACKING_ENABLED", "false"),
  // The remainder is for JVM memory outside of the heap; the default would leave most of the memory unused.
  plainVariable("JAVA_OPTS", "-XX:MaxRAMPercentage=70"),
  ...plainVariables(settingsOfOpening(environment, application)),
];

const probes = (application: MetabaseApplication): Probes => ({
  // It answers 503 until the database is migrated, which has taken hours; if killed, it would start again. An apply
  // does not wait that long: it ends with an error, the migration continues, and the next apply succeeds.
  startupProbe: {
    ...httpGet(healthPathOf(application)),
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 6 * 360,
  },
  readinessProbe: {
    ...httpGet(healthPathOf(application)),
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 3,
  },
  // The health path queries the database: during a failover, it would restart every replica without benefit.
  livenessProbe: { ...tcpSocket, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 },
});
