import type {
  DeploymentV1SpecTemplateSpecContainerLivenessProbe,
  DeploymentV1SpecTemplateSpecContainerReadinessProbe,
  DeploymentV1SpecTemplateSpecContainerStartupProbe,
} from "@cdktf/provider-kubernetes/lib/deployment-v1";

/** How Kubernetes learns that a container has started, is alive, and can serve. */
export interface Probes {
  readonly startupProbe: DeploymentV1SpecTemplateSpecContainerStartupProbe;
  readonly livenessProbe: DeploymentV1SpecTemplateSpecContainerLivenessProbe;
  readonly readinessProbe: DeploymentV1SpecTemplateSpecContainerReadinessProbe;
}

/** Name of the one port of a container. */
export const portName = "http";

/** A request to a path of the container. */
export const httpGet = (path: string) => ({ httpGet: { path, port: portName } });

/** A connection to the container, which asks nothing of what is behind it. */
export const tcpSocket = { tcpSocket: [{ port: portName }] };
