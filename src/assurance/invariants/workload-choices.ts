import { groupedBy } from "../grouping";
import type { PodTemplate } from "../identity/model/pods";
import { remembered } from "../remembered";
import { absent, type Configuration, textOf } from "../terraform";
import type { WorkloadChoices } from "./rule";

/** What config says of the workload that makes pods from a template. @returns undefined where it names none */
export function choicesFor(
  { address, namespace }: PodTemplate,
  configuration: Configuration,
  workloads: readonly WorkloadChoices[] = [],
): WorkloadChoices | undefined {
  const name = textOf(configuration.find(address)?.get("metadata", 0, "name") ?? absent);
  return choicesIn(namespace.literal, workloads).find(({ workload }) => workload === name);
}

/** What config says of the workloads of a namespace. */
export const choicesIn = (
  namespace: string | undefined,
  workloads: readonly WorkloadChoices[],
): readonly WorkloadChoices[] =>
  namespace === undefined ? [] : (byNamespace(workloads).get(namespace) ?? []);

const byNamespace = remembered((workloads: readonly WorkloadChoices[]) =>
  groupedBy(workloads, ({ namespace }) => namespace),
);
