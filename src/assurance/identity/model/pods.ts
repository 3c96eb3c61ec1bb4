import { type Configuration, isAbsent, type Resource, type Value } from "../../terraform";
import type { Text } from "../policy/text";
import { field } from "./blocks";
import type { Names } from "./names";
import { objectName } from "./service-accounts";

/** What a workload makes pods from. */
export interface PodTemplate {
  /** The workload's address. */
  readonly address: string;
  readonly namespace: Text;
  readonly serviceAccount: Text;
  readonly metadata: Value;
  readonly spec: Value;
}

const template = ["spec", "template"];

/** Where each kind of workload keeps its pods. */
const workloads: Readonly<Record<string, readonly string[]>> = {
  kubernetes_cron_job_v1: ["spec", "job_template", ...template],
  kubernetes_daemon_set_v1: template,
  kubernetes_daemonset: template,
  kubernetes_deployment: template,
  kubernetes_deployment_v1: template,
  kubernetes_job: template,
  kubernetes_job_v1: template,
  kubernetes_pod: [],
  kubernetes_pod_v1: [],
  kubernetes_replication_controller_v1: template,
  kubernetes_stateful_set: template,
  kubernetes_stateful_set_v1: template,
};

export const workloadTypes = Object.keys(workloads);

export function readPodTemplates(configuration: Configuration, names: Names): PodTemplate[] {
  return Object.entries(workloads).flatMap(([type, path]) =>
    configuration.resources(type).map((resource) => readPodTemplate(resource, path, names)),
  );
}

function readPodTemplate(resource: Resource, path: readonly string[], names: Names): PodTemplate {
  const pod = resource.repetition ?? field(resource.arguments, ...path);
  const spec = field(pod, "spec");
  const account = [field(spec, "service_account_name"), field(spec, "service_account")].find(
    (value) => !isAbsent(value),
  );
  return {
    address: resource.address,
    namespace: objectName(names, resource).namespace,
    serviceAccount: names.text(account ?? { kind: "constant", value: "default" }),
    metadata: field(pod, "metadata"),
    spec,
  };
}
