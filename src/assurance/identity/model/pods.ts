import type { Configuration, Value } from "../../terraform";
import { podTemplates } from "../../workloads";
import type { Text } from "../policy/text";
import type { Names } from "./names";
import { objectName } from "./service-accounts";

/** What a workload makes pods from, with names as policies have them. */
export interface PodTemplate {
  /** The workload's address. */
  readonly address: string;
  readonly namespace: Text;
  readonly serviceAccount: Text;
  readonly metadata: Value;
  readonly spec: Value;
}

export const readPodTemplates = (configuration: Configuration, names: Names): PodTemplate[] =>
  configuration.derived(podTemplates).map(({ resource, metadata, spec, serviceAccount }) => ({
    address: resource.address,
    namespace: objectName(names, resource).namespace,
    serviceAccount: names.text(serviceAccount),
    metadata,
    spec,
  }));
