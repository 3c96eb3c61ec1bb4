import { groupedBy } from "../grouping";
import type { PodTemplate } from "../identity/model/pods";
import { remembered } from "../remembered";
import { absent, type Configuration, textOf } from "../terraform";
import type { WorkloadChoices } from "./rule";

/**
 * Config of the workload of a pod template.
 *
 * @returns undefined if config names none
 */
export function choicesFor(
  { address, namespace }: PodTemplate,
  configuration: Configuration,
  workloads: readonly WorkloadChoices[] = [],
): WorkloadChoices | undefined {
  const name = textOf(configuration.find(address)?.get("metadata", 0, "name") ?? absent);
  return choicesIn(namespace.literal, workloads).find(({ workload }) => workload === name);
}

/** Config of the workloads in a namespace. */
export const choicesIn = (
  namespace: string | undefined,
  workloads: readonly WorkloadChoices[],
): readonly WorkloadChoices[] =>
  namespace === undefined ? [] : (byNamespace(workloads).get(namespace) ?? []);

const byNamespace = remembered((workloads: readonly WorkloadChoices[]) =>
  groupedBy(workloads, ({ namespace }) => namespace),
);
