import type { PodTemplate } from "../identity/model/pods";
import { absent, type Configuration, textOf } from "../terraform";
import type { WorkloadChoices } from "./rule";

/** What config says of the workload that makes pods from a template. @returns undefined where it names none */
export function choicesFor(
  { address, namespace }: PodTemplate,
  configuration: Configuration,
  workloads: readonly WorkloadChoices[] = [],
): WorkloadChoices | undefined {
  const name = textOf(configuration.find(address)?.get("metadata", 0, "name") ?? absent);
  return workloads.find((one) => one.namespace === namespace.literal && one.workload === name);
}
