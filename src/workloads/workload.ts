import { DeploymentV1, type DeploymentV1Config } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { surge } from "../config/pods";
import { applicationLabels, applicationSelector } from "./names";
import { podTemplate } from "./pod-template";
import { portName } from "./probes";
import type { WorkloadProps } from "./workload-props";

/**
 * Names the class for whose new versions Reloader restarts a deployment. Not the Kubernetes secret: each replica's node
 * writes that from its own mount, so that for some minutes after a rotation old and new follow each other in it. What a
 * pod has mounted only goes forward, and Reloader acts on each version once.
 * https://github.com/stakater/Reloader#readme
 */
const reloadAnnotation = "secretproviderclass.reloader.stakater.com/reload";

/**
 * What an apply leaves to operators. The notes that Reloader and `kubectl rollout restart` write into the template of a
 * deployment: without them the pods would restart once more. And `kubectl scale`: an apply for another reason would start an
 * application again that was stopped for a move of its data, or take away pods that a rush of requests needs.
 */
const leftToOperators = [
  ...["reloader.stakater.com/last-reloaded-from", "kubectl.kubernetes.io/restartedAt"].map(
    (note) => `spec[0].template[0].metadata[0].annotations["${note}"]`,
  ),
  "spec[0].replicas",
];

/** One application: its pods, the name under which others reach them, and how many may be away at a time. */
export class Workload extends Construct {
  constructor(scope: Construct, id: string, props: WorkloadProps) {
    super(scope, id);
    const service = this.addService(props);
    this.addDeployment(props, props.opening?.register(service) ?? []);
    if (props.replicas > 1) this.addDisruptionBudget(props);
  }

  private addDeployment(props: WorkloadProps, registered: ITerraformDependable[]): void {
    const minutes = rolloutMinutes(props);
    new DeploymentV1(this, "deployment", {
      metadata: {
        ...this.metadata(props),
        ...(props.restartedBy && { annotations: { [reloadAnnotation]: props.restartedBy } }),
      },
      spec: {
        replicas: String(props.replicas),
        progressDeadlineSeconds: minutes * 60,
        selector: { matchLabels: applicationSelector(props.name) },
        strategy: strategy(props),
        template: podTemplate(props),
      },
      // A rollout that never gets ready fails the apply that made it, and not the users of the next one. Terraform
      // waits a little longer than Kubernetes, so that the reason is Kubernetes' own.
      waitForRollout: true,
      timeouts: { create: `${minutes + 5}m`, update: `${minutes + 5}m` },
      dependsOn: [...props.dependsOn, ...registered],
      lifecycle: { ignoreChanges: leftToOperators },
    });
  }

  /**
   * Reachable inside the cluster only, and as far as security groups and network policies let others in. Its port is the
   * container's: the VPC CNI's network policies do not know another one
   * (https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/network-policy-faq.md).
   */
  private addService(props: WorkloadProps): ServiceV1 {
    const { port } = props;
    return new ServiceV1(this, "service", {
      metadata: this.metadata(props),
      spec: {
        type: "ClusterIP",
        selector: applicationSelector(props.name),
        port: [{ name: portName, port, targetPort: portName, protocol: "TCP" }],
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

/** Pods come one after the other, and each waits until a load balancer has found it healthy. */
const rolloutMinutes = ({ rolloutMinutes, replicas, opening }: WorkloadProps): number =>
  opening ? Math.max(rolloutMinutes, 5 + replicas) : rolloutMinutes;

function strategy({ update }: WorkloadProps): DeploymentV1Config["spec"]["strategy"] {
  return update === "recreate"
    ? { type: "Recreate" }
    : { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "0", maxSurge: String(surge.rolling) } };
}
