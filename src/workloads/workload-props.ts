import type { DeploymentV1SpecTemplateSpecContainerLifecycle } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import type { ITerraformDependable } from "cdktf";
import type { KindTraits } from "../config/application-kinds";
import type { Application } from "../config/model";
import type { Mount } from "./mount";
import type { Probes } from "./probes";
import type { Variable } from "./variables";

/** The opening of an application to people. */
export interface Opening {
  /** Condition that a pod must have before it is ready, set by the controller that registers it. */
  readonly readinessGate: string;
  /** Seconds that a terminating pod waits before it receives SIGTERM. @default - it receives SIGTERM at once */
  readonly drainSeconds?: number;
  /**
   * Registers the pods of a Service.
   *
   * @returns resources to create before the first of them
   */
  register(service: ITerraformDependable): ITerraformDependable[];
}

export interface WorkloadProps {
  /** Name of the organization. */
  readonly organization: string;
  /** Name of its namespace, as a reference to its resource. */
  readonly namespace: string;
  /** Name of its service account, as a reference to its resource. */
  readonly serviceAccount: string;
  readonly name: string;
  readonly image: string;
  /**
   * Kubernetes secret in the namespace with credentials of the image's registry.
   * @default - none: nodes pull it with their own role
   */
  readonly imagePullSecret?: string;
  /** Port the container listens on. */
  readonly port: number;
  readonly replicas: number;
  readonly resources: Application["resources"];
  /** Limit of a pod's ephemeral storage. */
  readonly ephemeralStorage: string;
  /** In order: a variable may refer to earlier ones. */
  readonly variables: Variable[];
  readonly mounts: Mount[];
  readonly probes: Probes;
  /**
   * User and group of the container, if the image would run as root.
   * @default - the user of the image, which must be numeric and not 0
   */
  readonly userId?: number;
  /** Whether the container calls AWS itself, and so receives credentials of the organization's role. */
  readonly awsCredentials: boolean;
  /** What happens to old pods during an update. */
  readonly update: KindTraits["update"];
  /** Minutes after which a rollout counts as failed. */
  readonly rolloutMinutes: number;
  /** Other properties of the login: a change replaces the pods in the same apply. @default - none */
  readonly connectsTo?: string;
  /**
   * SecretProviderClass whose new versions replace the pods, because variables of a running container do not change.
   * @default - none
   */
  readonly restartedBy?: string;
  /** Command instead of the image's own. @default - the image's */
  readonly command?: string[];
  /** Lifecycle hooks of the container. @default - none */
  readonly lifecycle?: DeploymentV1SpecTemplateSpecContainerLifecycle;
  /** Opening of the application to people. @default - only pods of its organization call it */
  readonly opening?: Opening | undefined;
  /** Resources to create before the first pod: its security groups, permissions and secrets. */
  readonly dependsOn: ITerraformDependable[];
}
