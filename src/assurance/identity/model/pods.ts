import type { Configuration, Value } from "../../terraform";
import { podTemplates } from "../../workloads";
import type { Text } from "../policy/text";
import type { Names } from "./names";
import { objectName } from "./service-accounts";

/** The pod template of a workload, with names as texts of policies. */
export interface PodTemplate {
  /** Address of the workload. */
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
