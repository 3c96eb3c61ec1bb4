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
 * Annotation with the SecretProviderClass for whose new versions Reloader restarts a deployment. Not the Kubernetes
 * secret: each node writes it from its own pods' mounts, so that old and new values may alternate in it for some
 * minutes after a rotation. Versions of a mounted class only increase, and Reloader handles each version once.
 * https://github.com/stakater/Reloader#readme
 */
const reloadAnnotation = "secretproviderclass.reloader.stakater.com/reload";

/**
 * Fields that an apply must not revert. Without the annotations that Reloader and `kubectl rollout restart` write into
 * the pod template, the pods would restart once more. The number of replicas, set by `kubectl scale`: an apply for
 * another reason would start an application that was stopped for a migration of its data, or remove pods during high
 * load.
 */
const leftToOperators = [
  ...["reloader.stakater.com/last-reloaded-from", "kubectl.kubernetes.io/restartedAt"].map(
    (note) => `spec[0].template[0].metadata[0].annotations["${note}"]`,
  ),
  "spec[0].replicas",
];

/** One application: its deployment, its Service, and its disruption budget. */
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
      // A rollout that never becomes ready fails its own apply instead of a later one. Terraform waits a little longer
      // than Kubernetes, so that the error contains Kubernetes' reason.
      waitForRollout: true,
      timeouts: { create: `${minutes + 5}m`, update: `${minutes + 5}m` },
      dependsOn: [...props.dependsOn, ...registered],
      lifecycle: { ignoreChanges: leftToOperators },
    });
  }

  /**
   * Reachable inside the cluster only, within the limits of security groups and network policies. Its port equals the
   * container's, as the VPC CNI's network policies require
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

  /** Not for a single replica: a budget would prevent every drain of its node. */
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

/** Pods are replaced one after the other, and each waits until the load balancer reports it as healthy. */
const rolloutMinutes = ({ rolloutMinutes, replicas, opening }: WorkloadProps): number =>
  opening ? Math.max(rolloutMinutes, 5 + replicas) : rolloutMinutes;

function strategy({ update }: WorkloadProps): DeploymentV1Config["spec"]["strategy"] {
  return update === "recreate"
    ? { type: "Recreate" }
    : { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "0", maxSurge: String(surge.rolling) } };
}
