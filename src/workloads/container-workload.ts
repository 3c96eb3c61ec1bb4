import { Construct } from "constructs";
import { traitsOfKind } from "../config/application-kinds";
import type { ContainerApplication } from "../config/model";
import {
  type ApplicationProps,
  databaseCredentials,
  isDeliveredAsFiles,
  pullSecretOf,
  restarts,
  secretProviderClassName,
} from "./application-props";
import { mountedSecrets, secretVariables } from "./application-secrets";
import { urlEntry } from "./credentials";
import { literal } from "./literal";
import { Mount } from "./mount";
import { httpGet, type Probes } from "./probes";
import { credentialsAreThoseOfStart, noteAtStart } from "./rotation";
import { SecretProviderClass } from "./secret-provider-class";
import {
  databaseFileVariables,
  databaseVariables,
  plainVariable,
  plainVariables,
  type Variable,
} from "./variables";
import { Workload } from "./workload";

/** An organization's own image: given its database as variables and files, run without any privilege. */
export class ContainerWorkload extends Construct {
  constructor(scope: Construct, id: string, props: ApplicationProps<ContainerApplication>) {
    super(scope, id);
    const { environment, organization, application, namespace } = props;
    const { name, image, port, userId, replicas, resources } = application;
    const { update, ephemeralStorage } = traitsOfKind(application);
    const inFiles = isDeliveredAsFiles(environment);
    const restartsOnRotation = inFiles && application.onRotation === "restart";
    const secrets = new SecretProviderClass(this, "secrets", {
      name: secretProviderClassName(application),
      namespace,
      region: environment.region,
      secrets: [databaseCredentials(props, urlEntry(organization)), ...mountedSecrets(props)],
    });
    new Workload(this, "workload", {
      organization: organization.name,
      namespace,
      serviceAccount: props.serviceAccount,
      name,
      image: literal(image),
      ...pullSecretOf(application),
      port,
      userId,
      replicas,
      resources,
      variables: variables(props),
      mounts: [
        Mount.secrets(secrets.name),
        Mount.databaseCertificates(props.certificates),
        Mount.scratch("tmp", "/tmp", "100Mi"),
      ],
      probes: restartsOnRotation
        ? { ...probes(application), livenessProbe: credentialsAreThoseOfStart }
        : probes(application),
      ...(restartsOnRotation && { lifecycle: noteAtStart }),
      // With IAM authentication the application asks AWS for a token of 15 minutes wherever others send a password.
      awsCredentials: organization.authentication === "iam",
      update,
      ephemeralStorage,
      rolloutMinutes: 10,
      ...restarts(props, secrets.name),
      opening: props.opening,
      dependsOn: [...props.dependsOn, secrets.manifest],
    });
  }
}

/** Settings come last, so that they may refer to the others: `$(DB_HOST)`. */
function variables(props: ApplicationProps<ContainerApplication>): Variable[] {
  const { environment, organization, application } = props;
  const given = isDeliveredAsFiles(environment)
    ? databaseFileVariables(organization)
    : databaseVariables(organization, application.name);
  const pool = plainVariable("DB_POOL_SIZE", String(application.poolSize));
  return [...given, pool, ...secretVariables(props), ...plainVariables(application.env)];
}

function probes({ healthPath }: ContainerApplication): Probes {
  const health = httpGet(literal(healthPath));
  return {
    startupProbe: { ...health, periodSeconds: 5, failureThreshold: 60 },
    readinessProbe: { ...health, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3 },
    // Where the path asks the database too, a failover of a Multi-AZ instance (one to two minutes) must not restart.
    livenessProbe: { ...health, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 9 },
  };
}
