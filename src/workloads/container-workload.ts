import { Construct } from "constructs";
import type { ContainerApplication } from "../config/model";
import {
  type ApplicationProps,
  databaseCredentials,
  isDeliveredAsFiles,
  secretProviderClassName,
  workloadOf,
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

/**
 * An organization's own image, which receives its database login as variables and files, and runs without privileges.
 */
export class ContainerWorkload extends Construct {
  constructor(scope: Construct, id: string, props: ApplicationProps<ContainerApplication>) {
    super(scope, id);
    const { environment, organization, application, namespace } = props;
    const { image, port, userId } = application;
    const restartsOnRotation = isDeliveredAsFiles(environment) && application.onRotation === "restart";
    const secrets = new SecretProviderClass(this, "secrets", {
      name: secretProviderClassName(application),
      namespace,
      region: environment.region,
      secrets: [databaseCredentials(props, urlEntry(organization)), ...mountedSecrets(props)],
    });
    new Workload(this, "workload", {
      ...workloadOf(props, secrets),
      image: literal(image),
      port,
      userId,
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
      rolloutMinutes: 10,
    });
  }
}

/** Settings are last, so that they can refer to the other variables: `$(DB_HOST)`. */
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
    // If the health path queries the database, a failover of a Multi-AZ instance (one to two minutes) must not restart
    // the pod.
    livenessProbe: { ...health, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 9 },
  };
}
