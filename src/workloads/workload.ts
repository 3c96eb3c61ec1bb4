import { DeploymentV1, type DeploymentV1Config } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Application } from "../config/model";
import type { Mount } from "./mount";
import { applicationLabels, applicationSelector } from "./names";
import { podTemplate } from "./pod-template";
import { type Probes, portName } from "./probes";
import type { Variable } from "./variables";

export interface WorkloadProps {
  /** Name of the organization. */
  readonly organization: string;
  /** Its namespace, as a reference. */
  readonly namespace: string;
  /** Its service account, as a reference. */
  readonly serviceAccount: string;
  readonly name: string;
  readonly image: string;
  /** Port the container listens on. */
  readonly port: number;
  readonly replicas: number;
  readonly resources: Application["resources"];
  /** In order: a variable may refer to those before it. */
  readonly variables: Variable[];
  readonly mounts: Mount[];
  readonly probes: Probes;
  /**
   * User and group the container runs as, where its image names none by number.
   * @default - the user that the image names, which must be a number other than 0
   */
  readonly userId?: number;
  /** Whether the container itself calls AWS and gets credentials of the organization's role. */
  readonly awsCredentials: boolean;
  /** Stops all old pods before the first new one starts. @default false */
  readonly recreate?: boolean;
  /** How long a rollout may take before it counts as failed. */
  readonly rolloutMinutes: number;
  /** What must be there before the first pod: its groups, rights and secrets. */
  readonly dependsOn: ITerraformDependable[];
}

/** One application: its pods, the name under which others reach them, and how many may be away at a time. */
export class Workload extends Construct {
  constructor(scope: Construct, id: string, props: WorkloadProps) {
    super(scope, id);
    this.addDeployment(props);
    this.addService(props);
    if (props.replicas > 1) this.addDisruptionBudget(props);
  }

  private addDeployment(props: WorkloadProps): void {
    new DeploymentV1(this, "deployment", {
      metadata: this.metadata(props),
      spec: {
        replicas: String(props.replicas),
        progressDeadlineSeconds: props.rolloutMinutes * 60,
        selector: { matchLabels: applicationSelector(props.name) },
        strategy: strategy(props),
        template: podTemplate(props),
      },
      // A rollout that never gets ready fails the apply that made it, and not the users of the next one. Terraform
      // waits a little longer than Kubernetes, so that the reason is Kubernetes' own.
      waitForRollout: true,
      timeouts: { create: `${props.rolloutMinutes + 5}m`, update: `${props.rolloutMinutes + 5}m` },
      dependsOn: props.dependsOn,
    });
  }

  /** Reachable inside the cluster only, and as far as security groups and network policies let others in. */
  private addService(props: WorkloadProps): void {
    new ServiceV1(this, "service", {
      metadata: this.metadata(props),
      spec: {
        type: "ClusterIP",
        selector: applicationSelector(props.name),
        port: [{ name: portName, port: 80, targetPort: portName, protocol: "TCP" }],
      },
    });
  }

  /** Not for a single replica: a budget that keeps it would keep its node from ever being drained. */
  private addDisruptionBudget(props: WorkloadProps): void {
    new PodDisruptionBudgetV1(this, "disruption-budget", {
      metadata: this.metadata(props),
      spec: { maxUnavailable: "1", selector: { matchLabels: applicationSelector(props.name) } },
    });
  }

  private metadata({ name, namespace, organization }: WorkloadProps) {
    return { name, namespace, labels: applicationLabels(organization, name) };
  }
}

function strategy({ recreate }: WorkloadProps): DeploymentV1Config["spec"]["strategy"] {
  return recreate
    ? { type: "Recreate" }
    : { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "0", maxSurge: "1" } };
}
