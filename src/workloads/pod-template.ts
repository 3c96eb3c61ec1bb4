import type {
  DeploymentV1SpecTemplate,
  DeploymentV1SpecTemplateSpecContainer,
  DeploymentV1SpecTemplateSpecTopologySpreadConstraint,
} from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { applicationLabels, applicationSelector } from "./names";
import { portName } from "./probes";
import type { WorkloadProps } from "./workload-props";

/** Security context of a container: the restricted Pod Security Standard, and a read-only root file system. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ["ALL"] },
};

/**
 * Requests a branch network interface, for the pod's own security groups. The VPC resource controller's webhook would
 * add this request; while it is unavailable, pods would start with the groups of their node.
 */
export const ownInterface = { "vpc.amazonaws.com/pod-eni": "1" };

/**
 * Pod template of a workload, which meets the restricted Pod Security Standard and has a read-only root file system.
 */
export function podTemplate(props: WorkloadProps): DeploymentV1SpecTemplate {
  const { organization, name, userId, mounts, opening } = props;
  return {
    metadata: { labels: applicationLabels(organization, name), ...annotations(props) },
    spec: {
      serviceAccountName: props.serviceAccount,
      automountServiceAccountToken: false,
      // No application reads variables with the addresses of all services of the namespace.
      enableServiceLinks: false,
      ...(props.imagePullSecret !== undefined && { imagePullSecrets: [{ name: props.imagePullSecret }] }),
      // Must be above zero: otherwise the pod's network interface is removed before its connections are closed.
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
    // The memory limit equals the request: a container that needs more is killed alone, without affecting its
    // neighbours.
    resources: {
      requests: { cpu: resources.cpu, memory: resources.memory, ...ofNode },
      limits: { memory: resources.memory, ...ofNode },
    },
    securityContext: restrictedContainer,
    volumeMount: mounts.map(({ volumeMount }) => volumeMount),
    ...probes,
  };
}

/** While the terminating pod waits, its load balancer deregisters it and stops sending requests. */
function lifecycle({ lifecycle, opening }: WorkloadProps): WorkloadProps["lifecycle"] {
  const seconds = opening?.drainSeconds;
  if (seconds === undefined) return lifecycle;
  return { ...lifecycle, preStop: [{ exec: { command: ["sleep", String(seconds)] } }] };
}

/**
 * The role of the service account is for the mount of secrets, which the container does not perform. A container that
 * does not call AWS receives no credentials that an attacker could steal.
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

/** Spread is preferred, not required: with a zone down, pods in the other zone are better than pending pods. */
const spreadOver = (
  topologyKey: string,
  application: string,
): DeploymentV1SpecTemplateSpecTopologySpreadConstraint => ({
  topologyKey,
  maxSkew: 1,
  whenUnsatisfiable: "ScheduleAnyway",
  labelSelector: [{ matchLabels: applicationSelector(application) }],
});
