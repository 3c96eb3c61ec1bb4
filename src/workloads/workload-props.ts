import type { DeploymentV1SpecTemplateSpecContainerLifecycle } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import type { ITerraformDependable } from "cdktf";
import type { KindTraits } from "../config/application-kinds";
import type { Application } from "../config/model";
import type { Mount } from "./mount";
import type { Probes } from "./probes";
import type { Variable } from "./variables";

/** What opens an application to people. */
export interface Opening {
  /** Condition that a pod has to have before it counts as ready, set by what registers it. */
  readonly readinessGate: string;
  /** How long a pod that ends waits before it is told, in seconds. @default - it is told at once */
  readonly drainSeconds?: number;
  /** Registers the pods behind a Service. @returns what has to be there before the first of them */
  register(service: ITerraformDependable): ITerraformDependable[];
}

export interface WorkloadProps {
  /** Name of the organization. */
  readonly organization: string;
  /** Its namespace, as a reference. */
  readonly namespace: string;
  /** Its service account, as a reference. */
  readonly serviceAccount: string;
  readonly name: string;
  readonly image: string;
  /** Kubernetes secret in the namespace with which nodes pull the image. @default - nodes pull it by their own right */
  readonly imagePullSecret?: string;
  /** Port the container listens on. */
  readonly port: number;
  readonly replicas: number;
  readonly resources: Application["resources"];
  /** What a pod may take of its node's disk. */
  readonly ephemeralStorage: string;
  /** In order: a variable may refer to those before it. */
  readonly variables: Variable[];
  readonly mounts: Mount[];
  readonly probes: Probes;
  /**
   * User and group the container runs as, where its image would run as root.
   * @default - the user that the image names, which must be a number other than 0
   */
  readonly userId?: number;
  /** Whether the container itself calls AWS and gets credentials of the organization's role. */
  readonly awsCredentials: boolean;
  /** What an update does with old pods. */
  readonly update: KindTraits["update"];
  /** How long a rollout may take before it counts as failed. */
  readonly rolloutMinutes: number;
  /** What else is in the login: pods are replaced when it changes, by the apply that changes it. @default - nothing */
  readonly connectsTo?: string;
  /** SecretProviderClass whose new versions replace the pods: variables keep the value of the start. @default - none */
  readonly restartedBy?: string;
  /** Command in place of the image's own. @default - the image's */
  readonly command?: string[];
  /** What Kubernetes runs in the container beside its command. @default - nothing */
  readonly lifecycle?: DeploymentV1SpecTemplateSpecContainerLifecycle;
  /** What opens it to people. @default - pods of its organization alone call it */
  readonly opening?: Opening | undefined;
  /** What must be there before the first pod: its groups, rights and secrets. */
  readonly dependsOn: ITerraformDependable[];
}
