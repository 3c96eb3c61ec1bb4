import type { Application, Environment, Organization } from "../config/model";
import type { ContainerImage } from "../foundation/container-image";
import { isDeliveredAsFiles, secretProviderClassName } from "../workloads/application-props";
import { DatabaseCertificates } from "../workloads/database-certificates";
import { Mount } from "../workloads/mount";
import { ownInterface, restrictedContainer } from "../workloads/pod-template";
import { loginVariables, type Variable, verifyingVariables } from "../workloads/variables";

/** What a pod runs in place of an application. */
export interface StandInProps {
  readonly environment: Pick<Environment, "credentials">;
  readonly organization: Organization;
  readonly application: Application;
  /** Name of its container, and part of its labels. */
  readonly purpose: string;
  readonly image: ContainerImage;
  readonly command: readonly string[];
  /** In addition to the variables of the application's login. */
  readonly variables: readonly Variable[];
  readonly mounts: readonly Mount[];
}

/** A Kubernetes object as JSON. */
export type KubernetesObject = Readonly<Record<string, unknown>>;

/** Sufficient for Node.js and psql. They count against the organization's quota. */
const resources = { cpu: "50m", memory: "128Mi" };

/** An arbitrary unprivileged user: the images work with any. */
const userId = 1000;

/**
 * Labels of the pod. Because of the dot, which no application's name contains, neither a Service nor a disruption
 * budget of the application selects it.
 */
const labels = ({ organization, application, purpose }: StandInProps): Record<string, string> => ({
  "app.kubernetes.io/name": `${application.name}.${purpose}`,
  "app.kubernetes.io/part-of": organization.name,
  "app.kubernetes.io/managed-by": "kubectl",
});

/**
 * A pod that the platform treats like a pod of the application: it has the same service account, and so the same
 * security groups and role; the same namespace, and so the same network policies; and the same mounts and login.
 */
export function standInPod(props: StandInProps) {
  const mounts = [
    Mount.secrets(secretProviderClassName(props.application)),
    Mount.databaseCertificates(DatabaseCertificates.configMapName),
    ...props.mounts,
  ];
  return {
    metadata: { labels: labels(props), annotations: annotations(props) },
    spec: {
      serviceAccountName: props.organization.name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      restartPolicy: "Never",
      terminationGracePeriodSeconds: 10,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: userId,
        runAsGroup: userId,
        fsGroup: userId,
        seccompProfile: { type: "RuntimeDefault" },
      },
      containers: [container(props, mounts)],
      volumes: mounts.map(({ volume }) => volume),
    },
  };
}

function container(
  { environment, organization, application, ...props }: StandInProps,
  mounts: readonly Mount[],
) {
  return {
    name: props.purpose,
    image: props.image.reference,
    command: props.command,
    env: [
      ...(isDeliveredAsFiles(environment) ? [] : loginVariables(organization, application.name)),
      ...verifyingVariables,
      ...props.variables,
    ],
    resources: {
      requests: { ...resources, ...ownInterface },
      limits: { memory: resources.memory, ...ownInterface },
    },
    securityContext: restrictedContainer,
    volumeMounts: mounts.map(({ volumeMount }) => volumeMount),
  };
}

/**
 * As for the application: the container receives credentials of the role only if the application authenticates with
 * IAM.
 */
const annotations = ({ organization, purpose }: StandInProps): Record<string, string> =>
  organization.authentication === "iam" ? {} : { "eks.amazonaws.com/skip-containers": purpose };
