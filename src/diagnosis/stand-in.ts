import type { Application, Environment, Organization } from "../config/model";
import type { ContainerImage } from "../foundation/container-image";
import { isDeliveredAsFiles, secretProviderClassName } from "../workloads/application-props";
import { DatabaseCertificates } from "../workloads/database-certificates";
import { Mount } from "../workloads/mount";
import { ownInterface, restrictedContainer } from "../workloads/pod-template";
import { loginVariables, type Variable, verifyingVariables } from "../workloads/variables";

/** What a pod runs in an application's place. */
export interface StandInProps {
  readonly environment: Pick<Environment, "credentials">;
  readonly organization: Organization;
  readonly application: Application;
  /** Name of its container, and what it is called in labels. */
  readonly purpose: string;
  readonly image: ContainerImage;
  readonly command: readonly string[];
  /** Beside the application's login. */
  readonly variables: readonly Variable[];
  readonly mounts: readonly Mount[];
}

/** An object as `kubectl` takes it. */
export type KubernetesObject = Readonly<Record<string, unknown>>;

/** Enough for Node.js or psql. They count against the organization's quota. */
const resources = { cpu: "50m", memory: "128Mi" };

/** No image needs a user of its own. */
const userId = 1000;

/**
 * Labels of a stand-in. The dot keeps it out of the application's Service and disruption budget: no name of an
 * application holds one.
 */
const labels = ({ organization, application, purpose }: StandInProps): Record<string, string> => ({
  "app.kubernetes.io/name": `${application.name}.${purpose}`,
  "app.kubernetes.io/part-of": organization.name,
  "app.kubernetes.io/managed-by": "kubectl",
});

/**
 * A pod as Kubernetes takes it, which is to the platform what a pod of the application is: the same service account, so
 * the same security groups and role; the same namespace, so the same network policies; the same mounts and login.
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

/** As its application: only where that asks AWS for tokens does the container get credentials of the role. */
const annotations = ({ organization, purpose }: StandInProps): Record<string, string> =>
  organization.authentication === "iam" ? {} : { "eks.amazonaws.com/skip-containers": purpose };
