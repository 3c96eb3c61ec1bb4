import type {
  DeploymentV1SpecTemplateSpecContainerLivenessProbe,
  DeploymentV1SpecTemplateSpecContainerReadinessProbe,
  DeploymentV1SpecTemplateSpecContainerStartupProbe,
} from "@cdktf/provider-kubernetes/lib/deployment-v1";

/** Startup, liveness and readiness probe of a container. */
export interface Probes {
  readonly startupProbe: DeploymentV1SpecTemplateSpecContainerStartupProbe;
  readonly livenessProbe: DeploymentV1SpecTemplateSpecContainerLivenessProbe;
  readonly readinessProbe: DeploymentV1SpecTemplateSpecContainerReadinessProbe;
}

/** Name of a container's only port. */
export const portName = "http";

/** Probe by an HTTP request to a path of the container. */
export const httpGet = (path: string) => ({ httpGet: { path, port: portName } });

/** Probe by a TCP connection, which does not depend on services behind the container. */
export const tcpSocket = { tcpSocket: [{ port: portName }] };
