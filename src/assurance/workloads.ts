import { type Configuration, isAbsent, type Resource, type Value } from "./terraform";
import { field, readable } from "./terraform/blocks";

/** The pod template of a workload. */
export interface PodTemplate {
  /** The declaring resource. */
  readonly resource: Resource;
  readonly metadata: Value;
  readonly spec: Value;
  /** Name of the service account of its pods. */
  readonly serviceAccount: Value;
}

const template = ["spec", "template"];

/** Path of the pod template, by workload type. */
const templates: Readonly<Record<string, readonly string[]>> = {
  kubernetes_cron_job: ["spec", "job_template", ...template],
  kubernetes_cron_job_v1: ["spec", "job_template", ...template],
  kubernetes_daemon_set_v1: template,
  kubernetes_daemonset: template,
  kubernetes_deployment: template,
  kubernetes_deployment_v1: template,
  kubernetes_job: template,
  kubernetes_job_v1: template,
  kubernetes_pod: [],
  kubernetes_pod_v1: [],
  kubernetes_replication_controller: template,
  kubernetes_replication_controller_v1: template,
  kubernetes_stateful_set: template,
  kubernetes_stateful_set_v1: template,
};

export const workloadTypes: readonly string[] = Object.keys(templates);

/** The pod templates of all declared workloads. */
export const podTemplates = (configuration: Configuration): PodTemplate[] =>
  Object.entries(templates).flatMap(([type, path]) =>
    configuration.resources(type).map((resource) => podTemplate(resource, path)),
  );

function podTemplate(resource: Resource, path: readonly string[]): PodTemplate {
  const pod = resource.repetition ?? field(resource.arguments, ...path);
  const spec = field(pod, "spec");
  const account = ["service_account_name", "service_account"]
    .map((name) => field(spec, name))
    .find((value) => !isAbsent(value));
  return {
    resource,
    metadata: field(pod, "metadata"),
    spec,
    serviceAccount: account ?? { kind: "constant", value: "default" },
  };
}

/** Keys under which pods have containers. */
export const containerKinds: readonly string[] = ["container", "init_container"];

/** All containers of a pod that can be read. */
export const containersOf = (spec: Value): readonly Value[] =>
  containerKinds.flatMap((kind) => readable(field(spec, kind)).blocks);
