import { Construct } from "constructs";
import { traitsOfKind } from "../config/application-kinds";
import type { MetabaseApplication } from "../config/model";
import { type ApplicationProps, databaseCredentials, secretProviderClassName } from "./application-props";
import { ContainerImage } from "./container-image";
import { credentialsKubernetesSecret } from "./credentials";
import { Mount } from "./mount";
import { httpGet, type Probes, tcpSocket } from "./probes";
import { type MountedSecret, SecretProviderClass } from "./secret-provider-class";
import { loginVariables, plainVariable, secretVariable, type Variable, verifiedTls } from "./variables";
import { Workload } from "./workload";

/** The image starts as root only to change to this user; started as another one it runs as that. */
const userId = 2000;

const pluginsFolder = "/plugins";
const encryptionKeyVariable = "MB_ENCRYPTION_SECRET_KEY";

/** Metabase with its own data in the organization's database. */
export class Metabase extends Construct {
  constructor(scope: Construct, id: string, props: ApplicationProps<MetabaseApplication>) {
    super(scope, id);
    const { environment, organization, application, namespace } = props;
    const { name, replicas, resources } = application;
    const secrets = new SecretProviderClass(this, "secrets", {
      name: secretProviderClassName(application),
      namespace,
      region: environment.region,
      secrets: [databaseCredentials(props), encryptionKey(props)],
    });
    new Workload(this, "workload", {
      organization: organization.name,
      namespace,
      serviceAccount: props.serviceAccount,
      name,
      image: ContainerImage.METABASE.reference,
      port: 3000,
      replicas,
      resources,
      variables: variables(props),
      mounts: [
        Mount.secrets(secrets.name),
        Mount.databaseCertificates(props.certificates),
        Mount.scratch("tmp", "/tmp", "1Gi"),
        // Drivers are unpacked here from the program's own archive when it starts.
        Mount.scratch("plugins", pluginsFolder, "1Gi"),
      ],
      probes,
      userId,
      awsCredentials: organization.authentication === "iam",
      update: traitsOfKind(application).update,
      rolloutMinutes: 40,
      restartedBy: credentialsKubernetesSecret(name),
      dependsOn: [...props.dependsOn, secrets.manifest],
    });
  }
}

/** Encrypts the credentials of data sources in Metabase's database, so that a dump of it does not give them away. */
const encryptionKey = ({ application, secrets }: ApplicationProps<MetabaseApplication>): MountedSecret => ({
  name: secrets.encryptionKeyOf(application).name,
  entries: [{ alias: encryptionKeyVariable, key: "key" }],
  kubernetesSecret: encryptionKeyKubernetesSecret(application),
});

const encryptionKeyKubernetesSecret = ({ name }: MetabaseApplication): string => `encryption-key-${name}`;

/**
 * The address as a URL, because only there Metabase takes TLS parameters; user and password beside it, because from a
 * URL it would take the password undecoded. With MB_DB_AWS_IAM it makes the token itself, from the same URL and user.
 */
function variables({ organization, application }: ApplicationProps<MetabaseApplication>): Variable[] {
  const uri = `jdbc:postgresql://$(DB_HOST):$(DB_PORT)/$(DB_NAME)?${verifiedTls}`;
  const iam = organization.authentication === "iam";
  return [
    ...loginVariables(organization, application.name),
    plainVariable("MB_DB_TYPE", "postgres"),
    plainVariable("MB_DB_CONNECTION_URI", uri),
    plainVariable("MB_DB_USER", "$(DB_USER)"),
    iam ? plainVariable("MB_DB_AWS_IAM", "true") : plainVariable("MB_DB_PASS", "$(DB_PASSWORD)"),
    plainVariable("MB_APPLICATION_DB_MAX_CONNECTION_POOL_SIZE", String(application.poolSize)),
    secretVariable(encryptionKeyVariable, encryptionKeyKubernetesSecret(application), "key"),
    plainVariable("MB_PLUGINS_DIR", pluginsFolder),
    plainVariable("MB_ANON_TRACKING_ENABLED", "false"),
    // The rest is for what a JVM keeps outside of its heap; the default would leave most of the memory unused.
    plainVariable("JAVA_OPTS", "-XX:MaxRAMPercentage=70"),
  ];
}

const health = httpGet("/api/health");

const probes: Probes = {
  // It answers 503 until the database is migrated, which takes half an hour at worst; killed, it would start over.
  startupProbe: { ...health, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 180 },
  readinessProbe: { ...health, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  // The health path asks the database: a failover would restart every replica, which does not help.
  livenessProbe: { ...tcpSocket, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 },
};
