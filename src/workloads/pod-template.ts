import type {
  DeploymentV1SpecTemplate,
  DeploymentV1SpecTemplateSpecContainer,
  DeploymentV1SpecTemplateSpecTopologySpreadConstraint,
} from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { applicationLabels, applicationSelector } from "./names";
import { portName } from "./probes";
import type { WorkloadProps } from "./workload-props";

/** What the restricted Pod Security profile asks of a container, and a read-only image on top. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ["ALL"] },
};

/**
 * Asks for a network interface with security groups of the pod's own. The VPC resource controller's webhook would add it,
 * and while that is away pods would pass with the groups of their node.
 */
export const ownInterface = { "vpc.amazonaws.com/pod-eni": "1" };

/** The pods of a workload, as the restricted Pod Security profile wants them and with a read-only image on top. */
export function podTemplate(props: WorkloadProps): DeploymentV1SpecTemplate {
  const { organization, name, userId, mounts, opening } = props;
  return {
    metadata: { labels: applicationLabels(organization, name), ...annotations(props) },
    spec: {
      serviceAccountName: props.serviceAccount,
      automountServiceAccountToken: false,
      // Variables with the address of every service of the namespace: no application here reads them.
      enableServiceLinks: false,
      ...(props.imagePullSecret !== undefined && { imagePullSecrets: [{ name: props.imagePullSecret }] }),
      // Above zero, or the pod's network interface would go before its connections are closed.
      terminationGracePeriodSeconds: 60,
      securityContext: {
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
        ...(userId ? asUser(userId) : {}),
      },
      topologySpreadConstraint: ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((key) =>
        spreadOver(key, name),
      ),
      ...(opening && { readinessGate: [{ conditionType: opening.readinessGate }] }),
      container: [container(props)],
      volume: mounts.map(({ volume }) => volume),
    },
  };
}

function container(props: WorkloadProps): DeploymentV1SpecTemplateSpecContainer {
  const ofNode = { "ephemeral-storage": props.ephemeralStorage, ...ownInterface };
  const { name, image, command, port, resources, variables, mounts, probes } = props;
  return {
    name,
    image,
    command,
    lifecycle: lifecycle(props),
    port: [{ name: portName, containerPort: port, protocol: "TCP" }],
    env: variables,
    // Memory without room above the request: a container that needs more is stopped alone, not with its neighbours.
    resources: {
      requests: { cpu: resources.cpu, memory: resources.memory, ...ofNode },
      limits: { memory: resources.memory, ...ofNode },
    },
    securityContext: restrictedContainer,
    volumeMount: mounts.map(({ volumeMount }) => volumeMount),
    ...probes,
  };
}

/** While a pod waits its load balancer is told that it goes, and stops sending requests to it. */
function lifecycle({ lifecycle, opening }: WorkloadProps): WorkloadProps["lifecycle"] {
  const seconds = opening?.drainSeconds;
  if (seconds === undefined) return lifecycle;
  return { ...lifecycle, preStop: [{ exec: { command: ["sleep", String(seconds)] } }] };
}

/**
 * The role of the service account serves the mount of secrets, which is not the container's doing. A container that
 * does not call AWS itself gets no credentials that a break-in could take.
 * https://github.com/aws/amazon-eks-pod-identity-webhook
 */
const annotations = ({ awsCredentials, name, connectsTo }: WorkloadProps) => {
  const given = {
    ...(!awsCredentials && { "eks.amazonaws.com/skip-containers": name }),
    ...(connectsTo !== undefined && { "database/host": connectsTo }),
  };
  return Object.keys(given).length > 0 ? { annotations: given } : {};
};

const asUser = (userId: number) => ({
  runAsUser: String(userId),
  runAsGroup: String(userId),
  fsGroup: String(userId),
});

/** Spread as far as there is room: with a zone down, pods in the other one are better than pods that wait. */
const spreadOver = (
  topologyKey: string,
  application: string,
): DeploymentV1SpecTemplateSpecTopologySpreadConstraint => ({
  topologyKey,
  maxSkew: 1,
  whenUnsatisfiable: "ScheduleAnyway",
  labelSelector: [{ matchLabels: applicationSelector(application) }],
});
